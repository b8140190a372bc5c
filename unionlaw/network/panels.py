"""What the pages of an organisation and a person show besides the bare facts: history, posts, and what may be done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.urls import reverse
from django.utils.translation import gettext as _
from knox.models import AuthToken

from unionlaw.accounts.models import User
from unionlaw.network import changes, structure
from unionlaw.network.actors import Actor
from unionlaw.network.models import Absence, Organisation, OrganisationChange, PersonChange, Post
from unionlaw.network.roles import ADMINISTRATORS
from unionlaw.network.services.absences import may_record
from unionlaw.network.services.checks import reaches

MOST_ENTRIES = 100
ICONS = {
    "founded": "flag",
    "amended": "pencil",
    "moved": "arrows-move",
    "merged": "git-merge",
    "closed": "archive",
    "created": "user-plus",
    "deactivated": "user-off",
    "reactivated": "user-check",
    "appointed": "id-badge-2",
    "ended": "logout",
    "deputised": "users",
    "absent": "plane-departure",
    "back": "arrow-back-up",
    "signed_out": "logout-2",
    "unlocked": "lock-open",
    "password": "key",
    "second_factor": "shield-off",
}


@dataclass(frozen=True)
class Entry:
    """A line of a timeline (templates/components/timeline.html)."""

    at: datetime
    title: str
    actor: str
    reason: str
    changes: list[str]
    icon: str


@dataclass(frozen=True)
class Deed:
    """Something an administrator may do here."""

    label: str
    url: str
    primary: bool = False


def entries(rows: Iterable[OrganisationChange | PersonChange]) -> list[Entry]:
    """Changes as lines of a timeline."""
    return [
        Entry(
            at=row.at,
            title=row.get_what_display(),
            actor=str(row.by_user or _("系统")),
            reason=row.reason,
            changes=changes.lines(row.data),
            icon=ICONS.get(row.what, "point"),
        )
        for row in rows
    ]


def organisation_timeline(organisation: Organisation) -> list[Entry]:
    """What was done to an organisation, newest first."""
    return entries(organisation.changes.select_related("by_user")[:MOST_ENTRIES])


def organisation_actions(organisation: Organisation, actor: Actor) -> list[Deed]:
    """What the actor may do to an organisation, the most usual first; empty for those whose office it is not."""
    if not actor.may("organisation.change") or organisation.closed_on or not reaches(actor, organisation):
        return []
    deeds = [Deed(_("变更资料"), reverse("network:amend", args=[organisation.pk]), primary=True)]
    if organisation.is_union:
        deeds.append(Deed(_("设立下级"), f"{reverse('network:found')}?under={organisation.pk}"))
    if structure.parents_of(organisation.kind):
        deeds.append(Deed(_("调整隶属"), reverse("network:move", args=[organisation.pk])))
    if actor.organisation != organisation:
        deeds.append(Deed(_("并入其他组织"), reverse("network:merge", args=[organisation.pk])))
        deeds.append(Deed(_("撤销"), reverse("network:close", args=[organisation.pk])))
    return deeds


def person_actions(person: User, actor: Actor, *, today: date) -> list[Deed]:
    """What the actor may do to a person's account and posts; nothing to their own."""
    if actor.user is None or actor.user.pk == person.pk:
        return []
    deeds = []
    if actor.may("absence.record_others") and person.is_active:
        posts = Post.objects.open(on=today).filter(user=person).select_related("organisation__attached_to")
        if any(may_record(actor, post) for post in posts):
            deeds.append(Deed(_("登记休假"), reverse("network:record_absence", args=[person.pk])))
    if actor.may("post.change") and person.is_active:
        deeds.append(Deed(_("任命岗位"), reverse("network:appoint", args=[person.pk]), primary=True))
    if actor.may("person.change"):
        deeds.append(Deed(_("修改资料"), reverse("network:amend_person", args=[person.pk]), primary=True))
        name, label = ("deactivate", _("停用账号")) if person.is_active else ("reactivate", _("恢复账号"))
        deeds.append(Deed(label, reverse(f"network:{name}", args=[person.pk])))
    if actor.may("account.secure") and person.is_active:
        deeds += [
            Deed(_("重设密码"), reverse("network:password", args=[person.pk])),
            Deed(_("解除两步验证"), reverse("network:second_factor", args=[person.pk])),
            Deed(_("退出其全部会话"), reverse("network:sign_out", args=[person.pk])),
        ]
    return deeds


def leave_of(person: User, actor: Actor, *, today: date) -> list[Absence]:
    """Present and coming leave of a person; each says by `may_cancel` whether the actor may take it back, and why it
    was taken is left out for everyone else."""
    rows = Absence.objects.filter(post__user=person, ends_on__gte=today)
    found = list(rows.select_related("post__organisation__attached_to", "post__deputy__user"))
    for absence in found:
        absence.may_cancel = may_record(actor, absence.post)  # type: ignore[attr-defined]
        if not absence.may_cancel and actor.role not in ADMINISTRATORS:  # type: ignore[attr-defined]
            absence.reason = ""
    return found


def person_page(person: User, actor: Actor, *, today: date) -> dict[str, Any]:
    """Posts of a person as of `today`, and for administrators the account and what was done to it."""
    posts = list(person.posts.all())
    context: dict[str, Any] = {
        "current": [p for p in posts if p.starts_on <= today and (p.ends_on is None or p.ends_on >= today)],
        "coming": [p for p in posts if p.starts_on > today],
        "past": [p for p in posts if p.ends_on is not None and p.ends_on < today],
        "may_change_posts": actor.may("post.change") and actor.user is not None and actor.user.pk != person.pk,
    }
    if actor.role not in ADMINISTRATORS:
        return context
    account = [
        (_("用户名"), person.username),
        (_("电子邮箱"), person.email),
        (_("账号状态"), _("使用中") if person.is_active else _("已停用")),
        (_("最近登录"), person.last_login),
    ]
    if actor.may("account.secure"):
        factors = Authenticator.objects.filter(user=person).exclude(type=Authenticator.Type.RECOVERY_CODES).count()
        account += [
            (_("两步验证"), _("已设置") if factors else _("未设置")),
            (_("正在使用的会话"), UserSession.objects.filter(user=person).count()),
            (_("接口令牌"), AuthToken.objects.filter(user=person).count()),
        ]
    history = PersonChange.objects.filter(user=person).select_related("by_user")[:MOST_ENTRIES]
    return {**context, "account": account, "entries": entries(history)}
