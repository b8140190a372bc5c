"""After service: the reply, what became of each demand, and looking on the spot."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from monitoring_letters.models import Demand, Inquiry, Reply, ReplyPoint, SupervisionLetter
from monitoring_letters.services.inquiries import SupervisorInput, add_inquiry, names
from monitoring_letters.services.steps import begin, check_document, record
from unionlaw.deadlines.models import Deadline
from unionlaw.deadlines.running import running_of
from unionlaw.documents.models import Document
from unionlaw.lib.errors import Conflict, Missing
from unionlaw.lib.wording import stored
from unionlaw.matters.services.checking import check_columns, not_in_future, refuse_if
from unionlaw.network.actors import Actor

REPLY_RULES = frozenset({"sup_letter_reply", "sup_notice_reply", "sup_advice_reply"})
KEPT = frozenset({Demand.Judgement.CORRECTED, Demand.Judgement.PARTLY})


@dataclass(frozen=True, slots=True)
class PointInput:
    """What the reply says to one demand; `stance` is one of ReplyPoint.Stance."""

    demand_id: int
    stance: str
    text: str = ""
    promised_on: date | None = None


@dataclass(frozen=True, slots=True)
class JudgementInput:
    """What became of one demand; `judgement` is one of Demand.Judgement, `promised_on` the day promised."""

    demand_id: int
    judgement: str
    note: str = ""
    promised_on: date | None = None


@transaction.atomic
def record_reply(
    *,
    letter_id: int,
    received_on: date,
    how: str,
    text: str = "",
    points: Sequence[PointInput] = (),
    document: Document | None = None,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Reply:
    """Write down an answer, the first or a further one; the time to reply is kept as of the day it came.

    Args:
        how: one of Reply.How.
        text: in words. document: the scan in the letter's folder.
        points: what it says to single demands; judging them is another step.

    Raises Missing for a demand of another letter, Invalid per argument and "point-<demand>-<column>".
    """
    letter = begin(letter_id=letter_id, verb="record_reply", by=by, version=version)
    errors: dict[str, Any] = {}
    reply = Reply(letter=letter, received_on=received_on, how=how, text=text.strip(), document=document)
    check_columns(reply, ["how"], errors)
    check_document(document, letter.matter, "document", errors)
    not_in_future(received_on, "received_on", timezone.localdate(at), errors)
    if letter.served_on and received_on < letter.served_on:
        errors["received_on"] = _("不能早于送达日期%(on)s。") % {"on": letter.served_on.isoformat()}
    if not reply.text and not points and document is None:
        errors["text"] = _("请写答复要点，或者上传答复。")
    demands = _demands(letter, [point.demand_id for point in points])
    rows = []
    for point in points:
        row = ReplyPoint(
            demand=demands[point.demand_id], stance=point.stance, text=point.text.strip(), promised_on=point.promised_on
        )
        check_columns(row, ["stance", "text"], errors, prefix=f"point-{point.demand_id}-")
        rows.append(row)
    if len(demands) < len(points):
        errors["points"] = _("每项要求只填一次。")
    refuse_if(errors)
    reply.save()
    for row in rows:
        row.reply = reply
    ReplyPoint.objects.bulk_create(rows)
    data = {"happened_on": received_on.isoformat(), "how": stored(Reply.How(how).label)}
    record(letter, "letter.replied", by=by, at=at, data=data)
    return reply


@transaction.atomic
def mark_unanswered(*, letter_id: int, by: Actor, at: datetime, version: int | None = None) -> SupervisionLetter:
    """The time to reply is over and nothing came. Raises Conflict while it runs, or when none was set."""
    letter = begin(letter_id=letter_id, verb="mark_unanswered", by=by, version=version)
    limit = reply_limit(letter)
    if reason := silence_refusal(limit, timezone.localdate(at)):
        raise Conflict(reason)
    assert limit is not None
    record(letter, "letter.unanswered", by=by, at=at, data={"due_on": limit.due_on.isoformat()})
    return letter


def reply_limit(letter: SupervisionLetter) -> Deadline | None:
    """The time limit within which the addressee is to reply, while it runs."""
    return running_of(letter.pk).filter(rule_version__rule__key__in=REPLY_RULES).first()


def silence_refusal(limit: Deadline | None, today: date) -> str:
    """Why it cannot be said that no reply came, or ""."""
    if limit is None:
        return _("没有设定答复期限。")
    if limit.due_on >= today:
        return _("答复期限%(on)s还没有过。") % {"on": limit.due_on.isoformat()}
    return ""


@transaction.atomic
def judge_demand(
    *,
    letter_id: int,
    demand_id: int,
    judgement: str,
    note: str = "",
    promised_on: date | None = None,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Demand:
    """Say what became of one demand; a later judgement replaces it (the row history keeps the former).

    Args:
        judgement: one of Demand.Judgement. A promise opens a limit of the day promised, and replaces a former one.

    Raises Missing for a demand of another letter, Invalid per argument.
    """
    letter = begin(letter_id=letter_id, verb="judge_demand", by=by, version=version)
    given = JudgementInput(demand_id, judgement, note, promised_on)
    demand = _demands(letter, [demand_id])[demand_id]
    errors: dict[str, Any] = {}
    _check_judgement(given, demand, at, errors, prefix="")
    refuse_if(errors)
    _judge(letter, demand, given, by=by, at=at)
    return demand


@transaction.atomic
def reinspect(
    *,
    letter_id: int,
    held_on: date,
    place: str,
    text: str,
    supervisors: Sequence[SupervisorInput],
    judgements: Sequence[JudgementInput] = (),
    heard: str = "",
    cooperative: bool = True,
    document: Document | None = None,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Inquiry:
    """Write down that at least two supervisors looked on the spot, and what they found of each demand.

    Raises Missing for a demand of another letter, Invalid per argument, "supervisor-<i>-<column>" and
    "judgement-<demand>-<column>".
    """
    letter = begin(letter_id=letter_id, verb="reinspect", by=by, version=version)
    errors: dict[str, Any] = {}
    demands = _demands(letter, [given.demand_id for given in judgements])
    if len(demands) < len(judgements):
        errors["judgements"] = _("每项要求只填一次。")
    for given in judgements:
        _check_judgement(given, demands[given.demand_id], at, errors, prefix=f"judgement-{given.demand_id}-")
    if letter.served_on and held_on < letter.served_on:
        errors["held_on"] = _("不能早于送达日期%(on)s。") % {"on": letter.served_on.isoformat()}
    inquiry = add_inquiry(
        letter, purpose=Inquiry.Purpose.REINSPECTION, held_on=held_on, place=place, heard=heard, text=text,
        supervisors=supervisors, cooperative=cooperative, document=document, at=at, errors=errors,
    )  # fmt: skip
    data = {"happened_on": held_on.isoformat(), "who": names(supervisors)}
    record(letter, "letter.reinspected", by=by, at=at, data=data)
    for given in judgements:
        _judge(letter, demands[given.demand_id], given, by=by, at=at)
    return inquiry


def _demands(letter: SupervisionLetter, ids: Sequence[int]) -> dict[int, Demand]:
    found = {demand.pk: demand for demand in letter.demands.filter(pk__in=ids)}
    if set(ids) - set(found):
        raise Missing(_("本函书没有这项要求。"))
    return found


def _check_judgement(
    given: JudgementInput, demand: Demand, at: datetime, errors: dict[str, Any], *, prefix: str
) -> None:
    if given.judgement not in Demand.Judgement.values:
        errors[f"{prefix}judgement"] = _("请选择认定。")
    promised = given.judgement == Demand.Judgement.PROMISED
    if promised and given.promised_on is None:
        errors[f"{prefix}promised_on"] = _("承诺限期整改的，请写明日期。")
    elif promised and given.promised_on and given.promised_on < timezone.localdate(at):
        errors[f"{prefix}promised_on"] = _("承诺整改日期不能早于今天。")
    if len(given.note) > 500:
        errors[f"{prefix}note"] = _("最多%(longest)d个字。") % {"longest": 500}
    demand.judgement_note = given.note.strip()


def _judge(letter: SupervisionLetter, demand: Demand, given: JudgementInput, *, by: Actor, at: datetime) -> None:
    """Save the judgement and tell it; limits of promises follow the demand's id."""
    demand.judgement, demand.judged_on, demand.judged_by = given.judgement, timezone.localdate(at), by.post
    promised = given.judgement == Demand.Judgement.PROMISED
    demand.promised_on = given.promised_on if promised else None
    demand.save()
    data: dict[str, Any] = {
        "what": demand.text[:100],
        "demand": demand.pk,
        "judgement": stored(Demand.Judgement(given.judgement).label),
        "code": given.judgement,
    }
    if promised and given.promised_on:
        name = "letter.demand_promised"
        data["promised_on"] = given.promised_on.isoformat()
    else:
        name = "letter.demand_judged" if given.judgement in KEPT else "letter.demand_failed"
    record(letter, name, by=by, at=at, reason=demand.judgement_note, data=data)
