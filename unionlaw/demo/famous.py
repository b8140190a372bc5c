"""The three matters everyone who tries the portal should meet (drawn from what unions report of their work)."""

from datetime import timedelta

from cases.services import assignments, conduct, reviews
from unionlaw.demo import follow_ups
from unionlaw.demo.steps import Step
from unionlaw.demo.stories import STORIES, Story
from unionlaw.demo.walks import Applicant, Walker, post_id
from unionlaw.matters.models.dispute import Head

EDITING = next(story for story in STORIES if "影视" in story.trade)
COURIER = next(story for story in STORIES if "配送" in story.trade)
SITE = Story(
    "建设工程有限公司",
    "E47",
    "工伤保险待遇纠纷",
    "在工地从架子上摔下来，医药费单位不肯出。",
    "申请人在外墙脚手架作业时坠落骨折，被申请人未参加工伤保险，拒付医疗费。",
    {Head.MEDICAL: (23_000, 23_000)},
    ("migrant",),
    "migrant",
)


def video_editors(walker: Walker) -> None:
    """Three video editors unpaid for six months: CNY 130,000 wages and severance, settled, paid and closed."""
    desk, supervisor = walker.city.demo["caseworker"], walker.city.demo["supervisor"]
    lawyer = walker.city.demo["lawyer"]
    at = walker.office_hour(96, 10)
    people = [
        Applicant(
            walker.worker(desk, at, EDITING, name), [(Head.WAGES, wages * 100), (Head.SEVERANCE, severance * 100)]
        )
        for name, wages, severance in (("许光影", 36_000, 8_000), ("沈剪云", 34_000, 9_000), ("钟帧", 33_000, 10_000))
    ]
    employer = walker.employer(desk, at, EDITING, "羊城拾光影视传媒有限公司")
    case = walker.application(
        desk, at, EDITING, people, employer, facts="三名申请人从事视频剪辑，被连续拖欠六个月工资。"
    )
    assigned = walker.grant_and_assign(case, desk, supervisor, lawyer, walker.later(at, hours=2))
    assignments.accept_assignment(case_id=case.pk, by=lawyer, at=walker.later(assigned, hours=5))
    over = walker.conduct(case, lawyer, walker.later(assigned, hours=6))
    settled = walker.later(over, days=8)
    walker.settle(case, lawyer, settled, lambda claim: claim.amount, paid=True)
    closed = walker.later(settled, days=5)
    walker.close(case, desk, supervisor, closed)
    follow_ups.ask(walker, case, desk, closed)


def food_courier(walker: Walker) -> None:
    """A food courier without a contract, three months worked, CNY 10,000: in arbitration now."""
    desk, supervisor = walker.city.demo["caseworker"], walker.city.demo["supervisor"]
    lawyer = walker.city.demo["lawyer"]
    at = walker.office_hour(24, 9)
    courier = Applicant(walker.worker(desk, at, COURIER, "骆驰"), [(Head.WAGES, 10_000_00)])
    case = walker.application(
        desk, at, COURIER, [courier], walker.employer(desk, at, COURIER, "羊城飞递即时配送服务有限公司")
    )
    assigned = walker.grant_and_assign(case, desk, supervisor, lawyer, walker.later(at, hours=1))
    assignments.accept_assignment(case_id=case.pk, by=lawyer, at=walker.later(assigned, hours=3))
    walker.conduct(case, lawyer, walker.later(assigned, hours=4))


def site_worker(walker: Walker) -> None:
    """An injured site worker, CNY 23,000 medical bills, the limitation nearly over: aid given first, papers later."""
    desk, supervisor = walker.city.demo["caseworker"], walker.city.demo["supervisor"]
    lawyer = walker.city.demo["lawyer"]
    at = walker.office_hour(3, 11)
    worker = Applicant(walker.worker(desk, at, SITE, "石大磊"), [(Head.MEDICAL, 23_000_00)])
    case = walker.application(desk, at, SITE, [worker], walker.employer(desk, at, SITE, "羊城筑安建设工程有限公司"))
    granted = walker.later(at, hours=2)
    reviews.grant_urgently(
        case_id=case.pk,
        reason="需立即申请财产保全，先行提供援助，材料后补。",
        preservation=True,
        by=supervisor,
        at=granted,
    )
    assignments.assign(
        case_id=case.pk,
        lawyer_post_id=post_id(lawyer),
        conflict_reason="已核对，不影响本案。",
        by=supervisor,
        at=granted,
    )
    accepted = walker.later(granted, hours=3)
    assignments.accept_assignment(case_id=case.pk, by=lawyer, at=accepted)
    conduct.schedule_hearing(
        case_id=case.pk,
        what="meeting",
        starts_at=walker.now + timedelta(days=1),
        place="市第二人民医院住院部",
        by=lawyer,
        at=accepted,
    )


STEPS = (Step("video editors", video_editors), Step("food courier", food_courier), Step("site worker", site_worker))
