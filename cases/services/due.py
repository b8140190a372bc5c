"""What is due next in an aid case: pure reading of dates, stored on the matter with every change."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import states
from cases.models import AidCase, Filing, Hearing
from cases.services.duties import open_duties
from unionlaw.lib.wording import bracketed
from unionlaw.matters import vocabulary
from unionlaw.matters.models import Event
from unionlaw.matters.vocabulary import EventType

CONDUCT_EVENTS = frozenset(
    {
        "aid_case.hearing_scheduled",
        "aid_case.hearing_concluded",
        "aid_case.filed",
        "aid_case.worked",
        "aid_case.outcome_recorded",
        "aid_case.payment_recorded",
    }
)
"""Any of these shows that the lawyer has taken the case up, so the limit for the first step is met."""

INTERRUPTING = frozenset(
    {Filing.What.ARBITRATION, Filing.What.COMPLAINT, Filing.What.PAYMENT_ORDER, Filing.What.INSPECTION}
)
"""Filings that interrupt the limitation period (调解仲裁法 art. 27 para. 2)."""

HEARING_STEPS = {
    Hearing.What.MEETING: gettext_lazy("会见当事人"),
    Hearing.What.NEGOTIATION: gettext_lazy("参加协商"),
    Hearing.What.MEDIATION: gettext_lazy("参加调解会"),
    Hearing.What.ARBITRATION: gettext_lazy("参加仲裁庭审"),
    Hearing.What.TRIAL: gettext_lazy("参加法庭审理"),
    Hearing.What.ENFORCEMENT: gettext_lazy("办理执行事务"),
}
BEFORE_LIMITATION = gettext_lazy("时效届满前申请仲裁或主张权利")
CARRY_ON = gettext_lazy("继续办理")
TO_CLOSE = gettext_lazy("结案")


@dataclass(frozen=True, slots=True)
class Due:
    """The next due day.

    Args:
        on: the day, or None when nothing runs.
        step: what is to be done, "" when nothing is.
        why: the rule behind the day, in words.
    """

    on: date | None = None
    step: str | Promise = ""
    why: str = ""


def next_due(case: AidCase, *, happening: str = "", at: datetime | None = None) -> Due:
    """The earliest of the status' own limit, open hearings, the supplement and the limitation period.

    Args:
        happening: the event about to be recorded at `at`; "" to explain how things stand.
    """
    event_type = vocabulary.get(happening) if happening else None
    status = (event_type.leads_to if event_type else "") or case.matter.status_id
    if status not in states.LIVE:
        return Due()
    entry: EventType | None
    since: date | None
    if event_type and event_type.leads_to and at:
        entry, since, sequence = event_type, timezone.localdate(at), None
    else:
        entry, since, sequence = _entry_of(case, status)
    found = [due for due in _running(case, status, entry, since, sequence, happening) if due.on]
    step = entry.next_step if entry else ""
    if not found:
        return Due(step=_without_limit(case) if status == states.CONDUCTING else step)
    first = min(found, key=lambda due: due.on or date.max)
    return first if status == states.CONDUCTING else Due(first.on, step, first.why)


def _entry_of(case: AidCase, status: str) -> tuple[EventType | None, date | None, int | None]:
    """The event that brought the case into its status: its type, day and sequence."""
    names = [event_type.name for event_type in vocabulary.all_types() if event_type.leads_to == status]
    event = Event.objects.filter(matter_id=case.pk, name__in=names).order_by("-sequence").first()
    if event is None:
        return None, None, None
    return vocabulary.get(event.name), timezone.localdate(event.happened_at), event.sequence


def _running(
    case: AidCase,
    status: str,
    entry: EventType | None,
    since: date | None,
    sequence: int | None,
    happening: str,
) -> Iterable[Due]:
    if entry and since and entry.due_days is not None and not _taken_up(case, status, sequence, happening):
        why = _("自%(since)s起%(days)d日内") % {"since": since.isoformat(), "days": entry.due_days}
        why += bracketed(entry.citation) if entry.citation else ""
        yield Due(since + timedelta(days=entry.due_days), entry.next_step, why)
    if status == states.SUPPLEMENT:
        request = getattr(case, "supplement_request", None)
        if request and request.received_on is None:
            yield Due(request.due_on, entry.next_step if entry else "", _("补正期限（法律援助法第43条）"))
    if case.limitation_on and not any(filing.what in INTERRUPTING for filing in case.filings.all()):
        yield Due(case.limitation_on, BEFORE_LIMITATION, _("时效届满日（调解仲裁法第27条）"))
    if status == states.CONDUCTING:
        upcoming = [hearing for hearing in case.hearings.all() if hearing.held is None]
        if upcoming:
            hearing = min(upcoming, key=lambda hearing: hearing.starts_at)
            begins = timezone.localtime(hearing.starts_at)
            yield Due(
                begins.date(),
                HEARING_STEPS[Hearing.What(hearing.what)],
                _("%(what)s定于%(when)s") % {"what": hearing.get_what_display(), "when": f"{begins:%Y-%m-%d %H:%M}"},
            )


def _taken_up(case: AidCase, status: str, sequence: int | None, happening: str) -> bool:
    if status != states.CONDUCTING or sequence is None:
        return False
    return (
        happening in CONDUCT_EVENTS
        or Event.objects.filter(matter_id=case.pk, name__in=CONDUCT_EVENTS, sequence__gt=sequence).exists()
    )


def _without_limit(case: AidCase) -> str | Promise:
    return CARRY_ON if open_duties(case) else TO_CLOSE
