"""What people change about their own account."""

import datetime as dt
from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import gettext as _

from unionlaw.accounts.models import User
from unionlaw.lib.errors import Conflict, Invalid


def set_language(*, user: User, language: str) -> None:
    """Remembers the language of pages and mails for `user`. Raises Invalid for one the site does not speak."""
    if language not in dict(settings.LANGUAGES):
        raise Invalid(_("本站没有这种语言。"), field="language")
    User.objects.filter(pk=user.pk).update(language=language)


def give_password(user: User, password: str) -> None:
    """Sets, unsaved, a password that somebody else has seen: its holder must choose another one at the next sign-in."""
    user.set_password(password)
    user.password_is_given = True


@transaction.atomic
def choose_password(*, user: User, password: str) -> None:
    """Saves a password that its holder chose; whoever chooses the given one again has chosen none.

    Args:
        user: as read when the old password, or the mailed link, was found right.

    Raises Conflict when the account has got another password since: what an administrator renews, because the old one
    is forgotten or known to others, is not undone by whoever knew the old one.
    """
    if User.objects.select_for_update().get(pk=user.pk).password != user.password:
        raise Conflict(_("这个账号的密码刚刚被改过，您设的新密码没有保存。请用最新的密码重新登录。"))
    user.password_is_given = user.password_is_given and check_password(password, user.password)
    user.set_password(password)
    # Nothing else: an administrator may be changing the account at this moment.
    user.save(update_fields=["password", "password_is_given"])


@transaction.atomic
def set_email(*, by: Any, email: str, password: str) -> None:
    """Changes the address that password resets go to, so the current password is asked for.

    Raises:
        Invalid: the password is wrong, or another account uses the address (a reset must reach one person).
    """
    user = User.objects.select_for_update().get(pk=by.user.pk)
    if not user.check_password(password):
        raise Invalid(_("当前密码不正确，请重新输入。"), field="password")
    if email and User.objects.filter(email__iexact=email).exclude(pk=user.pk).exists():
        raise Invalid(_("另一个账号已使用这个邮箱，请换一个。"), field="email")
    EmailAddress.objects.filter(user=user).delete()
    user.email = email
    user.save(update_fields=["email"])


def end_sessions(*, user: User) -> int:
    """Signs `user` out everywhere, at once; returns how many sessions ended."""
    rows = UserSession.objects.filter(user=user)
    keys = list(rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    rows.delete()
    return len(keys)


def clear_sessions(*, at: dt.datetime) -> int:
    """Deletes sessions that ended before `at`, and their rows in the list of own sessions; returns how many."""
    gone = Session.objects.filter(expire_date__lt=at).delete()[0]
    live = Session.objects.values("session_key")
    UserSession.objects.exclude(session_key__in=live).delete()
    return gone
