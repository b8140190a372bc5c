"""What is done to a running time limit by hand: met, cancelled, suspended, resumed, restarted, kept quiet."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from unionlaw.deadlines import kinds
from unionlaw.deadlines.book import Book
from unionlaw.deadlines.models import Deadline, RuleVersion, State
from unionlaw.deadlines.services.booking import begin, finish, need_reason
from unionlaw.deadlines.services.rules import Moved
from unionlaw.deadlines.wording import what_data
from unionlaw.lib.errors import Conflict, Invalid
from unionlaw.matters.models import Matter
from unionlaw.matters.services.events import record
from unionlaw.network.actors import Actor
from unionlaw.notices.services.telling import tell

DAY = timedelta(days=1)
OPENS = time(9)


@transaction.atomic
def meet(
    *, deadline_id: int, on: date, reason: str = "", by: Actor, at: datetime, version: int | None = None
) -> Deadline:
    """The duty was done on the day `on`. Raises Invalid for a day to come or before the limit began."""
    book, deadline = begin(deadline_id=deadline_id, right="deadline.meet", by=by, at=at, version=version)
    if on > book.today:
        raise Invalid({"on": _("日期不能晚于今天。")})
    if not deadline.rule_version.backward and on < deadline.start_on:
        raise Invalid({"on": _("日期不能早于起算日%(start)s。") % {"start": deadline.start_on.isoformat()}})
    book.meet(deadline, on, reason=reason.strip())
    finish(book, deadline, "deadline.met", reason=reason.strip(), data={"on": on.isoformat()})
    return deadline


@transaction.atomic
def cancel(*, deadline_id: int, reason: str, by: Actor, at: datetime, version: int | None = None) -> Deadline:
    """The duty fell away. Raises Invalid without a reason."""
    book, deadline = begin(deadline_id=deadline_id, right="deadline.cancel", by=by, at=at, version=version)
    reason = need_reason(reason, _("请写明撤销期限的原因。"))
    book.cancel(deadline, reason=reason)
    finish(book, deadline, "deadline.cancelled", reason=reason)
    return deadline


@transaction.atomic
def suspend(
    *, deadline_id: int, on: date, reason: str, by: Actor, at: datetime, version: int | None = None
) -> Deadline:
    """Time stops; `on` is the first day that does not count.

    Raises Invalid without a reason, or for a day to come, before the limit began or inside an earlier suspension;
    Conflict when it stands still already.
    """
    book, deadline = begin(deadline_id=deadline_id, right="deadline.suspend", by=by, at=at, version=version)
    reason = need_reason(reason, _("请写明中止的原因。"))
    if deadline.state == State.SUSPENDED:
        raise Conflict(_("这项期限已经中止。"))
    if not deadline.start_on <= on <= book.today:
        raise Invalid({"on": _("中止日应在起算日和今天之间。")})
    if deadline.suspensions and on.isoformat() <= deadline.suspensions[-1][1]:
        raise Invalid({"on": _("这一天在上一次中止的时间里。")})
    book.suspend(deadline, on, reason=reason)
    finish(book, deadline, "deadline.suspended", reason=reason, data={"on": on.isoformat()})
    return deadline


@transaction.atomic
def resume(
    *, deadline_id: int, on: date, reason: str = "", by: Actor, at: datetime, version: int | None = None
) -> Deadline:
    """Time goes on; `on` is the first day that counts again, and what was left of the period runs from there.

    Raises Conflict when it runs, Invalid for a day to come or before the suspension.
    """
    book, deadline = begin(deadline_id=deadline_id, right="deadline.suspend", by=by, at=at, version=version)
    if deadline.state != State.SUSPENDED:
        raise Conflict(_("这项期限没有中止。"))
    if on > book.today or on.isoformat() < deadline.suspensions[-1][0]:
        raise Invalid({"on": _("恢复日应在中止日和今天之间。")})
    book.resume(deadline, on - DAY, reason=reason.strip())
    data = {"on": on.isoformat(), "due_on": deadline.due_on.isoformat()}
    finish(book, deadline, "deadline.resumed", reason=reason.strip(), data=data)
    return deadline


@transaction.atomic
def restart(
    *,
    deadline_id: int,
    on: date,
    reason: str,
    fixed_on: date | None = None,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Deadline:
    """The whole period runs anew from the day `on` (interruption, corrected papers, changed claims).

    Args:
        fixed_on: the new date on paper; needed where the rule has no length of its own.

    Raises Invalid without a reason, for a day to come, or without the date it needs.
    """
    book, deadline = begin(deadline_id=deadline_id, right="deadline.suspend", by=by, at=at, version=version)
    reason = need_reason(reason, _("请写明重新起算的原因。"))
    if on > book.today and not deadline.rule_version.backward:
        raise Invalid({"on": _("日期不能晚于今天。")})
    if fixed_on is None and deadline.rule_version.unit == RuleVersion.Unit.FIXED:
        raise Invalid({"fixed_on": _("这类期限请写明新的到期日。")})
    if fixed_on is not None and fixed_on < on:
        raise Invalid({"fixed_on": _("到期日不能早于起算日。")})
    book.restart(deadline, on, fixed_on=fixed_on, reason=reason)
    data = {"on": on.isoformat(), "due_on": deadline.due_on.isoformat()}
    finish(book, deadline, "deadline.restarted", reason=reason, data=data)
    return deadline


@transaction.atomic
def acknowledge(*, deadline_id: int, by: Actor, at: datetime, version: int | None = None) -> Deadline:
    """Say that one knows: before the due day nobody is reminded any more; from the due day on the ladder runs.

    Raises Conflict when it was said before.
    """
    book, deadline = begin(deadline_id=deadline_id, right="deadline.acknowledge", by=by, at=at, version=version)
    if deadline.acknowledged_at is not None:
        raise Conflict(_("已有人表示知悉。"))
    book.acknowledge(deadline)
    finish(book, deadline, "deadline.acknowledged")
    return deadline


@transaction.atomic
def snooze(
    *, deadline_id: int, until: date, reason: str, by: Actor, at: datetime, version: int | None = None
) -> Deadline:
    """No reminder before the morning of the day `until`; once for each limit.

    Raises Conflict when it was done before, Invalid without a reason, for a day that is past or after the due day.
    """
    book, deadline = begin(deadline_id=deadline_id, right="deadline.acknowledge", by=by, at=at, version=version)
    reason = need_reason(reason, _("请写明暂缓提醒的原因。"))
    if deadline.snoozed_until is not None:
        raise Conflict(_("提醒只能暂缓一次，这项期限已经暂缓过。"))
    if not book.today < until <= deadline.due_on:
        raise Invalid({"until": _("请选择今天以后、不晚于到期日的一天。")})
    book.snooze(deadline, timezone.make_aware(datetime.combine(until, OPENS)), reason=reason)
    finish(book, deadline, "deadline.snoozed", reason=reason, data={"until": until.isoformat()})
    return deadline


@transaction.atomic
def recompute(
    *,
    deadline_ids: Collection[int] | None = None,
    year: int | None = None,
    rule_version: RuleVersion | None = None,
    by: Actor,
    at: datetime,
    why: str,
) -> list[Moved]:
    """Reckon running limits anew, and log what moved; give one of the three.

    Args:
        deadline_ids: these limits.
        year: those that a year of the calendar may touch, after its holidays were published or corrected.
        rule_version: those of its rule that began when it was in force or later; from now on it holds for them.
        why: for the log and for those who are told that their date moved.

    Returns what moved. Raises Refused, or Invalid without a reason. The administrator `by` need not see the matters.
    """
    by.require("calendar.change" if year is not None else "deadline_rule.change")
    why = need_reason(why, _("请写明重新计算的原因。"), field="why")
    running = Deadline.objects.running()
    if deadline_ids is not None:
        running = running.filter(pk__in=deadline_ids)
    elif year is not None:
        running = running.filter(touched_by(year))
    elif rule_version is not None:
        running = running.filter(rule_version__rule=rule_version.rule_id, start_on__gte=rule_version.effective_from)
    else:
        raise TypeError("Say which limits to recompute.")
    of_matter: dict[int, set[int]] = {}
    for matter_id, pk in running.order_by("matter_id").values_list("matter_id", "pk"):
        of_matter.setdefault(matter_id, set()).add(pk)
    moved = []
    for matter_id, wanted in of_matter.items():
        matter = Matter.objects.select_for_update(of=("self",), no_key=True).get(pk=matter_id)
        moved += _recompute(Book.of(matter, by=by, at=at), wanted, rule_version, why)
    return moved


def touched_by(year: int) -> Q:
    """Limits whose arithmetic may have looked at a day of `year`."""
    first, last = date(year - 1, 12, 15), date(year + 1, 1, 15)
    return Q(provisional=True) | Q(start_on__lte=last, due_on__gte=first) | Q(due_on__lte=last, start_on__gte=first)


def _recompute(book: Book, wanted: Collection[int], version: RuleVersion | None, why: str) -> list[Moved]:
    moved = []
    for deadline in book.running:
        before = deadline.due_on
        if deadline.pk in wanted and book.recompute(deadline, version=version, reason=why):
            moved.append(Moved(deadline, before, deadline.due_on))
    event = None
    if moved:
        book.settle()
        what = [what_data(move.deadline) for move in moved]
        event = record(
            book.matter,
            "deadline.recomputed",
            by=book.by,
            at=book.at,
            reason=why,
            data={
                "what": {"zh": "、".join(w["zh"] for w in what), "en": ", ".join(w["en"] for w in what)},
                "deadline": moved[0].deadline.pk,
                "before": moved[0].before.isoformat(),
                "due_on": moved[0].after.isoformat(),
            },
        )
    book.write(event)
    for move in moved:
        _tell_moved(book, move, why)
    return moved


def _tell_moved(book: Book, move: Moved, why: str) -> None:
    deadline = move.deadline
    if deadline.responsible is not None:
        tell(
            kind=kinds.MOVED,
            to=[deadline.responsible],
            key=f"deadline:{deadline.pk}:moved:{deadline.due_version}",
            matter=book.matter,
            about=f"deadline:{deadline.pk}",
            data={
                **kinds.about(deadline),
                "before": move.before.isoformat(),
                "due_on": move.after.isoformat(),
                "reason": why,
            },
            at=book.at,
        )
