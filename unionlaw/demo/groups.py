"""The demo's group disputes: ten workers and more with one cause, from fifteen months ago until this week.

Drawn from what unions report of their work. Last month, this month and the same months a year ago have some that were
closed and some that failed; last month and this month, some that were settled.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import partial

from django.utils import timezone

from cases.services import applications, assignments
from cases.states import CLOSED
from mediation import states
from mediation.models import Mediation
from unionlaw.demo import mediations, plan
from unionlaw.demo.mediation_walks import Table, Talks
from unionlaw.demo.steps import Step
from unionlaw.demo.stories import PAY, Story
from unionlaw.demo.walks import Applicant, Walker, with_representatives
from unionlaw.matters.models import Claim, Party
from unionlaw.matters.models.dispute import Head
from unionlaw.matters.services.facts import ClaimInput
from unionlaw.matters.services.taking_in import ApplicantInput
from unionlaw.reports.spans import months_back

When = Callable[[Walker], datetime]

INSULATION = Story(
    "保温工程有限公司",
    "E49",
    PAY,
    "我们一个班组做外墙保温，完工三个月，工钱一分没结。",
    "申请人系同一班组的保温工，工程已完工验收，被申请人以总包未付款为由拖欠全部工资。有考勤表和班组长签字的结算单。",
    {Head.WAGES: (28_000, 32_500)},
    ("migrant",),
    "migrant",
)
PLANT = Story(
    "电子科技有限公司",
    "C39",
    PAY,
    "厂里订单少了，拖了三个月工资和加班费，大家都想走。",
    "申请人均为被申请人生产线职工，被申请人因资金困难拖欠工资和加班费。申请人愿意接受分期支付。",
    {Head.WAGES: (7_500, 10_500), Head.OVERTIME: (2_000, 4_200)},
    ("migrant",),
    "migrant",
)
SANITATION = Story(
    "环境服务有限公司",
    "N78",
    "福利待遇纠纷",
    "我们扫马路的，三个夏天都没有发过高温津贴。",
    "申请人均为露天作业的环卫工，被申请人三年未发放高温津贴。",
    {Head.HEAT_ALLOWANCE: (1_500, 3_600)},
)
COURIERS = Story(
    "即时配送服务有限公司",
    "G60",
    "新就业形态用工合同纠纷",
    "站点换了承包商，押金和最后一个月的配送费都没人管。",
    "申请人经同一站点招募从事外卖配送，站点转包后押金和配送费无人支付。",
    {Head.WAGES: (3_500, 9_000)},
    ("platform",),
    "platform",
)
RESTAURANT = Story(
    "餐饮管理有限公司",
    "H62",
    "经济补偿金纠纷",
    "酒楼上个月突然关门，几十个人没有补偿。",
    "被申请人关闭门店，未与申请人协商，也未支付经济补偿和最后一个月工资。",
    {Head.SEVERANCE: (8_000, 30_000), Head.WAGES: (3_500, 6_000)},
)
GARMENTS = Story(
    "制衣有限公司",
    "C18",
    "经济补偿金纠纷",
    "厂要搬到外地，不去的就算自动离职。",
    "被申请人整体搬迁，申请人不能随迁，被申请人拒绝支付经济补偿。",
    {Head.SEVERANCE: (12_000, 48_000)},
    ("migrant",),
    "migrant",
)


def month(ago: int, day: int) -> When:
    """That day, or the next working day, of the month so long ago."""

    def when(walker: Walker) -> datetime:
        on = months_back(timezone.localdate(walker.now), ago) + timedelta(days=day - 1)
        on += timedelta(days=(0, 0, 0, 0, 0, 2, 1)[on.weekday()])
        return timezone.make_aware(datetime.combine(on, time(9, 40)))

    return when


def days(ago: int) -> When:
    """A working day at least so many days ago."""
    return lambda walker: walker.office_hour(ago, 9)


# name, when it came, what about, with whom, how many, how far it has got. None of a year ago signed an agreement: the
# shipped papers are in use since 2026.
MEDIATED: tuple[tuple[str, When, Story, str, int, str], ...] = (
    ("kitchens", month(13, 4), RESTAURANT, "羊城聚丰餐饮管理有限公司", 19, states.WITHDRAWN),
    ("sweepers then", month(13, 11), SANITATION, "羊城洁美环境服务有限公司", 10, states.FAILED),
    ("garments then", month(12, 5), GARMENTS, "羊城锦秀制衣有限公司", 24, states.FAILED),
    ("seamstresses", month(2, 8), GARMENTS, "羊城华彩制衣有限公司", 33, states.PERFORMED),
    ("insulation", month(1, 3), INSULATION, "羊城固安保温工程有限公司", 38, states.PERFORMED),
    ("sweepers", month(1, 9), SANITATION, "羊城净城环境服务有限公司", 16, states.FAILED),
    ("garments", days(9), GARMENTS, "羊城宏裕制衣有限公司", 14, states.PERFORMING),
    ("cooks", days(10), RESTAURANT, "羊城味江餐饮管理有限公司", 11, states.FAILED),
    ("couriers", days(5), COURIERS, "羊城疾风即时配送服务有限公司", 12, states.IN_SESSION),
)
# The same of legal-aid cases, which take two months until they are closed.
AIDED: tuple[tuple[str, When, Story, str, int], ...] = (
    ("assembly", month(15, 3), PLANT, "羊城明辉电子科技有限公司", 12),
    ("couriers then", month(14, 3), COURIERS, "羊城捷送即时配送服务有限公司", 11),
    ("plant", month(6, 4), PLANT, "羊城长盛电子科技有限公司", 83),
    ("builders", month(3, 3), INSULATION, "羊城广厦保温工程有限公司", 15),
    ("tailors", days(78), GARMENTS, "羊城金缕制衣有限公司", 10),
)
BROKEN_OFF = "sweepers"
"""Whose talks led straight on to legal aid."""


def steps() -> list[Step]:
    """All groups in order of time."""
    mediated = [Step(f"group at the table: {one[0]}", partial(mediate, *one)) for one in MEDIATED]
    aided = [Step(f"group aided: {one[0]}", partial(aid, *one[1:])) for one in AIDED]
    return [*aided[:2], *mediated[:3], *aided[2:], *mediated[3:]]


def mediate(name: str, when: When, story: Story, employer: str, people: int, status: str, walker: Walker) -> None:
    """A group's dispute in the joint mediation centre."""
    at, table = when(walker), mediations.table_of(walker)
    mediation = mediations.receive(walker, table, "request", at, story, people, employer)
    talks = Talks(walker, table, mediation, at)
    talks.to(status)
    if name == BROKEN_OFF:
        _on_to_aid(walker, mediation, table, talks.at, story)


