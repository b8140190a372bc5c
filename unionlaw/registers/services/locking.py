"""Getting hold of one row to change it: seen by the actor, locked, still what the form was opened on."""

from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext as _

from unionlaw.lib.errors import Conflict, Missing, Stale
from unionlaw.lib.sealed import SealedTextField
from unionlaw.lib.wording import listed
from unionlaw.network.actors import Actor
from unionlaw.registers.models import Employer, Worker

R = TypeVar("R", Worker, Employer)

_UNSPOKEN = {"version", "updated_at", "sealed_id", "scope1", "scope2", "scope3", "scope4", "scope5"}


def lock(model: type[R], pk: int, *, by: Actor, version: int | None) -> R:
    """The row `pk`, locked until the transaction ends.

    Args:
        version: what the form was opened on; None skips the check.

    Raises Missing when `by` may not know of it, Conflict when it was merged into another, Stale when it has changed.
    """
    seen = model.objects.visible_to(by).filter(pk=pk).exists()
    row: R | None = model.objects.select_for_update().filter(pk=pk).first() if seen else None
    if row is None:
        raise Missing(_("找不到这条记录。"))
    if row.merged_into_id:
        raise Conflict(_("这条记录已并入另一条，请在并入后的记录上办理。"))
    if version is not None and row.version != version:
        raise Stale(_("这条记录在您打开之后已被修改，请核对后再保存。"), changes=changes_since(row, version))
    return row


def changes_since(row: Worker | Employer, version: int) -> list[str]:
    """One line for each column that differs from the state that carried `version`; sealed ones without their values."""
    before = row.events.filter(version=version).order_by("-pgh_id").first()  # type: ignore[union-attr]
    if before is None:
        return []
    lines = []
    for field in row._meta.local_fields:
        if field.name in _UNSPOKEN or field.name.endswith("_index") or not hasattr(before, field.attname):
            continue
        old, new = getattr(before, field.attname), getattr(row, field.attname)
        if isinstance(field, SealedTextField):
            if old.blob != new.blob and (not old or not new or old.reveal() != new.reveal()):
                lines.append(_("%(field)s已修改") % {"field": field.verbose_name})
        elif old != new:
            words = {"field": field.verbose_name, "old": _said(field, old), "new": _said(field, new)}
            lines.append(_("%(field)s：%(old)s → %(new)s") % words)
    return lines


def _said(field: Any, value: Any) -> str:
    if value in (None, "", []):
        return _("（空）")
    if isinstance(field, models.ForeignKey):
        related = field.remote_field.model._default_manager.filter(pk=value).first()
        return str(related) if related else str(value)
    choices = dict(getattr(field, "base_field", field).flatchoices)
    if isinstance(value, list):
        return listed(choices.get(item, item) for item in value)
    return str(choices.get(value, value))
