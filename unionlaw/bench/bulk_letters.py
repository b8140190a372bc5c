"""Bulk supervision letters, with demands, approvals, service, replies and what was paid because of them."""

from datetime import datetime, timedelta
from typing import Any

from monitoring_letters.models import Approval, Demand, Instrument, Reach, Reply, ServiceAttempt, SupervisionLetter
from monitoring_letters.services.following import KEPT
from monitoring_letters.states import NUMBERED_AS
from unionlaw.bench import money
from unionlaw.bench.bulk_leads import Lettered
from unionlaw.bench.campaigns import Campaigns
from unionlaw.bench.drawn import Drawn, Part
from unionlaw.bench.money import Code
from unionlaw.bench.stories import Life, Story, Ways
from unionlaw.bench.words import HEADS, TOPICS
from unionlaw.lib.money import format_fen
from unionlaw.lib.wording import stored
from unionlaw.matters.models import MatterLink
from unionlaw.matters.models.matter import Kind
from unionlaw.network.roles import Role

Judgement, Result = Demand.Judgement, SupervisionLetter.Result
MARKS = {Instrument.NOTICE: "监提", Instrument.OPINION: "监意", Instrument.RECOMMENDATION: "监建"}
CALLED = {Instrument.NOTICE: "提示函", Instrument.OPINION: "意见书", Instrument.RECOMMENDATION: "建议书"}
SERVED = {
    Instrument.NOTICE: "letter.notice_served",
    Instrument.OPINION: "letter.served",
    Instrument.RECOMMENDATION: "letter.recommendation_served",
}
METHODS = tuple(ServiceAttempt.Method)
# What became of demands of which no money came.
UNPAID = {Judgement.CORRECTED: 30, Judgement.PARTLY: 25, Judgement.REFUSED: 40, Judgement.FALSE: 5}
COMES_TO = {
    Judgement.CORRECTED: Result.CORRECTED,
    Judgement.PARTLY: Result.PARTLY,
    Judgement.REFUSED: Result.NOT_CORRECTED,
    Judgement.FALSE: Result.NOT_CORRECTED,
}
# One letter in so many goes to an industry, every other one of them as a campaign.
PUBLIC_EVERY, PUBLIC_AT = 80, 9
DRAFTED = "letter.drafted"
REVIEWED = (DRAFTED, "letter.submitted +3", "letter.review_passed +3")
ISSUED = (*REVIEWED, "letter.approved +3", "letter.issued +1")
SENT = (*ISSUED, "letter.service_started +1", "letter.served +4")
JUDGED = "letter.demand_judged"
REPLIED = (*SENT, "letter.replied +12", f"{JUDGED} +5")
PUBLISHED = Ways(
    after=30,
    over=0.97,
    ended=(Story(1, *ISSUED, "letter.published +2", "letter.closed +15"),),
    live=(Story(1, DRAFTED), Story(1, *REVIEWED), Story(2, *ISSUED, "letter.published +2")),
)


