"""Appointing people to posts, ending posts, naming deputies."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from unionlaw.accounts.models import User
from unionlaw.accounts.services import users
from unionlaw.lib.errors import Conflict, Invalid, Missing, Refused
from unionlaw.lib.wording import listed
from unionlaw.network import structure
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation, PersonChange, Post
from unionlaw.network.roles import Role
from unionlaw.network.services.checks import clean, day, record_person, require_reach, said, worded
from unionlaw.network.services.placing import lock_open

What = PersonChange.What
_FIELDS = {"post_held_once": "role", "post_administrators_apart": "role", "post_ends_after_start": "ends_on"}


@transaction.atomic
def appoint(
    *,
    user: User,
    organisation: Organisation,
    role: str,
    starts_on: date,
    by: Actor,
    at: datetime,
    ends_on: date | None = None,
    licence_number: str = "",
) -> Post:
    """Give a person a role in an organisation.

    Args:
        role: one that can be held in an organisation of this kind (unionlaw.network.structure.PLACES).
        starts_on: first day on which it may be used.
        ends_on: last day, or None while nobody knows.
        licence_number: of a lawyer.

    Raises:
        Invalid: role and organisation do not fit, dates are in the wrong order, the person holds the post already in
            that period, or would hold two of the three administrators' offices (GB/T 22239-2019, 8.1.5).
        Conflict: the account or the organisation is closed.
        Refused: no right, own post, or outside the actor's reach.
    """
    by.require("post.change")
    user = lock_user(user)
    organisation = lock_open(organisation.pk)
    require_reach(by, organisation)
    if by.user and by.user.pk == user.pk:
        raise Refused(_("不能任命自己，请由另一名安全管理员办理。"))
    if not user.is_active:
        raise Conflict(_("%(name)s的账号已经停用，请先恢复账号。") % {"name": user})
    if role not in Role.values:
        raise Invalid(_("请选择岗位。"), field="role")
    if organisation.kind not in structure.PLACES[Role(role)]:
        kinds = listed(k.label for k in Organisation.Kind if k in structure.PLACES[Role(role)])
        raise Invalid(_("%(role)s只能设在%(kinds)s。") % {"role": Role(role).label, "kinds": kinds}, field="role")
    post = Post(
        user=user,
        organisation=organisation,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
        licence_number=licence_number.strip(),
    )
    clean(post, "starts_on", "ends_on", "licence_number")
    with worded(Post, _FIELDS):
        post.save()
    record_person(user, What.APPOINTED, by=by, at=at, after=_told(post))
    return post


@transaction.atomic
def end_post(*, post_id: int, ends_on: date, reason: str, by: Actor, at: datetime) -> None:
    """End a post; `ends_on` is the last day on which it may be used. One that would end before it began is withdrawn.

    Whoever is left without any open post is signed out at once.

    Raises:
        Invalid: the day lies before the post began, though it has begun.
        Conflict: it has ended by then already.
        Missing: there is no such post.
        Refused: no right, own post, or outside the actor's reach.
    """
    by.require("post.change")
    reason = said(reason)
    post = _lock_post(post_id)
    require_reach(by, post.organisation)
    if by.user and by.user.pk == post.user_id:
        raise Refused(_("不能免去自己的岗位，请由另一名安全管理员办理。"))
    if post.ends_on and post.ends_on <= ends_on:
        raise Conflict(_("该岗位已定于%(day)s离任。") % {"day": post.ends_on.isoformat()}, field="ends_on")
    today = day(at)
    if ends_on < post.starts_on <= today:
        raise Invalid(
            _("离任日期不能早于任职日期%(day)s。如需立即停止使用，请停用账号。") % {"day": post.starts_on.isoformat()},
            field="ends_on",
        )
    finish(post, ends_on=ends_on, today=today, reason=reason, by=by, at=at)
    if not Post.objects.open(on=today).filter(user=post.user_id).exists():
        users.end_sessions(user=post.user)


@transaction.atomic
def set_deputy(*, post_id: int, deputy: Post | None, by: Actor, at: datetime) -> Post:
    """Name who stands in for a post while its holder is away, or nobody.

    Raises:
        Invalid: the deputy is the same person, or their post has ended or is another role in another organisation.
        Refused: no right, own post, or outside the actor's reach.
    """
    by.require("post.change")
    post = _lock_post(post_id)
    require_reach(by, post.organisation)
    if by.user and by.user.pk == post.user_id:
        raise Refused(_("不能为自己指定代理人，请由另一名安全管理员办理。"))
    if deputy is not None:
        _check_deputy(post, deputy, day(at))
    before = str(post.deputy.user) if post.deputy else ""
    post.deputy = deputy
    post.save(update_fields=["deputy"])
    record_person(
        post.user,
        What.DEPUTISED,
        by=by,
        at=at,
        before={"deputy": before},
        after={**_told(post), "deputy": str(deputy.user) if deputy else ""},
    )
    return post


def possible_deputies(post: Post, *, on: date) -> QuerySet[Post]:
    """Posts that may stand in for `post`: open, of the same role in the same organisation, held by somebody else."""
    same = Post.objects.open(on=on).filter(organisation=post.organisation_id, role=post.role)
    return same.exclude(user=post.user_id).filter(user__is_active=True)


def _check_deputy(post: Post, deputy: Post, today: date) -> None:
    if deputy.user_id == post.user_id:
        raise Invalid(_("代理人不能是本人。"), field="deputy")
    if not possible_deputies(post, on=today).filter(pk=deputy.pk).exists():
        raise Invalid(_("代理人应是同一组织、同一岗位的在任人员。"), field="deputy")


def lock_user(user: User) -> User:
    """The person read anew and locked. Raises Missing."""
    # All changes of one person's posts queue here, so that the exclusion constraints never meet a deadlock.
    found = User.objects.select_for_update(no_key=True).filter(pk=user.pk).first()
    if found is None:
        raise Missing(_("没有这个人员。"))
    return found


def _lock_post(post_id: int) -> Post:
    holder = Post.objects.filter(pk=post_id).values_list("user", flat=True).first()
    if holder is None:
        raise Missing(_("没有这个岗位。"))
    User.objects.select_for_update(no_key=True).get(pk=holder)
    return (
        Post.objects.select_for_update(of=("self",))
        .select_related("user", "organisation__attached_to", "deputy__user")
        .get(pk=post_id)
    )


def finish(post: Post, *, ends_on: date, today: date, reason: str, by: Actor, at: datetime) -> None:
    """End a post, or take it back if it would end before it begins. The caller holds the lock and has checked."""
    told = {**_told(post), "ends_on": ends_on.isoformat()}
    if post.starts_on > ends_on and post.starts_on > today:
        post.delete()
        told = {**told, "ends_on": ""}
    else:
        post.ends_on = ends_on
        with worded(Post, _FIELDS):
            post.save(update_fields=["ends_on"])
    record_person(post.user, What.ENDED, by=by, at=at, reason=reason, after=told)


def _told(post: Post) -> dict[str, str]:
    return {
        "organisation": post.organisation.name,
        "role": post.role,
        "starts_on": post.starts_on.isoformat(),
        "ends_on": post.ends_on.isoformat() if post.ends_on else "",
        "licence_number": post.licence_number,
    }
