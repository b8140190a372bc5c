"""Serving the letters of a campaign together: what was posted, what arrived, what came back, from one table."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from monitoring_letters import states
from monitoring_letters.models import Campaign, CampaignAddressee, ServiceAttempt, SupervisionLetter
from monitoring_letters.services.serving import SERVED
from unionlaw.lib.errors import Invalid, Missing
from unionlaw.lib.wording import stored
from unionlaw.matters.models import Matter
from unionlaw.matters.services.checking import check_columns, said
from unionlaw.matters.services.events import record_many
from unionlaw.network.actors import Actor

Result = ServiceAttempt.State


@dataclass(frozen=True, slots=True)
class Posted:
    """A line of the table of service.

    Args:
        number: the letter's 文号.
        sent_on, sent_to, tracking_number: a new try by mail; None and "" where the line only brings a result.
        result: SERVED, FAILED, or "" while it is on its way.
        result_on, proof: the day and the proof of service, or why it came back.
    """

    line: int
    number: str
    sent_on: date | None = None
    sent_to: str = ""
    tracking_number: str = ""
    result: str = ""
    result_on: date | None = None
    proof: str = ""


@dataclass(slots=True)
class Outcome:
    """What was taken from the table."""

    sent: int = 0
    served: int = 0
    failed: int = 0
    wrong: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Step:
    """A letter with the try that a line begins or ends."""

    letter: SupervisionLetter
    attempt: ServiceAttempt
    row: Posted


@transaction.atomic
def record_service(*, letter_id: int, rows: Sequence[Posted], by: Actor, at: datetime) -> Outcome:
    """Take up what became of the letters: tries begun, served, come back. Each line stands for itself.

    Lines that cannot be taken (an unknown number, a try that is under way, a day in the future, already served) are
    named in `Outcome.wrong` and left; a line that repeats what is recorded already is passed over.

    Raises Missing for a campaign that is not for the actor, Refused without the right, Invalid when a number stands
    twice.
    """
    by.require("letter.serve")
    if not Campaign.objects.visible_to(by).filter(pk=letter_id).exists():
        raise Missing(_("没有这次批量发函，或者您无权查看。"))
    numbers = [row.number for row in rows]
    twice = [number for number, count in Counter(numbers).items() if count > 1]
    if twice:
        raise Invalid({"file": [_("文号重复：%(number)s。") % {"number": number} for number in twice[:10]]})
    letters = _locked(letter_id, numbers, by)
    attempts = _attempts(letters)
    outcome, today = Outcome(), timezone.localdate(at)
    begun: list[_Step] = []
    ended: dict[str, list[_Step]] = {Result.SERVED: [], Result.FAILED: []}
    for row in rows:
        letter = letters.get(row.number)
        attempt = attempts.get(letter.pk) if letter else None
        if letter is not None and _known(letter, attempt, row):
            continue
        step, fault = _step(letter, attempt, row, today)
        if step is None:
            outcome.wrong.append(_("第%(line)d行（%(number)s）：%(text)s") % {
                "line": row.line, "number": row.number, "text": fault,
            })  # fmt: skip
            continue
        if step.attempt.pk is None:
            begun.append(step)
        if row.result:
            ended[row.result].append(step)
    _begin(begun, by, at)
    _serve(ended[Result.SERVED], by, at)
    _fail(ended[Result.FAILED], by, at)
    outcome.sent, outcome.served, outcome.failed = len(begun), len(ended[Result.SERVED]), len(ended[Result.FAILED])
    return outcome


def _locked(letter_id: int, numbers: Sequence[str], by: Actor) -> dict[str, SupervisionLetter]:
    """The campaign's letters of these numbers, their matters locked in one order."""
    of_campaign = CampaignAddressee.objects.filter(campaign=letter_id, letter__document_number__in=numbers)
    matters = Matter.objects.visible_to(by).select_for_update(of=("self",), no_key=True).select_related("organisation")
    found = {m.pk: m for m in matters.filter(pk__in=of_campaign.values("letter_id")).order_by("pk")}
    letters = {}
    for letter in SupervisionLetter.objects.filter(pk__in=found):
        letter.matter = found[letter.pk]
        letters[letter.document_number] = letter
    return letters


def _attempts(letters: Mapping[str, SupervisionLetter]) -> dict[int, ServiceAttempt]:
    """The latest try of each letter."""
    found = ServiceAttempt.objects.filter(letter__in=[letter.pk for letter in letters.values()]).order_by("pk")
    return {attempt.letter_id: attempt for attempt in found}


