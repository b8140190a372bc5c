"""How a person wants to be told."""

import re
import unicodedata

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from unionlaw.accounts.models import User
from unionlaw.lib.errors import Invalid, Refused
from unionlaw.network.actors import Actor
from unionlaw.notices.models import Preference

MOBILE = re.compile(r"1[3-9]\d{9}\Z")


def preference_of(user: User) -> Preference:
    """A person's preference; the house's own (e-mail, daily digest) until they chose."""
    found = Preference.objects.filter(user=user).first()
    return found or Preference(user=user, language=user.language or settings.LANGUAGE_CODE)


@transaction.atomic
def set_preference(*, email: bool, sms: bool, digest: bool, language: str, phone: str, by: Actor) -> Preference:
    """Keep how the actor wants to be told.

    Args:
        phone: mobile number for SMS; "" keeps the one that is known, and forgets it when SMS is off.

    Raises Invalid for SMS without a number, a number that is none, or an unknown language.
    """
    if by.user is None:
        raise Refused(_("系统没有通知设置。"))
    found = Preference.objects.select_for_update().filter(user=by.user).first() or Preference(user=by.user)
    number = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", phone)).removeprefix("+86")
    if number and not MOBILE.match(number):
        raise Invalid(_("请填写11位手机号码。"), field="phone")
    if sms and not number and not found.phone:
        raise Invalid(_("选择短信时，请填写手机号码。"), field="phone")
    if language not in dict(settings.LANGUAGES):
        raise Invalid(_("请选择通知语言。"), field="language")
    found.email, found.sms, found.digest, found.language = email, sms, digest, language
    if number or not sms:
        found.phone = number if sms else ""
    found.save()
    return found
