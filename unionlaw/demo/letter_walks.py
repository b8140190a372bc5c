"""One letter of the demo through its steps: written, reviewed, approved, served, answered, looked at, closed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone

from monitoring_letters import states
from monitoring_letters.models import Demand, SupervisionLetter
from monitoring_letters.services import (
    closing,
    content,
    drafting,
    escalating,
    following,
    inquiries,
    issuing,
    linking,
    payments,
    reviewing,
    serving,
)
from monitoring_letters.services.content import DemandInput, FindingInput
from monitoring_letters.services.following import JudgementInput, PointInput
from monitoring_letters.services.inquiries import SupervisorInput
from unionlaw.demo.walks import Walker, post_id
from unionlaw.network.actors import Actor

TWO = [SupervisorInput("何晓岚", "粤工监0101"), SupervisorInput("沈安平", "粤工监0102")]
BASIS = "《中华人民共和国劳动法》第五十条：工资应当以货币形式按月支付给劳动者本人，不得克扣或者无故拖欠。"


@dataclass(frozen=True)
class Team:
    """Who takes a letter through its steps."""

    desk: Actor
    supervisor: Actor
    approver: Actor
    lawyer: Actor


def write(walker: Walker, team: Team, letter: SupervisionLetter, at: datetime) -> None:
    """What a complete letter says."""
    at = walker.later(at, hours=4)
    asked = letter.instrument == "notice" and walker.rng.random() < 0.5
    amount = walker.rng.randrange(8, 90) * 1_000_00
    if letter.instrument == "opinion":
        inquiries.record_inquiry(
            letter_id=letter.pk, by=team.desk, at=at,
            held_on=at.date(), place="用人单位办公室", heard="人事负责人、职工代表",
            text="查看考勤表和工资发放记录，听取双方意见，制作笔录并签名。", supervisors=TWO,
        )  # fmt: skip
        content.set_findings(
            letter_id=letter.pk, by=team.desk, at=at,
            findings=[
                FindingInput("拖欠职工工资", "工资发放记录、银行流水"),
                FindingInput("未提供工资清单", "询问笔录"),
            ],
        )  # fmt: skip
    content.set_demands(
        letter_id=letter.pk, by=team.desk, at=at,
        demands=[
            DemandInput("支付拖欠的工资", "《劳动法》第五十条", amount=amount),
            DemandInput("按月提供工资清单", "《工资支付暂行规定》第六条"),
        ],
    )  # fmt: skip
    drafting.amend_letter(
        letter_id=letter.pk, by=team.desk, at=at,
        legal_basis=BASIS, reply_to="羊城市越山区总工会，何晓岚，12351",
        reply_by=(at + timedelta(days=25)).date() if asked else None,
    )  # fmt: skip


def issued(walker: Walker, team: Team, letter: SupervisionLetter, at: datetime) -> Iterator[str]:
    """Review, approval, number, service: yields the status after each."""
    pk = letter.pk
    reviewing.submit_for_review(letter_id=pk, reviewer_post_id=post_id(team.lawyer), by=team.desk, at=at)
    yield states.REVIEW
    reviewing.pass_review(letter_id=pk, opinion="事实清楚，依据充分。", by=team.lawyer, at=walker.later(at, hours=6))
    yield states.APPROVAL
    if letter.instrument != "notice" or letter.is_public:
        reviewing.approve(letter_id=pk, opinion="同意。", by=team.supervisor, at=walker.later(at, days=1))
    reviewing.approve(letter_id=pk, opinion="同意制发。", by=team.approver, at=walker.later(at, days=1, hours=3))
    yield states.APPROVED
    issuing.issue(letter_id=pk, by=team.approver, at=walker.later(at, days=2))
    yield states.ISSUED


def onwards(walker: Walker, team: Team, letter: SupervisionLetter, status: str, at: datetime) -> None:
    for reached in issued(walker, team, letter, at):
        if reached == status:
            return
    served = _serve(walker, team, letter, walker.later(at, days=2, hours=2))
    if status == states.SERVED:
        return
    letter.refresh_from_db()
    if status == states.UNANSWERED:
        _unanswered(walker, team, letter)
        return
    if status == states.ESCALATED:
        over = _unanswered(walker, team, letter)
        escalating.prepare_next(
            letter_id=letter.pk, reason="逾期未答复，也没有改正。", authority=walker.city.organs["越山区"],
            by=team.desk, at=walker.later(over, days=2),
        )  # fmt: skip
        return
    replied = _reply(walker, team, letter, walker.later(served, days=9))
    if status == states.CLOSED:
        _close(walker, team, letter, replied)


def _serve(walker: Walker, team: Team, letter: SupervisionLetter, at: datetime) -> datetime:
    """By mail; every fourth comes back and is handed over in person."""
    tracking = f"EMS{walker.rng.randrange(10**9):09d}CN"
    attempt = serving.start_service(
        letter_id=letter.pk, method="mail", sent_to="用人单位注册地址", sent_on=at.date(), tracking_number=tracking,
        by=team.desk, at=at,
    )  # fmt: skip
    day = walker.later(at, days=3)
    if walker.rng.random() < 0.25:
        serving.record_failed_service(
            letter_id=letter.pk, attempt_id=attempt.pk, failed_on=day.date(), reason="查无此地址，邮件退回。",
            by=team.desk, at=day,
        )  # fmt: skip
        attempt = serving.start_service(
            letter_id=letter.pk, method="hand", sent_to="人事负责人", sent_on=day.date(), by=team.desk, at=day
        )
    serving.confirm_service(
        letter_id=letter.pk,
        attempt_id=attempt.pk,
        served_on=day.date(),
        proof="送达回证、邮件签收记录",
        by=team.desk,
        at=day,
    )
    return day


def _unanswered(walker: Walker, team: Team, letter: SupervisionLetter) -> datetime:
    limit = following.reply_limit(letter)
    assert limit is not None
    over = timezone.make_aware(datetime.combine(limit.due_on + timedelta(days=1), time(9, 30)))
    following.mark_unanswered(letter_id=letter.pk, by=team.desk, at=over)
    day = walker.later(over, days=1)
    if walker.rng.random() < 0.5:
        linking.record_linked(
            letter_id=letter.pk, kind="to_inspection", body="羊城市劳动监察支队", sent_on=day.date(),
            note="单位逾期未答复，请依法调查。", by=team.desk, at=day,
        )  # fmt: skip
    return day


def _reply(walker: Walker, team: Team, letter: SupervisionLetter, at: datetime) -> datetime:
    """The employer pays at once or promises to, and promises the rest."""
    first, second = letter.demands.all()
    promised = (walker.now + timedelta(days=walker.rng.randrange(5, 30))).date()
    following.record_reply(
        letter_id=letter.pk, received_on=at.date(), how="paper", text="已研究整改，情况说明附后。",
        points=[PointInput(first.pk, "done", "已经支付"), PointInput(second.pk, "promises", "下月起提供", promised)],
        by=team.desk, at=at,
    )  # fmt: skip
    if walker.rng.random() < 0.6:
        day = walker.later(at, days=1)
        following.judge_demand(
            letter_id=letter.pk, demand_id=second.pk, judgement="promised", promised_on=promised, by=team.desk, at=day
        )
    return at


def _close(walker: Walker, team: Team, letter: SupervisionLetter, at: datetime) -> None:
    looked = walker.later(at, days=10)
    kept = "partly" if walker.rng.random() < 0.2 else "corrected"
    judgements = [JudgementInput(demand.pk, kept) for demand in Demand.objects.filter(letter=letter)]
    following.reinspect(
        letter_id=letter.pk, held_on=looked.date(), place="用人单位", text="核对工资发放记录和工资清单。",
        supervisors=TWO, judgements=judgements, by=team.desk, at=looked,
    )  # fmt: skip
    pay(walker, letter, team, looked)
    closing.close_letter(
        letter_id=letter.pk, closing_note="已复查，整改到位。", by=team.approver, at=walker.later(looked, days=2)
    )


def pay(walker: Walker, letter: SupervisionLetter, team: Team, at: datetime) -> None:
    demand = letter.demands.order_by("position")[0]
    payments.record_payment(
        letter_id=letter.pk, demand_id=demand.pk, amount=demand.amount, paid_on=at.date(), proof="银行转账凭证",
        by=team.desk, at=at,
    )  # fmt: skip
