"""What a security administrator does about an account in trouble: sign out, unlock, new password or second factor."""

import secrets
from datetime import datetime

from allauth.mfa.models import Authenticator
from axes.utils import reset
from django.db import transaction
from django.utils.translation import gettext as _
from knox.models import AuthToken

from unionlaw.accounts.models import User
from unionlaw.accounts.services import users
from unionlaw.lib.errors import Invalid
from unionlaw.network.actors import Actor
from unionlaw.network.models import PersonChange
from unionlaw.network.services.checks import record_person, require_person, said

What = PersonChange.What
# No 0 O 1 l I: the first password is read aloud or from paper.
_SMALL, _LARGE, _DIGITS = "abcdefghijkmnpqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789"


def initial_password() -> str:
    """A random password in four groups of four (about 72 bits), each with a large and a small letter and a digit."""
    return "-".join(
        "".join(secrets.choice(alphabet) for alphabet in (_LARGE, _SMALL, _DIGITS, _SMALL + _LARGE + _DIGITS))
        for _group in range(4)
    )


def revoke_tokens(user: User) -> int:
    """Take back every API token of a person; returns how many there were."""
    return int(AuthToken.objects.filter(user=user).delete()[0])


@transaction.atomic
def sign_out(*, user: User, reason: str, by: Actor, at: datetime) -> int:
    """End a person's sessions and take back their API tokens; returns how many sessions ended.

    Raises Refused without the right, on one's own account or outside the actor's reach.
    """
    reason = _checked(user, reason, by, at)
    ended = users.end_sessions(user=user)
    revoke_tokens(user)
    record_person(user, What.SIGNED_OUT, by=by, at=at, reason=reason, after={"sessions": str(ended)})
    return ended


@transaction.atomic
def renew_password(*, user: User, reason: str, by: Actor, at: datetime) -> str:
    """Replace a forgotten password by a random one, to be shown once; ends the person's sessions.

    Raises Refused without the right, on one's own account or outside the actor's reach.
    """
    reason = _checked(user, reason, by, at)
    password = initial_password()
    users.give_password(user, password)
    user.save(update_fields=["password", "password_is_given"])
    users.end_sessions(user=user)
    revoke_tokens(user)
    record_person(user, What.PASSWORD, by=by, at=at, reason=reason)
    return password


@transaction.atomic
def remove_second_factor(*, user: User, reason: str, by: Actor, at: datetime) -> int:
    """Take away the second factor of a person who lost it; returns how many were set up.

    Raises Refused without the right, on one's own account or outside the actor's reach.
    """
    reason = _checked(user, reason, by, at)
    removed = int(Authenticator.objects.filter(user=user).delete()[0])
    users.end_sessions(user=user)
    record_person(user, What.SECOND_FACTOR, by=by, at=at, reason=reason)
    return removed


@transaction.atomic
def unlock(*, account: str = "", ip_address: str = "", reason: str, by: Actor, at: datetime) -> int:
    """Forget failed sign-ins of an account name or an address, so that the lockout ends; returns how many rows went.

    Raises Invalid when neither is named, Refused without the right.
    """
    by.require("account.secure")
    reason = said(reason)
    if not account and not ip_address:
        raise Invalid(_("请指明账号或来源地址。"))
    user = User.objects.filter(username=account).first() if account else None
    if user is not None:
        require_person(by, user, at)
    removed = (reset(username=account) if account else 0) + (reset(ip=ip_address) if ip_address else 0)
    after = {"account": account, "ip_address": ip_address}
    record_person(user, What.UNLOCKED, by=by, at=at, reason=reason, after=after)
    return int(removed)


def _checked(user: User, reason: str, by: Actor, at: datetime) -> str:
    by.require("account.secure")
    reason = said(reason)
    require_person(by, user, at)
    return reason
