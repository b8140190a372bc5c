"""People's accounts and the posts they hold."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from unionlaw.accounts.models import User
from unionlaw.accounts.services import users
from unionlaw.lib.errors import Conflict, Invalid
from unionlaw.network.actors import Actor
from unionlaw.network.models import PersonChange, Post
from unionlaw.network.roles import Role
from unionlaw.network.services.checks import clean, day, record_person, require_person, said
from unionlaw.network.services.posts import appoint, end_post, lock_user, set_deputy
from unionlaw.network.services.posts import finish as finish_post
from unionlaw.network.services.security import initial_password, revoke_tokens

__all__ = [
    "NewPerson",
    "amend_person",
    "appoint",
    "create_person",
    "deactivate_person",
    "end_post",
    "reactivate_person",
    "set_deputy",
]

What = PersonChange.What
USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,29}\Z")


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A new account and its first password, which is nowhere stored and shown once."""

    user: User
    password: str


@transaction.atomic
def create_person(*, username: str, display_name: str, by: Actor, at: datetime, email: str = "") -> NewPerson:
    """Make an account. It can do nothing until a security administrator appoints its holder to a post.

    Args:
        username: 3 to 30 of a–z, 0–9, dot, dash and underscore; capitals are made small.
        email: where password resets go; may be empty.

    Raises:
        Invalid: a field is wrong or taken.
        Refused: no right.
    """
    by.require("person.change")
    username = username.strip().lower()
    if not USERNAME.match(username):
        raise Invalid(_("用户名由3至30个小写字母、数字、点、横线组成，以字母或数字开头。"), field="username")
    user = User(username=username)
    _describe(user, display_name, email)
    if User.objects.filter(username__iexact=username).exists():
        raise Invalid(_("用户名“%(name)s”已被使用，请换一个。") % {"name": username}, field="username")
    password = initial_password()
    users.give_password(user, password)
    user.save()
    record_person(
        user,
        What.CREATED,
        by=by,
        at=at,
        after={"username": username, "display_name": user.display_name, "email": user.email},
    )
    return NewPerson(user, password)


@transaction.atomic
def amend_person(*, user: User, display_name: str, email: str, by: Actor, at: datetime) -> User:
    """Correct a person's name or e-mail address. Raises Invalid, or Refused outside the actor's right and reach."""
    by.require("person.change")
    user = lock_user(user)
    require_person(by, user, at)
    before = {"display_name": user.display_name, "email": user.email}
    _describe(user, display_name, email)
    after = {"display_name": user.display_name, "email": user.email}
    if before != after:
        user.save(update_fields=["display_name", "email"])
        record_person(user, What.AMENDED, by=by, at=at, before=before, after=after)
    return user


@transaction.atomic
def deactivate_person(*, user: User, reason: str, by: Actor, at: datetime) -> User:
    """Close an account: sign its holder out, end their posts today and let nobody sign in with it again.

    Raises:
        Conflict: it is closed already, or its holder is the last security administrator.
        Refused: no right, own account, or a post outside the actor's reach.
    """
    by.require("person.change")
    reason = said(reason)
    user = lock_user(user)
    require_person(by, user, at)
    if not user.is_active:
        raise Conflict(_("%(name)s的账号已经停用。") % {"name": user})
    _keep_a_security_admin(user, at)
    today = day(at)
    unended = Post.objects.filter(user=user).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))
    for post in unended.select_related("organisation"):
        finish_post(post, ends_on=today, today=today, reason=reason, by=by, at=at)
    user.is_active = False
    user.save(update_fields=["is_active"])
    users.end_sessions(user=user)
    revoke_tokens(user)
    record_person(user, What.DEACTIVATED, by=by, at=at, reason=reason)
    return user


@transaction.atomic
def reactivate_person(*, user: User, reason: str, by: Actor, at: datetime) -> User:
    """Open a closed account again, without any post. Raises Conflict when it is open; Refused without the right."""
    by.require("person.change")
    reason = said(reason)
    user = lock_user(user)
    require_person(by, user, at)
    if user.is_active:
        raise Conflict(_("%(name)s的账号正在使用。") % {"name": user})
    user.is_active = True
    user.save(update_fields=["is_active"])
    record_person(user, What.REACTIVATED, by=by, at=at, reason=reason)
    return user


def _describe(user: User, display_name: str, email: str) -> None:
    user.display_name, user.email = " ".join(display_name.split()), email.strip()
    if not user.display_name:
        raise Invalid(_("请填写姓名。"), field="display_name")
    clean(user, "display_name", "email")
    if user.email and User.objects.filter(email__iexact=user.email).exclude(pk=user.pk).exists():
        raise Invalid(_("另一个账号已使用这个邮箱，请换一个。"), field="email")


def _keep_a_security_admin(user: User, at: datetime) -> None:
    admins = Post.objects.open(on=day(at)).filter(role=Role.SECURITY_ADMIN, user__is_active=True)
    held = admins.filter(user=user).exists()
    tomorrow = day(at) + timedelta(days=1)
    others = admins.exclude(user=user).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=tomorrow)).exists()
    if held and not others:
        raise Conflict(_("%(name)s是唯一的安全管理员，停用后无人能任免岗位；请先任命另一名。") % {"name": user})
