"""Pivots that people keep under a name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from unionlaw.lib.errors import Missing, Refused
from unionlaw.matters.services.checking import need, refuse_if
from unionlaw.network.actors import Actor
from unionlaw.reports import dimensions, indicators
from unionlaw.reports.models import PivotView
from unionlaw.reports.pivoting import MONTH
from unionlaw.reports.spans import Length

MOST = 50


def pivots_of(by: Actor) -> QuerySet[PivotView]:
    """The pivots of the actor, and those shared by their organisation or one above it."""
    if by.post is None:
        return PivotView.objects.none()
    shared = Q(shared=True, organisation__in=by.post.organisation.lineage)
    return PivotView.objects.filter(shared | Q(post=by.post)).order_by("name", "pk")


@transaction.atomic
def save_pivot(
    *, name: str, shared: bool, indicator: str, rows: str, columns: str, length: str,
    members: Mapping[str, dimensions.Wanted],
    by: Actor, at: datetime,
) -> PivotView:  # fmt: skip
    """Keep a pivot under a name; one of the actor's own with that name is replaced.

    Raises:
        Refused: the actor may not read reports, or holds no post.
        Invalid: no name, or something that is not known.
    """
    by.require("report.read")
    if by.post is None:
        raise Refused(_("您目前没有任何在任岗位，请联系系统管理员。"))
    errors: dict[str, Any] = {}
    name = need(" ".join(name.split()), "name", _("请给视图起一个名称。"), errors, longest=60)
    known = [indicators.is_known(indicator), dimensions.is_known(rows), length in Length.values]
    known += [not columns or columns == MONTH or dimensions.is_known(columns), columns != rows]
    if not all(known) or not all(dimensions.is_known(key) for key in members):
        errors[""] = _("请先选好指标、行和列。")
    mine = PivotView.objects.filter(post=by.post)
    if mine.exclude(name=name).count() >= MOST:
        errors["name"] = _("最多保存%(most)s个视图，请先删除不用的。") % {"most": MOST}
    refuse_if(errors)
    content = {"indicator": indicator, "rows": rows, "columns": columns, "length": length, "members": dict(members)}
    view, _new = PivotView.objects.update_or_create(
        post=by.post, name=name, defaults={**content, "organisation": by.post.organisation, "shared": shared}
    )
    return view


@transaction.atomic
def delete_pivot(*, view_id: int, by: Actor, at: datetime) -> str:
    """Delete a pivot of the actor's own; gives its name. Raises Refused, and Missing for any other."""
    by.require("report.read")
    view = PivotView.objects.filter(pk=view_id, post=by.post).first() if by.post else None
    if view is None:
        raise Missing(_("没有这个视图，或者它不是您保存的。"))
    view.delete()
    return view.name