def _on_to_aid(walker: Walker, mediation: Mediation, table: Table, at: datetime, story: Story) -> None:
    """The same workers and claims, as a legal-aid case that is granted and waits for its lawyer."""
    dispute, supervisor = mediation.matter.dispute, walker.city.demo["supervisor"]
    assert dispute is not None
    at = walker.later(at, days=1)
    claimed: dict[int, list[ClaimInput]] = {}
    for claim in Claim.objects.filter(party__dispute=dispute).order_by("pk"):
        claimed.setdefault(claim.party_id, []).append(ClaimInput(claim.head, claim.amount, claim.basis))
    workers = Party.objects.filter(pk__in=claimed).select_related("worker").order_by("pk")
    case = applications.apply_for_aid(
        applicants=[
            ApplicantInput(party.worker, claimed[party.pk], representative=party.representative)
            for party in workers
            if party.worker
        ],
        employers=[
            party.employer
            for party in dispute.parties.filter(side=Party.Side.RESPONDENT).select_related("employer")
            if party.employer
        ],
        cause=walker.cause(story, at.date()),
        facts=story.facts,
        eligibility=story.eligibility,
        hardship_note="本人承诺家庭经济困难",
        channel="referral",
        infringed_on=at.date() - timedelta(days=60),
        from_matter_id=mediation.pk,
        by=table.desk,
        at=at,
    )
    lawyer = walker.city.demo["lawyer"]
    assigned = walker.grant_and_assign(case, table.desk, supervisor, lawyer, walker.later(at, hours=4))
    assignments.accept_assignment(case_id=case.pk, by=lawyer, at=walker.later(assigned, hours=5))


def aid(when: When, story: Story, employer: str, people: int, walker: Walker) -> None:
    """A group's legal-aid case, through arbitration until it is paid, closed and asked about."""
    rng, at = walker.rng, when(walker)
    desk, supervisor = rng.choice(walker.city.desks)
    lawyer = rng.choice(walker.city.lawyers)
    applicants = with_representatives(
        [
            Applicant(
                walker.worker(desk, at, story),
                [(head, rng.randrange(least, most) * 100) for head, (least, most) in story.heads.items()],
            )
            for _ in range(people)
        ]
    )
    case = walker.application(desk, at, story, applicants, walker.employer(desk, at, story, employer))
    assigned = walker.grant_and_assign(case, desk, supervisor, lawyer, walker.later(at, hours=4))
    accepted = walker.later(assigned, days=1)
    assignments.accept_assignment(case_id=case.pk, by=lawyer, at=accepted)
    plan.finish(walker, case, desk, supervisor, lawyer, walker.conduct(case, lawyer, accepted), CLOSED)
