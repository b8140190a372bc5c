"""Saved and shared views of lists, and the record of exports: what `unionlaw.web.lists` needs from people's records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from unionlaw.lib.errors import Invalid, Missing, Refused
from unionlaw.lib.text import storable
from unionlaw.network.actors import Actor
from unionlaw.network.models import ReadLog, SavedView
from unionlaw.network.readlog import log_read

MOST_VIEWS = 30


@dataclass(frozen=True, slots=True)
class View:
    """A saved view as one reader sees it."""

    pk: int
    name: str
    query: str
    shared: bool
    own: bool


def saved_views(*, by: Actor, list_key: str) -> list[View]:
    """The views of a list that `by` saved, then those shared with the organisation of their post."""
    if by.user is None:
        return []
    readers = Q(user_id=by.user.pk)
    if by.post is not None:
        readers |= Q(organisation_id=by.post.organisation_id)
    rows = (
        SavedView.objects.filter(readers, list_key=list_key)
        .order_by("name", "pk")
        .values_list("pk", "name", "query", "organisation_id", "user_id")
    )
    views = [View(pk, name, query, org is not None, user == by.user.pk) for pk, name, query, org, user in rows]
    return sorted(views, key=lambda view: not view.own)


def save_view(*, by: Actor, at: datetime, list_key: str, name: str, query: str, shared: bool) -> SavedView:
    """Keep `query` of a list under `name`; a view of `by` with that name is replaced.

    Args:
        query: the list's query string, without page and panel.
        shared: show it to everyone who holds a post in the organisation of the acting post.

    Raises:
        Invalid: no name, a name or query that is too long, or too many views of this list.
        Refused: the system or someone without a post wants to share.
    """
    if by.user is None:
        raise Refused(_("只有登录的人员可以保存视图。"))
    if shared and by.post is None:
        raise Refused(_("您目前没有在任岗位，不能与本单位共享视图。"))
    name = _checked(name)
    if len(query) > getattr(SavedView._meta.get_field("query"), "max_length", 0):
        raise Invalid(_("筛选条件太多，无法保存；请减少几项后再试。"), field="name")
    mine = SavedView.objects.filter(user=by.user, list_key=list_key)
    if mine.exclude(name=name).count() >= MOST_VIEWS:
        raise Invalid(_("每个列表最多保存%(most)s个视图，请先删除不用的。") % {"most": MOST_VIEWS}, field="name")
    organisation = by.organisation if shared else None
    view, _created = SavedView.objects.update_or_create(
        user=by.user, list_key=list_key, name=name, defaults={"query": query, "organisation": organisation}
    )
    return view


def rename_view(*, by: Actor, at: datetime, view_id: int, name: str) -> str:
    """Give a view that `by` saved another name; gives the new one.

    Raises Missing for any other view; Invalid for no name, one that is too long, or one that `by` uses already.
    """
    view = SavedView.objects.filter(pk=view_id, user=by.user).first() if by.user else None
    if view is None:
        raise Missing(_("没有这个视图，或者它不是您保存的。"))
    name = _checked(name)
    if SavedView.objects.filter(user=by.user, list_key=view.list_key, name=name).exclude(pk=view.pk).exists():
        raise Invalid(_("您已有同名的视图。"), field="name")
    view.name = name
    view.save(update_fields=["name"])
    return name


def _checked(name: str) -> str:
    name, longest = " ".join(storable(name).split()), getattr(SavedView._meta.get_field("name"), "max_length", 0)
    if not name:
        raise Invalid(_("请给视图起一个名称。"), field="name")
    if len(name) > longest:
        raise Invalid(_("名称最多%(most)s个字。") % {"most": longest}, field="name")
    return name


def delete_view(*, by: Actor, at: datetime, view_id: int) -> str:
    """Delete a view that `by` saved and give its name. Raises Missing for any other view."""
    view = SavedView.objects.filter(pk=view_id, user=by.user).first() if by.user else None
    if view is None:
        raise Missing(_("没有这个视图，或者它不是您保存的。"))
    view.delete()
    return view.name


def log_export(*, by: Actor, at: datetime, list_key: str, reason: str, query: str) -> ReadLog:
    """Record an export before its first row is written."""
    data: dict[str, Any] = {"query": query}
    return log_read(by=by, at=at, action=ReadLog.Action.EXPORT, subject=f"list:{list_key}", reason=reason, data=data)