def _known(letter: SupervisionLetter, attempt: ServiceAttempt | None, row: Posted) -> bool:
    """Whether the line says what stands in the books: the same table may come in twice."""
    if attempt is None:
        return False
    same = not row.tracking_number or row.tracking_number == attempt.tracking_number
    return same and (row.result or Result.SENT) == attempt.state


def _step(
    letter: SupervisionLetter | None, attempt: ServiceAttempt | None, row: Posted, today: date
) -> tuple[_Step | None, str]:
    """What the line begins or ends, or why it cannot be taken."""
    if letter is None:
        return None, _("本次批量发函没有这个文号。")
    if letter.matter.status_id != states.ISSUED:
        return None, _("这份函书不在待送达状态。")
    on_its_way = attempt is not None and attempt.state == Result.SENT
    if row.tracking_number and not (on_its_way and attempt and attempt.tracking_number == row.tracking_number):
        if on_its_way:
            return None, _("上一次发送还没有结果。")
        attempt, fault = _new_attempt(letter, row, today)
        if fault:
            return None, fault
    elif not on_its_way:
        return None, _("没有在途的送达，请填写邮件号和寄出日期。")
    assert attempt is not None
    if row.result and (fault := _result_fault(attempt, row, today)):
        return None, fault
    return _Step(letter, attempt, row), ""


def _new_attempt(letter: SupervisionLetter, row: Posted, today: date) -> tuple[ServiceAttempt, str]:
    attempt = ServiceAttempt(
        letter=letter, method=ServiceAttempt.Method.MAIL, sent_on=row.sent_on or today, sent_to=row.sent_to.strip(),
        tracking_number=row.tracking_number,
    )  # fmt: skip
    errors: dict[str, Any] = {}
    check_columns(attempt, ["sent_to", "tracking_number"], errors)
    if not attempt.sent_to:
        return attempt, _("请写明送达地址或收件人。")
    if errors:
        return attempt, str(next(iter(errors.values()))[0])
    if attempt.sent_on > today:
        return attempt, _("日期不能晚于今天。")
    if letter.issued_on and attempt.sent_on < letter.issued_on:
        return attempt, _("不能早于制发日期%(on)s。") % {"on": letter.issued_on.isoformat()}
    return attempt, ""


def _result_fault(attempt: ServiceAttempt, row: Posted, today: date) -> str:
    if row.result_on is None:
        return _("请填写结果日期。")
    if row.result_on > today:
        return _("日期不能晚于今天。")
    if row.result_on < attempt.sent_on:
        return _("结果日期不能早于发送日期。")
    return "" if row.proof.strip() else _("请写明送达凭证或者退回原因。")


def _begin(steps: Sequence[_Step], by: Actor, at: datetime) -> None:
    ServiceAttempt.objects.bulk_create(step.attempt for step in steps)
    _record(steps, "letter.service_started", _sent, by, at)


def _serve(steps: Sequence[_Step], by: Actor, at: datetime) -> None:
    _end(steps, Result.SERVED)
    for step in steps:
        step.letter.served_on = step.row.result_on
    SupervisionLetter.objects.bulk_update([step.letter for step in steps], ["served_on"], 500)
    for instrument, event in SERVED.items():
        _record([step for step in steps if step.letter.instrument == instrument], event, _arrived, by, at)


def _fail(steps: Sequence[_Step], by: Actor, at: datetime) -> None:
    _end(steps, Result.FAILED)
    _record(steps, "letter.service_failed", _sent, by, at)


def _end(steps: Sequence[_Step], state: str) -> None:
    for step in steps:
        step.attempt.state, step.attempt.ended_on = state, step.row.result_on
        step.attempt.proof = step.row.proof.strip()[:300]
    ServiceAttempt.objects.bulk_update([step.attempt for step in steps], ["state", "ended_on", "proof"], 500)


def _record(
    steps: Sequence[_Step], event: str, data: Callable[[_Step], dict[str, Any]], by: Actor, at: datetime
) -> None:
    if steps:
        record_many([(step.letter.matter, data(step)) for step in steps], event, by=by, at=at)


def _sent(step: _Step) -> dict[str, Any]:
    return {"method": stored(step.attempt.get_method_display()), "to": step.attempt.sent_to}


def _arrived(step: _Step) -> dict[str, Any]:
    return {
        "method": stored(step.attempt.get_method_display()),
        "served_on": said(step.letter.served_on),
        "reply_by": said(step.letter.reply_by),
    }
