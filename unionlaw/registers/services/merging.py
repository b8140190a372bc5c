"""Making one of two records that turn out to be the same worker or employer."""

from datetime import datetime

import pghistory
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from unionlaw.lib.errors import Invalid
from unionlaw.network.actors import Actor
from unionlaw.registers import hooks
from unionlaw.registers.models import Employer, EmployerRelation, Worker
from unionlaw.registers.services.locking import R, lock

_WORKER_GAPS = (
    "birth_date",
    "sex",
    "phone",
    "phone_index",
    "address",
    "household_type",
    "injury_note",
    "employer_id",
    "region_id",
)
_EMPLOYER_GAPS = (
    "uscc",
    "uscc_warning",
    "short_name",
    "size",
    "address",
    "region_id",
    "industry_id",
    "legal_representative",
)


def _lock_both(model: type[R], keep_id: int, drop_id: int, *, by: Actor, reason: str) -> tuple[R, R]:
    if keep_id == drop_id:
        raise Invalid(_("请选择另一条记录。"), field="drop")
    if len(reason.strip()) < 2:
        raise Invalid(_("请写明合并的原因。"), field="reason")
    # Always in the same order, so that two mergers never wait for each other.
    rows = {pk: lock(model, pk, by=by, version=None) for pk in sorted((keep_id, drop_id))}
    return rows[keep_id], rows[drop_id]


def _close(dropped: Worker | Employer, kept: Worker | Employer, at: datetime) -> None:
    for row in (dropped, kept):
        row.version += 1
        row.updated_at = at
    dropped.merged_into = kept
    # First the dropped one, so that its number is free for the kept one.
    dropped.save()
    kept.save()


@transaction.atomic
def merge_workers(*, keep_id: int, drop_id: int, reason: str, by: Actor, at: datetime) -> Worker:
    """Make worker `drop_id` part of worker `keep_id`: gaps are filled, all that points at the one points at the other.

    The dropped row stays, marked as merged; row history keeps both, with the reason.

    Returns the kept worker. Raises Missing, Refused, Conflict, or Invalid when both have different identity numbers.
    """
    with pghistory.context(reason=reason.strip()):
        kept, dropped = _lock_both(Worker, keep_id, drop_id, by=by, reason=reason)
        by.require("worker.merge")
        if kept.id_index and dropped.id_index and bytes(kept.id_index) != bytes(dropped.id_index):
            raise Invalid(_("两条记录的证件号码不同，不是同一个人；号码有误的请先更正。"), field="drop")
        if dropped.id_index and not kept.id_index:
            kept.id_kind, kept.id_index = dropped.id_kind, dropped.id_index
            kept.id_number = dropped.id_number
            kept.birth_date, kept.sex = dropped.birth_date or kept.birth_date, dropped.sex or kept.sex
        for column in _WORKER_GAPS:
            if not getattr(kept, column):
                setattr(kept, column, getattr(dropped, column))
        kept.groups = sorted({*kept.groups, *dropped.groups})
        _close(dropped, kept, at)
        Worker.objects.filter(merged_into=dropped).update(merged_into=kept)
        hooks.workers_merged(kept.pk, dropped.pk)
    return kept


@transaction.atomic
def merge_employers(*, keep_id: int, drop_id: int, reason: str, by: Actor, at: datetime) -> Employer:
    """Make employer `drop_id` part of employer `keep_id`, with its contacts, relations and workers.

    Returns the kept employer. Raises Missing, Refused, Conflict, or Invalid when both have different credit codes.
    """
    from unionlaw.registers.services.employers import name_columns

    with pghistory.context(reason=reason.strip()):
        kept, dropped = _lock_both(Employer, keep_id, drop_id, by=by, reason=reason)
        by.require("employer.merge")
        if kept.uscc and dropped.uscc and kept.uscc != dropped.uscc:
            raise Invalid(_("两家单位的统一社会信用代码不同，不能合并；代码有误的请先更正。"), field="drop")
        for column in _EMPLOYER_GAPS:
            if not getattr(kept, column):
                setattr(kept, column, getattr(dropped, column))
        if dropped.name_folded != kept.name_folded and dropped.name not in kept.short_name:
            # The other name stays searchable.
            also = f"{kept.short_name}；{dropped.name}" if kept.short_name else dropped.name
            kept.short_name = also[:120]
        for column, value in name_columns(kept.name, kept.short_name).items():
            setattr(kept, column, value)
        _close(dropped, kept, at)
        Employer.objects.filter(merged_into=dropped).update(merged_into=kept)
        Worker.objects.filter(employer=dropped).update(employer=kept, version=F("version") + 1)
        dropped.contacts.update(employer=kept)
        _move_relations(dropped, kept)
        hooks.employers_merged(kept.pk, dropped.pk)
    return kept


def _move_relations(dropped: Employer, kept: Employer) -> None:
    known = {(r.employer_id, r.other_id, r.kind) for r in EmployerRelation.objects.filter(employer=kept)}
    known |= {(r.employer_id, r.other_id, r.kind) for r in EmployerRelation.objects.filter(other=kept)}
    for relation in [*dropped.relations.all(), *dropped.relations_from.all()]:
        ends = [kept.pk if pk == dropped.pk else pk for pk in (relation.employer_id, relation.other_id)]
        moved = (ends[0], ends[1], relation.kind)
        if ends[0] == ends[1] or moved in known:
            relation.delete()
        else:
            known.add(moved)
            EmployerRelation.objects.filter(pk=relation.pk).update(employer_id=ends[0], other_id=ends[1])
