"""Bulk mediations, with the holder's part, a mediator, outcomes, agreements and their confirmation."""

from collections.abc import Mapping
from random import Random
from typing import Any

from mediation.models import Agreement, Confirmation, Mediation, MediatorAssignment, Origin
from mediation.origins import TERMS
from mediation.outcomes import FAILURES
from unionlaw.bench import money
from unionlaw.bench.drawn import Drawn, Part
from unionlaw.bench.money import Code, Instrument
from unionlaw.bench.stories import Story, Ways
from unionlaw.bench.words import HEADS
from unionlaw.lib.money import format_fen
from unionlaw.matters.models import Grant
from unionlaw.matters.models.dispute import Stage
from unionlaw.matters.models.matter import Kind

ORIGINS = {
    Origin.REQUEST: 46,
    Origin.INTAKE: 20,
    Origin.NEGOTIATION: 8,
    Origin.AID_CASE: 6,
    Origin.TRIBUNAL_ADVICE: 8,
    Origin.TRIBUNAL_ENTRUSTED: 4,
    Origin.COURT_ASSIGNED: 4,
    Origin.COURT_ENTRUSTED: 1,
    Origin.COURT_ENTRUSTED_SUMMARY: 1,
    Origin.LABOUR_INSPECTION: 1,
    Origin.TAX_BUREAU: 0.6,
    Origin.OTHER_DISTRICT: 0.4,
}
FORMS = {Mediation.Form.ON_SITE: 75, Mediation.Form.ONLINE: 15, Mediation.Form.MIXED: 10}
TRACKS = {
    Mediation.Track.STANDARD: 88,
    Mediation.Track.CONSTRUCTION_WAGES: 9,
    Mediation.Track.TAX_UNION: 1,
    Mediation.Track.COURT_ROOM: 2,
}
# Only the deadline decides whether time is over.
WHY = tuple(code for code in FAILURES if code != "time_over")
RECEIVED = "mediation.received"
BEGUN = (RECEIVED, "mediation.accepted +3", "mediation.mediator_assigned +1", "mediation.session_scheduled +2")
HELD = (*BEGUN, "mediation.session_held +7", "mediation.outcome_recorded")
AGREED = (*HELD, "mediation.concluded +1", "mediation.agreement_effective +3")
CONFIRMED = (
    *("mediation.confirmation_prepared +2", "mediation.arbitral_confirmation_filed +3"),
    "mediation.confirmation_granted +9",
)
PAID = ("mediation.payment_recorded +14", "mediation.paid_in_full", "mediation.performed +3")


class Mediations(Part):
    kind = Kind.MEDIATION
    mark = "调"
    stage = Stage.MEDIATION
    organ_is = Grant.Why.MEDIATOR
    ways = Ways(
        after=90,
        over=0.98,
        ended=(
            Story(52, *AGREED, *PAID),
            Story(8, *AGREED, *CONFIRMED, *PAID),
            Story(22, *HELD, "mediation.failed +2"),
            Story(6, RECEIVED, "mediation.declined +4"),
            Story(6, *BEGUN[:2], "mediation.withdrawn +8"),
            Story(3, *BEGUN[:2], "mediation.handed_over +12"),
            Story(3, *AGREED, "mediation.breached +30", "mediation.unperformed +10"),
        ),
        live=(
            Story(22, RECEIVED),
            Story(20, *BEGUN[:3]),
            Story(25, *BEGUN),
            Story(10, *HELD, "mediation.concluded +1"),
            Story(20, *AGREED),
            Story(3, *AGREED, *CONFIRMED[:2]),
        ),
    )

    def write(self, m: Drawn) -> None:
        rng, life = self.rng, m.life
        origin = Origin(_drawn(rng, ORIGINS))
        life.names[0] = TERMS[origin].event
        why = rng.choice(WHY) if "mediation.failed" in life.names else ""
        self.writer.add(
            "mediation_mediation",
            *(m.pk, origin, m.opened_on, _drawn(rng, FORMS), _drawn(rng, TRACKS), life.on("mediation.accepted")),
            Mediation.Advised.ARBITRATION if "mediation.declined" in life.names else "",
            *(life.on("mediation.concluded"), life.on("mediation.agreement_effective"), why, m.opened_on),
            *(life.on("mediation.confirmation_granted"), *m.place),
        )
        self._places(m)
        claims = money.claim(self.writer, rng, m.party, HEADS[m.heading]) if m.party else []
        self._outcomes(m, claims, why)

    def _places(self, m: Drawn) -> None:
        """The holder's part, an organ's that takes part, and who mediates."""
        seat = self.writer.new_id("mediation_participation")
        self.writer.add("mediation_participation", seat, m.pk, m.holder.pk, True, m.number, m.opened_on)
        if m.organ:
            beside = self.writer.new_id("mediation_participation")
            self.writer.add("mediation_participation", beside, m.pk, m.organ, False, "", m.opened_on)
        if on := m.life.on("mediation.mediator_assigned"):
            chosen = MediatorAssignment.ChosenBy.CENTRE
            self.writer.add("mediation_mediatorassignment", m.pk, seat, m.owner, True, chosen, on)

    def _outcomes(self, m: Drawn, claims: money.Claims, why: str) -> None:
        rng, life, writer = self.rng, m.life, self.writer
        on = life.on("mediation.outcome_recorded")
        if on is None:
            return
        if why:
            code, part, paper = Code.FAILED, 0.0, Instrument.NONE
        else:
            part = rng.choice((0.5, 0.6, 0.8, 1.0))
            code, paper = (Code.SETTLED if part == 1 else Code.PARTLY_SETTLED), Instrument.AGREEMENT
        first = writer.last_id("matters_claimoutcome") + 1
        due = money.decide(writer, m.pk, claims, code, part, on, paper)
        for outcome in range(first, first + len(due)):
            writer.add("mediation_outcometerms", outcome, why, 1)
        total = sum(amount for _pk, amount in due)
        if effective := life.on("mediation.agreement_effective"):
            self._agreement(m, total)
            if paid := life.on("mediation.paid_in_full"):
                money.pay(writer, rng, m, due, effective, paid)
                m.say("mediation.performed", amount=format_fen(total))

    def _agreement(self, m: Drawn, total: int) -> None:
        life, pk = m.life, self.writer.new_id("mediation_agreement")
        effective = life.on("mediation.agreement_effective")
        stands = Agreement.State.EFFECTIVE
        self.writer.add("mediation_agreement", pk, m.pk, 1, True, stands, "[]", total, "[]", effective)
        m.say("mediation.agreement_effective", effective_on=str(effective), amount=format_fen(total), agreement=pk)
        if filed := life.on("mediation.arbitral_confirmation_filed"):
            decided = life.on("mediation.confirmation_granted")
            state = Confirmation.State.GRANTED if decided else Confirmation.State.FILED
            route = Confirmation.Route.ARBITRAL
            self.writer.add("mediation_confirmation", pk, m.pk, m.opened_on, route, state, True, True, filed, decided)


def _drawn(rng: Random, weights: Mapping[Any, float]) -> str:
    return str(rng.choices(list(weights), list(weights.values()))[0])