class Letters(Part):
    kind = Kind.SUPERVISION_LETTER
    mark = "监案"
    ways = Ways(
        after=60,
        over=0.975,
        ended=(
            Story(52, *REPLIED, "letter.closed +4"),
            Story(28, *REPLIED, "letter.payment_recorded +10", "letter.closed +4"),
            Story(9, *SENT, "letter.unanswered +16", "letter.escalated +3"),
            Story(2, *SENT, "letter.withdrawn +2"),
            Story(4, *REVIEWED, "letter.withdrawn_unissued +2"),
            Story(5, *REVIEWED, "letter.corrected_early +2"),
        ),
        live=(
            Story(15, DRAFTED),
            Story(10, DRAFTED, "letter.submitted +3"),
            Story(10, *REVIEWED),
            Story(5, *ISSUED[:-1]),
            Story(10, *ISSUED),
            Story(30, *SENT),
            Story(8, *SENT, "letter.unanswered +16"),
            Story(12, *SENT, "letter.replied +12"),
        ),
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.count = 0
        self.public = False
        self.instrument = Instrument.NOTICE
        self.leads: Lettered = Lettered()
        self.campaigns = Campaigns(self.writer, self.employers)

    def live(self, opened: datetime) -> Life:
        """The next letter's; it is decided here which letter it is."""
        rng, self.count = self.rng, self.count + 1
        self.public = self.count % PUBLIC_EVERY == PUBLIC_AT
        if self.public:
            self.instrument = Instrument.NOTICE
            story = PUBLISHED.choose(rng, (self.until - opened).total_seconds() / 86_400)
            return Life(story, rng, opened, self.until)
        self.instrument = Instrument.NOTICE if rng.random() < 0.6 else Instrument.OPINION
        return super().live(opened)

    def is_about_nobody(self) -> bool:
        return self.public

    def title(self, m: Drawn) -> str:
        topic = TOPICS[m.heading].label
        to = "用人单位" if self.public else m.firm[0]
        return f"关于{to}{topic}问题的{CALLED[self.instrument]}"

    def write(self, m: Drawn) -> None:
        life, rng = m.life, self.rng
        if m.organ and not self.public and rng.random() < 0.5:
            self.instrument = Instrument.RECOMMENDATION
        life.names = [SERVED[self.instrument] if name == "letter.served" else name for name in life.names]
        served_on, issued_on = life.on(*SERVED.values()), life.on("letter.issued")
        recommends = self.instrument == Instrument.RECOMMENDATION
        judgement = self._judgement(life)
        result = self._result(m, judgement)
        self.writer.add(
            "monitoring_letters_supervisionletter",
            *(m.pk, self.instrument, Reach.INDUSTRY if self.public else Reach.SINGLE, TOPICS[m.heading]),
            *(None if self.public else m.employer, m.organ if recommends else None),
            *("本区用人单位" if self.public else "", m.summary),
            None if self.public else (issued_on or m.opened_on) + timedelta(days=20),
            *(int("letter.submitted" in life.names), *self._number(m)),
            *(issued_on, m.owner if issued_on else None, "{}", served_on, life.on("letter.corrected_early")),
            *(result, "已核实。" if life.ends_as == "closed" else "", *m.place),
        )
        self._approvals(m)
        recovered = 0 if self.public else self._demand(m, judgement)
        if life.ends_as == "closed":
            m.say("letter.closed", result=stored(Result(result).label), recovered=format_fen(recovered))
        if self.public:
            self.campaigns.publish(m)
            return
        self._service(m)
        self.campaigns.address(m, self.instrument, issued_on is not None)
        if lead := self.leads.taken(m.opened):
            self.writer.add("matters_matterlink", m.pk, lead, MatterLink.Relation.FOLLOWS, m.opened)

    def _number(self, m: Drawn) -> tuple[Any, ...]:
        """Its own number with what it is made of, once it is issued."""
        on = m.life.on("letter.issued")
        if on is None:
            return "", None, None, None
        serial = self.writer.serial(m.issuer.pk, NUMBERED_AS[self.instrument], on.year)
        text = f"{m.issuer.number_prefix}{MARKS[self.instrument]}〔{on.year}〕{serial}号"
        m.say("letter.issued", number=text)
        return text, m.issuer.pk, on.year, serial

    def _judgement(self, life: Life) -> str:
        """What became of every demand of the letter; "" while that is not known."""
        if "letter.payment_recorded" in life.names or "letter.corrected_early" in life.names:
            return Judgement.CORRECTED
        if JUDGED not in life.names:
            return ""
        return self.rng.choices(list(UNPAID), list(UNPAID.values()))[0]

    def _result(self, m: Drawn, judgement: str) -> str:
        if "letter.corrected_early" in m.life.names:
            return Result.CORRECTED
        if m.life.ends_as != "closed":
            return ""
        return Result.INFORMED if self.public else COMES_TO[Judgement(judgement)]

    def _approvals(self, m: Drawn) -> None:
        """The legal review and one step of approval: those taken, and the one that waits."""
        life, approved = m.life, Approval.Decision.APPROVED
        if "letter.submitted" not in life.names:
            return
        reviewed, decided = life.at("letter.review_passed"), life.at("letter.approved")
        lawyer = self.rng.choice(self.network.lawyers) if reviewed else None
        table = "monitoring_letters_approval"
        self.writer.add(table, m.pk, 1, 0, "", None, approved if reviewed else "", lawyer, reviewed)
        if reviewed:
            by = self.network.supervisors[m.issuer.pk] if decided else None
            self.writer.add(table, m.pk, 1, 1, Role.SUPERVISOR, m.issuer.pk, approved if decided else "", by, decided)

    def _demand(self, m: Drawn, judgement: str) -> int:
        """What the employer is to put right, for the worker's claim. Returns the money that came of it, in fen."""
        life, party = m.life, m.party
        assert party is not None
        claims = money.claim(self.writer, self.rng, party, HEADS[m.heading])
        judged_on, text = life.on(JUDGED, "letter.corrected_early"), f"依法处理{m.heading}。"
        demands = []
        for position, (claim, amount) in enumerate(claims, start=1):
            demands.append(self.writer.new_id("monitoring_letters_demand"))
            self.writer.add(
                "monitoring_letters_demand",
                *(demands[-1], m.pk, position, text, claim, amount),
                *((judgement, judged_on, m.owner) if judged_on else ("", None, None)),
            )
        if JUDGED in life.names:
            self._judge(m, demands, text, Judgement(judgement))
        paid_on = life.on("letter.payment_recorded")
        if not paid_on or not judged_on:
            return 0
        due = money.decide(self.writer, m.pk, claims, Code.SETTLED, 1, paid_on, money.Instrument.LETTER)
        paid = money.pay(self.writer, self.rng, m, due, judged_on, paid_on)
        m.say("letter.payment_recorded", who=m.person[0], amount=format_fen(paid))
        return paid

    def _judge(self, m: Drawn, demands: list[int], text: str, judgement: Demand.Judgement) -> None:
        """One event for each demand, by the name that its judgement has."""
        name = JUDGED if judgement in KEPT else "letter.demand_failed"
        m.life.repeat(JUDGED, name, len(demands))
        for demand in demands:
            m.say(name, what=text, demand=demand, judgement=stored(judgement.label), code=judgement.value)

    def _service(self, m: Drawn) -> None:
        life = m.life
        if sent_on := life.on("letter.service_started"):
            ended_on = life.on(*SERVED.values())
            state = ServiceAttempt.State.SERVED if ended_on else ServiceAttempt.State.SENT
            self.writer.add(
                "monitoring_letters_serviceattempt",
                *(m.pk, self.rng.choice(METHODS), sent_on, m.firm[0], state, ended_on),
            )
        if replied_on := life.on("letter.replied"):
            self.writer.add("monitoring_letters_reply", m.pk, replied_on, Reply.How.PAPER, "已安排整改。")
