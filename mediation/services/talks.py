"""What is said: the facts sheet of both sides, offers and answers, and what one side says in private."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mediation.facts_sheet import QUESTIONS
from mediation.models import CaucusNote, FactsSheet, Mediation, Offer, Session
from mediation.services.persons import serving_as
from mediation.services.steps import begin, record
from unionlaw.lib.errors import Conflict, Missing, Refused
from unionlaw.lib.money import LARGEST, format_fen
from unionlaw.lib.wording import stored
from unionlaw.matters.models import Party
from unionlaw.matters.services.checking import need, refuse_if
from unionlaw.network.actors import Actor

LONGEST_ANSWER = 500
SIDES = (Party.Side.CLAIMANT, Party.Side.RESPONDENT)
OTHER_SIDE = {Party.Side.CLAIMANT: Party.Side.RESPONDENT, Party.Side.RESPONDENT: Party.Side.CLAIMANT}


@transaction.atomic
def fill_facts_sheet(
    *,
    mediation_id: int,
    answers: Mapping[str, Mapping[str, Any]],
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> FactsSheet:
    """Write down what both sides say to the ten questions, and what they agree on. It replaces the sheet's answers.

    Args:
        answers: key of a question → {"claimant": text, "respondent": text, "agreed": bool}; questions left out are
            empty.

    Raises Invalid under "<key>-claimant", "<key>-respondent" and "<key>-agreed": too long, or agreed on nothing.
    """
    mediation = begin(mediation_id=mediation_id, verb="fill_facts_sheet", by=by, version=version)
    errors: dict[str, Any] = {}
    kept: dict[str, dict[str, Any]] = {}
    for question in QUESTIONS:
        given = answers.get(question.key, {})
        said = {side: str(given.get(side) or "").strip() for side in ("claimant", "respondent")}
        agreed = bool(given.get("agreed"))
        for side, text in said.items():
            if len(text) > LONGEST_ANSWER:
                errors[f"{question.key}-{side}"] = _("最多%(longest)d个字。") % {"longest": LONGEST_ANSWER}
        if agreed and not any(said.values()):
            errors[f"{question.key}-agreed"] = _("还没有写明一致的内容。")
        if any(said.values()):
            kept[question.key] = {**said, "agreed": agreed}
    refuse_if(errors)
    sheet, _made = FactsSheet.objects.update_or_create(
        mediation=mediation, defaults={"answers": kept, "updated_by": by.post}
    )
    record(mediation, "mediation.facts_sheet_filled", by=by, at=at, data={"count": len(kept)})
    return sheet


@transaction.atomic
def record_offer(
    *,
    mediation_id: int,
    side: str,
    terms: str,
    amount: int = 0,
    session_id: int | None = None,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Offer:
    """Record what one side offers as it is put to the other.

    Args:
        side: "claimant" or "respondent".
        amount: fen in all, 0 where no money is offered.

    Raises Invalid per field; Missing for a session of another mediation.
    """
    mediation = begin(mediation_id=mediation_id, verb="record_offer", by=by, version=version)
    offer = _offer(mediation, side=side, terms=terms, amount=amount, session_id=session_id, at=at)
    _record_offered(mediation, offer, by=by, at=at)
    return offer


@transaction.atomic
def answer_offer(
    *,
    mediation_id: int,
    offer_id: int,
    state: str,
    answer: str = "",
    counter_terms: str = "",
    counter_amount: int = 0,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Offer:
    """Record what the other side says to an offer; a counter-offer becomes an offer of its own, tied to this one.

    Args:
        state: "accepted", "rejected" or "countered".
        counter_terms, counter_amount: the counter-offer (fen).

    Raises Missing for an offer of another mediation, Conflict when it was answered before, Invalid per field
    ("counter_terms" and "counter_amount" for the counter-offer).
    """
    mediation = begin(mediation_id=mediation_id, verb="answer_offer", by=by, version=version)
    offer = mediation.offers.filter(pk=offer_id).first()
    if offer is None:
        raise Missing(_("本次调解没有这个方案。"))
    if offer.state != Offer.State.OPEN:
        raise Conflict(_("这个方案已经答复：%(state)s。") % {"state": offer.get_state_display()})
    errors: dict[str, Any] = {}
    if state not in (Offer.State.ACCEPTED, Offer.State.REJECTED, Offer.State.COUNTERED):
        errors["state"] = _("请选择答复。")
    offer.answer = answer.strip()
    if len(offer.answer) > 500:
        errors["answer"] = _("最多%(longest)d个字。") % {"longest": 500}
    if state == Offer.State.COUNTERED:
        need(counter_terms, "counter_terms", _("请写明另提的方案。"), errors, longest=5000)
    refuse_if(errors)
    offer.state = state
    offer.save(update_fields=["state", "answer"])
    said = stored(Offer.State(state).label)
    record(mediation, "mediation.offer_answered", by=by, at=at, reason=offer.answer, data={"answer": said})
    if state == Offer.State.COUNTERED:
        counter = _offer(
            mediation,
            side=OTHER_SIDE[Party.Side(offer.side)],
            terms=counter_terms,
            amount=counter_amount,
            session_id=offer.session_id,
            at=at,
            answers=offer,
            prefix="counter_",
        )
        _record_offered(mediation, counter, by=by, at=at)
    return offer


@transaction.atomic
def note_caucus(
    *,
    mediation_id: int,
    side: str,
    text: str,
    session_id: int | None = None,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> CaucusNote:
    """Keep what one side said in private, for the writer and the mediators of the same organ here.

    The event says only that it took place (docs/adr/0011-mediation.md; 最高人民法院关于人民法院特邀调解的规定 art. 20).

    Raises Refused for anyone who does not mediate here, Invalid per field.
    """
    mediation = begin(mediation_id=mediation_id, verb="note_caucus", by=by, version=version)
    serving = serving_as(mediation, by)
    if serving is None or by.post is None:
        raise Refused(_("只有本次调解的调解员可以这样做。"))
    errors: dict[str, Any] = {}
    if side not in SIDES:
        errors["side"] = _("请选择谈话对象。")
    text = need(text, "text", _("请写明谈话内容。"), errors, longest=10_000)
    refuse_if(errors)
    note = CaucusNote.objects.create(
        mediation=mediation,
        participation=serving.participation,
        session=_session(mediation, session_id),
        side=side,
        text=text,
        written_by=by.post,
        written_at=at,
    )
    record(mediation, "mediation.caucus_noted", by=by, at=at)
    return note


def _session(mediation: Mediation, session_id: int | None) -> Session | None:
    if session_id is None:
        return None
    session: Session | None = mediation.sessions.filter(pk=session_id).first()
    if session is None:
        raise Missing(_("本次调解没有这次会议。"))
    return session


def _offer(
    mediation: Mediation,
    *,
    side: str,
    terms: str,
    amount: int,
    session_id: int | None,
    at: datetime,
    answers: Offer | None = None,
    prefix: str = "",
) -> Offer:
    errors: dict[str, Any] = {}
    if side not in SIDES:
        errors["side"] = _("请选择提出方。")
    terms = need(terms, f"{prefix}terms", _("请写明方案内容。"), errors, longest=5000)
    if not 0 <= amount <= LARGEST:
        errors[f"{prefix}amount"] = _("请核对金额。")
    refuse_if(errors)
    return Offer.objects.create(
        mediation=mediation,
        session=_session(mediation, session_id),
        side=side,
        amount=amount,
        terms=terms,
        made_at=at,
        answers_offer=answers,
    )


def _record_offered(mediation: Mediation, offer: Offer, *, by: Actor, at: datetime) -> None:
    data = {"side": stored(Party.Side(offer.side).label), "amount": format_fen(offer.amount)}
    record(mediation, "mediation.offered", by=by, at=at, data=data)
