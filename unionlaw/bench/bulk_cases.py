"""Bulk consultations and legal-aid cases."""

from datetime import timedelta

from cases.models import AidCase, FollowUp
from cases.services.follow_ups import NOT_REACHED
from unionlaw.bench import money
from unionlaw.bench.drawn import Drawn, Part
from unionlaw.bench.money import Code, Instrument
from unionlaw.bench.stories import Story, Ways, day_of
from unionlaw.bench.words import HEADS
from unionlaw.lib.money import format_fen
from unionlaw.lib.wording import stored
from unionlaw.matters.models.dispute import Stage
from unionlaw.matters.models.matter import Kind

Eligibility, Ending = AidCase.Eligibility, AidCase.Ending
ELIGIBLE = (Eligibility.HARDSHIP, Eligibility.MIGRANT, Eligibility.PLATFORM)
ELSEWHERE = ("区人力资源和社会保障局", "区司法局法律援助处", "区信访局")
# How it ended, with the outcome, the paper and the part of the claim that came of it at least.
WON = (
    (Ending.SETTLED, Code.SETTLED, Instrument.AGREEMENT, 0.5),
    (Ending.AWARDED, Code.AWARDED, Instrument.AWARD, 0.8),
    (Ending.AWARDED, Code.PARTLY, Instrument.AWARD, 0.2),
    (Ending.JUDGED, Code.PARTLY, Instrument.JUDGMENT, 0.2),
)
LOST = ((Ending.AWARDED, Code.DISMISSED, Instrument.AWARD), (Ending.WITHDRAWN, Code.WITHDRAWN, Instrument.NONE))
# How many are asked afterwards, and of these reached; and what they say.
ASKED, REACHED = 0.6, 0.85
SAYING = {
    FollowUp.Satisfaction.VERY_SATISFIED: 55,
    FollowUp.Satisfaction.SATISFIED: 33,
    FollowUp.Satisfaction.NEUTRAL: 9,
    FollowUp.Satisfaction.DISSATISFIED: 3,
}
# In words, as events keep them.
ENDED = {ending.value: stored(ending.label) for ending in Ending}
ANSWERS = {answer.value: stored(answer.label) for answer in FollowUp.Satisfaction}
BY_PHONE = stored(FollowUp.How.PHONE.label)


class Consultations(Part):
    kind = Kind.CONSULTATION
    mark = "咨"
    ways = Ways(
        after=7,
        over=0.995,
        ended=(
            Story(80, "consultation.recorded", "consultation.answered +1.5"),
            Story(14, "consultation.recorded", "consultation.applied +3"),
            Story(6, "consultation.recorded", "consultation.referred +2"),
        ),
        live=(Story(1, "consultation.recorded"),),
    )

    def write(self, m: Drawn) -> None:
        applied = "consultation.applied" in m.life.names
        self.writer.add("cases_consultation", m.pk, "", "已答复" if m.life.closed_at else "", applied)


RECEIVED, GRANTED = "aid_application.received", "aid_application.granted +6"
TAKEN = ("aid_case.assigned +3", "aid_case.accepted +2")
DECIDED, PAID, CLOSED = "aid_case.outcome_recorded +45", "aid_case.payment_recorded +12", "aid_case.closed +6"


class AidCases(Part):
    kind = Kind.AID_CASE
    mark = "援"
    stage = Stage.AID
    ways = Ways(
        after=150,
        over=0.985,
        ended=(
            Story(42, RECEIVED, GRANTED, *TAKEN, DECIDED, PAID, CLOSED),
            Story(12, RECEIVED, GRANTED, *TAKEN, "aid_case.filed_claim +7", DECIDED, PAID, CLOSED),
            Story(10, RECEIVED, GRANTED, *TAKEN, "aid_case.filed_claim +7", DECIDED, CLOSED),
            Story(10, RECEIVED, "aid_application.supplement_requested +2", "aid_application.supplemented +6", GRANTED,
                  *TAKEN, DECIDED, PAID, CLOSED),
            Story(3, RECEIVED, "aid_application.granted_urgently +1", *TAKEN, DECIDED, PAID, CLOSED),
            Story(8, RECEIVED, GRANTED, *TAKEN, DECIDED, CLOSED),
            Story(7, RECEIVED, "aid_application.refused +7"),
            Story(5, RECEIVED, GRANTED, "aid_case.withdrawn +9"),
            Story(3, RECEIVED, "aid_application.referred +5"),
        ),
        live=(
            Story(10, RECEIVED),
            Story(6, RECEIVED, "aid_application.supplement_requested +2"),
            Story(6, RECEIVED, GRANTED),
            Story(6, RECEIVED, GRANTED, "aid_case.assigned +3"),
            Story(70, RECEIVED, GRANTED, *TAKEN),
            Story(2, RECEIVED, "aid_application.refused +7", "aid_application.objected +5"),
        ),
    )  # fmt: skip

    def write(self, m: Drawn) -> None:
        life, rng = m.life, self.rng
        urgent = "aid_application.granted_urgently" in life.names
        decided_on = life.on("aid_application.granted", "aid_application.granted_urgently", "aid_application.refused")
        claims = money.claim(self.writer, rng, m.party, HEADS[m.heading]) if m.party else []
        ending = self._ending(m, claims)
        self.writer.add(
            "cases_aidcase",
            *(m.pk, m.opened_on, rng.choice(ELIGIBLE), urgent, m.lawyer, decided_on),
            self.network.supervisors[m.issuer.pk] if decided_on else None,
            rng.choice(ELSEWHERE) if "aid_application.referred" in life.names else "",
            *(ending, "已办结，材料齐全。" if ending else ""),
        )
        if ending:
            self._follow_up(m)

    def _follow_up(self, m: Drawn) -> None:
        """Ask the worker some weeks after the end."""
        rng, life = self.rng, m.life
        at = life.times[-1] + timedelta(days=rng.randrange(5, 40))
        if at > self.until or rng.random() > ASKED:
            return
        reached = rng.random() < REACHED
        said = rng.choices(list(SAYING), list(SAYING.values()))[0] if reached else ""
        self.writer.add("cases_followup", m.pk, day_of(at), FollowUp.How.PHONE, reached, said, m.owner)
        if reached:
            life.add("aid_case.followed_up", at)
            m.say("aid_case.followed_up", how=BY_PHONE, answer=ANSWERS[said], happened_on=str(day_of(at)))
        else:
            life.add("aid_case.follow_up_tried", at)
            m.say("aid_case.follow_up_tried", how=BY_PHONE, answer=stored(NOT_REACHED))

    def _ending(self, m: Drawn, claims: money.Claims) -> str:
        """How the case ended, with its outcomes and payments; "" when it goes on or never began."""
        life, rng = m.life, self.rng
        decided_on, paid_on = life.on("aid_case.outcome_recorded"), life.on("aid_case.payment_recorded")
        if decided_on is None:
            return ""
        if paid_on is None and rng.random() < 0.6:
            ending, code, paper = rng.choice(LOST)
            money.decide(self.writer, m.pk, claims, code, 0, decided_on, paper)
            self._close(m, ending, 0)
            return str(ending)
        ending, code, paper, least = rng.choice(WON)
        due = money.decide(self.writer, m.pk, claims, code, least + rng.random() * 0.2, decided_on, paper)
        paid = money.pay(self.writer, rng, m, due, decided_on, paid_on) if paid_on else 0
        self._close(m, ending, paid)
        return str(ending)

    def _close(self, m: Drawn, ending: str, recovered: int) -> None:
        m.say("aid_case.closed", recovered=format_fen(recovered), how=ENDED[ending], ending=str(ending))
