"""The demo's supervision letters: leads from every source, some forty letters, in every status."""

from datetime import datetime
from functools import partial

from monitoring_letters import states
from monitoring_letters.models import Lead, SupervisionLetter
from monitoring_letters.services import content, drafting, issuing, leads, serving
from monitoring_letters.services.content import DemandInput
from unionlaw.demo.letter_walks import Team, issued, onwards, pay, write
from unionlaw.demo.steps import Step
from unionlaw.demo.stories import STORIES, Story
from unionlaw.demo.walks import Walker

# (instrument, status it has got to, days since it was begun, how many)
PLAN = (
    ("notice", states.DRAFTING, 2, 2),
    ("opinion", states.DRAFTING, 4, 1),
    ("opinion", states.REVIEW, 3, 2),
    ("notice", states.APPROVAL, 4, 2),
    ("opinion", states.APPROVAL, 5, 1),
    ("opinion", states.APPROVED, 6, 2),
    ("notice", states.ISSUED, 7, 2),
    ("opinion", states.SERVED, 15, 4),
    ("notice", states.SERVED, 20, 3),
    ("opinion", states.UNANSWERED, 45, 2),
    ("opinion", states.REPLIED, 30, 4),
    ("notice", states.REPLIED, 40, 1),
    ("opinion", states.ESCALATED, 75, 2),
    ("notice", states.CLOSED, 120, 4),
    ("opinion", states.CLOSED, 200, 4),
    ("notice", states.WITHDRAWN, 60, 1),
    ("notice", states.CORRECTED_EARLY, 50, 2),
)
PUBLIC = (
    (
        "industry",
        "全区直播电商企业",
        "contract",
        ("依法签订书面劳动合同", "公开计酬规则", "控制工作强度", "建立诉求反映渠道"),
    ),
    ("area", "全区户外作业用人单位", "heat", ("高温时段调整作业时间", "按标准发放高温津贴", "配备防暑用品")),
)
SOURCES = ("hotline", "lawyer", "reception_day", "inspection", "repeated_respondent", "shared_list", "public")


def steps() -> list[Step]:
    """All leads and letters."""
    return [
        *(Step(f"lead {source}", partial(_open, n, source)) for n, source in enumerate(SOURCES)),
        Step("leads joined", _joined),
        Step("lead dropped", _dropped),
        Step("lead referred", _referred),
        *(
            Step(f"letter {instrument} {status} {n}", partial(_letter, instrument, status, days))
            for instrument, status, days, count in PLAN
            for n in range(count)
        ),
        *(Step(f"letter to all {one[2]}", partial(_public, *one)) for one in PUBLIC),
    ]


def _team(walker: Walker) -> Team:
    demo = walker.city.demo
    return Team(demo["caseworker"], demo["supervisor"], demo["approver"], demo["lawyer"])


def _open(n: int, source: str, walker: Walker) -> None:
    """An open lead from the `n`-th source, every other one assessed."""
    team, at = _team(walker), walker.office_hour(2 + n, 10)
    lead = _lead(walker, team, source, walker.rng.choice(STORIES), at)
    if n % 2:
        leads.assess_lead(
            lead_id=lead.pk, proposal="notice", assessment="反映的情况具体，可先发提示函。", by=team.desk,
            at=walker.later(at, hours=5),
        )  # fmt: skip


def _joined(walker: Walker) -> None:
    """Two about one employer: the later is joined to the earlier."""
    team, at = _team(walker), walker.office_hour(12, 10)
    first = _lead(walker, team, "hotline", STORIES[0], at)
    second = _lead(walker, team, "lawyer", STORIES[0], walker.later(at, days=1), first)
    leads.join_lead(lead_id=second.pk, into_id=first.pk, by=team.desk, at=walker.later(at, days=1, hours=2))


def _dropped(walker: Walker) -> None:
    """One that comes to nothing."""
    team = _team(walker)
    idle = _lead(walker, team, "public", STORIES[1], walker.office_hour(25, 14))
    leads.drop_lead(lead_id=idle.pk, reason="经核实，单位已足额支付。", by=team.desk, at=walker.office_hour(23, 15))


def _referred(walker: Walker) -> None:
    """One for the labour inspection."""
    team = _team(walker)
    passed = _lead(walker, team, "inspection", STORIES[0], walker.office_hour(33, 11))
    leads.refer_lead(
        lead_id=passed.pk, referred_to="羊城市劳动监察支队", reason="涉嫌恶意欠薪，金额较大。", by=team.desk,
        at=walker.office_hour(31, 11),
    )  # fmt: skip


def _lead(walker: Walker, team: Team, source: str, story: Story, at: datetime, like: Lead | None = None) -> Lead:
    rng = walker.rng
    return leads.record_lead(
        source=source,
        employer=like.employer if like else walker.employer(team.desk, at, story),
        topic="pay",
        content=f"反映：{story.question}",
        workers=[walker.worker(team.desk, at, story)],
        workers_affected=rng.randrange(2, 40),
        amount_involved=rng.randrange(5, 200) * 1_000_00,
        by=team.desk,
        at=at,
    )


def _letter(instrument: str, status: str, days: int, walker: Walker) -> SupervisionLetter:
    """From a lead to `status`, with the days a union takes."""
    team, at = _team(walker), walker.office_hour(days + walker.rng.randrange(3), 9)
    story = walker.rng.choice(STORIES)
    lead = _lead(walker, team, walker.rng.choice(SOURCES), story, at)
    letter = drafting.draft_letter(
        lead_id=lead.pk,
        instrument=instrument,
        topic="pay",
        facts=story.facts,
        by=team.desk,
        at=walker.later(at, hours=2),
    )
    write(walker, team, letter, at)
    if status == states.WITHDRAWN:
        issuing.withdraw_draft(letter_id=letter.pk, reason="另案已经处理。", by=team.desk, at=walker.later(at, days=1))
    elif status == states.CORRECTED_EARLY:
        day = walker.later(at, days=1)
        issuing.record_early_correction(
            letter_id=letter.pk,
            corrected_on=day.date(),
            note="单位听说工会要发函，当天付清了工资。",
            by=team.desk,
            at=day,
        )
        pay(walker, letter, team, day)
    elif status != states.DRAFTING:
        onwards(walker, team, letter, status, walker.later(at, days=1))
    return letter


def _public(reach: str, audience: str, topic: str, demands: tuple[str, ...], walker: Walker) -> None:
    team, at = _team(walker), walker.office_hour(65, 10)
    letter = drafting.draft_letter(
        instrument="notice", reach=reach, audience=audience, topic=topic, by=team.desk, at=at,
        facts="近期职工反映的问题较为集中，为预防劳动争议，现作提示。",
    )  # fmt: skip
    content.set_demands(letter_id=letter.pk, demands=[DemandInput(text) for text in demands], by=team.desk, at=at)
    for _status in issued(walker, team, letter, walker.later(at, days=1)):
        pass
    day = walker.later(at, days=4)
    serving.publish(
        letter_id=letter.pk, published_on=day.date(), where="区总工会公众号、行业工联会工作群",
        employers_reached=walker.rng.randrange(300, 5000), workers_reached=walker.rng.randrange(5_000, 30_000),
        by=team.desk, at=day,
    )  # fmt: skip
