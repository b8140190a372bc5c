"""Writing layouts: those the product ships, and those that unions make of them. Editions carry a version."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from unionlaw.lib.errors import Conflict, Invalid, Missing, Refused, Stale
from unionlaw.matters.services.checking import check_columns, need, refuse_if
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation
from unionlaw.reports import layouts
from unionlaw.reports.models import Layout

PARTS = ("blocks", "charts")


@transaction.atomic
def load_shipped(*, at: datetime) -> int:
    """Write the product's layouts as they are shipped; unions' own are left alone. Returns how many are shipped."""
    for shipped in layouts.shipped():
        layouts.check(shipped["blocks"], shipped["charts"])
        content = {name: shipped[name] for name in ("name", "description", "blocks", "charts")}
        Layout.objects.update_or_create(key=shipped["key"], defaults={**content, "organisation": None})
    return len(layouts.shipped())


@transaction.atomic
def copy_layout(*, layout_id: int, name: str, by: Actor, at: datetime) -> Layout:
    """A layout of the actor's organisation, which begins as a copy.

    Raises:
        Missing: the actor's organisation uses no such layout.
        Refused: no right, or no post.
        Invalid: no name, or a name that is too long or taken.
    """
    by.require("report.layout")
    if by.organisation is None:
        raise Refused(_("您目前没有任何在任岗位，请联系系统管理员。"))
    former = layouts.usable_by(by.organisation).filter(pk=layout_id).first()
    if former is None:
        raise Missing(_("没有这个版式。"))
    layout = Layout(
        key=f"own-{get_random_string(12).lower()}",
        organisation=by.organisation,
        description=former.description,
        blocks=former.blocks,
        charts=former.charts,
    )
    _name(layout, name)
    layout.save()
    return layout


@transaction.atomic
def rename_layout(
    *, layout_id: int, name: str, description: str, version: int | None = None, by: Actor, at: datetime
) -> Layout:
    """Another name and description. Raises Missing, Refused, Stale, Invalid."""
    layout = _lock(layout_id, by, version)
    layout.description = " ".join(description.split())
    _name(layout, name)
    return _kept(layout)


@transaction.atomic
def put_part(
    *, layout_id: int, part: str, index: int | None, content: dict[str, Any], version: int | None = None, by: Actor,
    at: datetime,
) -> Layout:  # fmt: skip
    """Put a block or chart in the place of another, or at the end.

    Args:
        part: "blocks" or "charts".
        index: which one is replaced, from 0; None for a new one.
        content: {"title", "indicators", "by"}, for a chart also "kind".

    Raises Missing, Refused, Stale, Invalid.
    """

    def put(parts: list[Any]) -> None:
        if index is None:
            parts.append(content)
        else:
            parts[index] = content

    if said := layouts.problems(part, content):
        raise Invalid({"": said})
    return _change(layout_id, part, index, put, by, version)


@transaction.atomic
def move_part(
    *, layout_id: int, part: str, index: int, up: bool, version: int | None = None, by: Actor, at: datetime
) -> Layout:
    """Move a block or chart one place up or down; at the end of the list it stays. Raises as `put_part`."""

    def move(parts: list[Any]) -> None:
        other = index - 1 if up else index + 1
        if 0 <= other < len(parts):
            parts[index], parts[other] = parts[other], parts[index]

    return _change(layout_id, part, index, move, by, version)


@transaction.atomic
def remove_part(
    *, layout_id: int, part: str, index: int, version: int | None = None, by: Actor, at: datetime
) -> Layout:
    """Take a block or chart out. A report keeps at least one block. Raises as `put_part`."""

    def remove(parts: list[Any]) -> None:
        if part == "blocks" and len(parts) == 1:
            raise Conflict(_("报表至少要有一个部分。"))
        del parts[index]

    return _change(layout_id, part, index, remove, by, version)


@transaction.atomic
def retire_layout(*, layout_id: int, version: int | None = None, by: Actor, at: datetime) -> Layout:
    """Offer a layout no more; reports made with it stay as they are. Raises Missing, Refused, Stale."""
    layout = _lock(layout_id, by, version)
    layout.retired_on = timezone.localdate(at)
    return _kept(layout)


def editing_refusal(layout: Layout, by: Actor) -> str:
    """Why the actor may not change the layout, or ""."""
    if reason := by.refusal("report.layout"):
        return reason
    if layout.organisation is None:
        return _("标准版式随产品提供，不能修改；请复制后按需要调整。")
    if not by.is_system and (by.organisation is None or by.organisation.pk not in layout.organisation.lineage):
        return _("这个版式由%(name)s维护；请复制后按需要调整。") % {"name": layout.organisation.short_name}
    if layout.retired_on:
        return _("这个版式已经停用。")
    return ""


def known_to(by: Actor, layout: Layout) -> bool:
    """Whether the actor may know of the layout: it is everybody's, or stands above or below them in the tree."""
    own: Organisation | None = by.organisation
    of = layout.organisation
    return by.is_system or of is None or (own is not None and (own.pk in of.lineage or of.pk in own.lineage))


def _lock(layout_id: int, by: Actor, version: int | None) -> Layout:
    by.require("report.layout")
    layout = Layout.objects.select_for_update(of=("self",)).select_related("organisation").filter(pk=layout_id).first()
    if layout is None or not known_to(by, layout):
        raise Missing(_("没有这个版式。"))
    if reason := editing_refusal(layout, by):
        raise Refused(reason)
    if version is not None and version != layout.version:
        raise Stale(_("这个版式刚刚被修改过，请核对后再提交。"))
    return layout


def _change(
    layout_id: int, part: str, index: int | None, how: Callable[[list[Any]], None], by: Actor, version: int | None
) -> Layout:
    layout = _lock(layout_id, by, version)
    if part not in PARTS or (index is not None and not 0 <= index < len(getattr(layout, part))):
        raise Missing(_("没有这个部分。"))
    how(getattr(layout, part))
    layouts.check(layout.blocks, layout.charts)
    return _kept(layout)


def _name(layout: Layout, name: str) -> None:
    errors: dict[str, Any] = {}
    layout.name = need(" ".join(name.split()), "name", _("请填写名称。"), errors, longest=80)
    check_columns(layout, ["description"], errors)
    same = Layout.objects.filter(organisation=layout.organisation, name=layout.name, retired_on=None)
    if same.exclude(pk=layout.pk).exists():
        errors["name"] = _("已有同名的版式。")
    refuse_if(errors)


def _kept(layout: Layout) -> Layout:
    layout.version += 1
    layout.save()
    return layout
