"""The payment list: who gets how much, what arrived, what is still open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from unionlaw.lib.errors import Invalid, Missing
from unionlaw.matters.models import Matter
from unionlaw.network.actors import Actor
from unionlaw.network.readlog import log_read
from unionlaw.rosters.reading import Line, lines, people

CHUNK = 1_000
SHORTEST_REASON = 2


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """One worker of the list; the number is text, masked unless it was asked for. Amounts in fen."""

    name: str
    id_number: str
    due: int
    due_by_now: int
    paid: int
    outstanding: int


def export_payments(
    *, matter_id: int, reason: str, by: Actor, at: datetime, numbers: bool = False, unpaid_only: bool = False
) -> Iterator[PaymentRow]:
    """The rows of the payment list, written down before the first is read (个人信息保护法 arts 28, 51).

    Args:
        numbers: with whole identity numbers, for those who may reveal them.

    Raises Missing, Refused, or Invalid without a reason.
    """
    matter = Matter.objects.visible_to(by).filter(pk=matter_id).first()
    if matter is None:
        raise Missing(_("没有这个事项，或者您无权查看。"))
    by.require("roster.export")
    if numbers:
        by.require("worker.reveal")
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise Invalid(_("请写明用途。"), field="reason")
    today = timezone.localdate(at)
    found = people(matter, shown="unpaid" if unpaid_only else "all", today=today)
    ids = list(found.values_list("pk", flat=True))
    log_read(
        by=by, at=at, action="export", subject=f"roster:{matter.pk}", reason=reason[:500],
        data={"rows": len(ids), "id_numbers": numbers},
    )  # fmt: skip
    return _rows(matter, ids, today, numbers)


def _rows(matter: Matter, ids: list[int], today: object, numbers: bool) -> Iterator[PaymentRow]:
    from unionlaw.matters.models import Party

    for start in range(0, len(ids), CHUNK):
        parties = Party.objects.filter(pk__in=ids[start : start + CHUNK]).select_related("worker").order_by("pk")
        for line in lines(matter, list(parties), today):  # type: ignore[arg-type]
            yield _row(line, numbers)


def _row(line: Line, numbers: bool) -> PaymentRow:
    worker = line.party.worker
    assert worker is not None
    number = worker.id_number.reveal() if numbers else str(worker.id_number)
    return PaymentRow(worker.name, number, line.decided or 0, line.due_by_now, line.paid, line.outstanding)
