"""Three organs, one room, done by four people in a browser: a group of 38 from the sheet to the enforcement papers.

The tribunal advises to mediate first. The centre's clerk imports the sheet (three wrong rows, corrected), an adjourned
session and another follow, a union lawyer logs outcomes on a phone (36 settle in three instalments, 2 do not), the
representatives sign on the screen, the court confirms, the second instalment is missed: reminder, breach, enforcement.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from playwright.sync_api import BrowserContext, Page, expect

from mediation import states
from mediation.models import Agreement, Mediation, Remedy
from mediation.services import consenting, holding_sessions, intake, mediators, organs, sessions
from tests.browser.conftest import PASSWORD, PHONE, as_user, assert_clean, screenshot, watched
from tests.cases.conftest import wage_cause  # noqa: F401  fixture
from tests.cast import Kind, appoint, found
from tests.documents.conftest import PDF
from tests.matters.conftest import make_employer, make_worker  # noqa: F401  fixtures
from tests.rosters import sheets
from unionlaw.documents.services.templates import load_shipped
from unionlaw.lib import clock
from unionlaw.matters.models import ClaimOutcome, Party
from unionlaw.matters.services.facts import ClaimInput
from unionlaw.matters.services.outcomes import recovered_amount
from unionlaw.matters.services.taking_in import ApplicantInput
from unionlaw.network.actors import Actor
from unionlaw.network.roles import Role
from unionlaw.rosters.services import people

pytestmark = pytest.mark.django_db(transaction=True)

SCAN = {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": PDF}
MAKER = "广州星河电子有限公司"


@pytest.fixture
def team(transactional_db, caseworker, lawyer, mediator, hr_bureau, court, district) -> dict[str, Actor]:
    tribunal = found(Kind.ARBITRATION, "越山区劳动人事争议仲裁院", attached_to=district)
    team = {
        "clerk": caseworker,
        "lawyer": lawyer,
        "mediator": mediator,
        "bureau": appoint("renmin", "任敏", hr_bureau, Role.MEDIATOR),
        "court": appoint("shuji", "舒记", court, Role.PARTNER),
        "tribunal": appoint("zhong", "仲文", tribunal, Role.PARTNER),
    }
    for actor in team.values():
        actor.user.set_password(PASSWORD)
        actor.user.save()
    load_shipped(by=Actor.system("test"), at=clock.now())
    return team


@pytest.fixture
def desk(team: dict[str, Actor], new_context: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """Signs one of the team in, each in a browser of their own."""

    def sign_in(who: str, **screen: Any) -> Page:
        return as_user(watched(new_context(**screen).new_page()), team[who].user.username)

    return sign_in


def by(team: dict[str, Actor], mediation: Mediation, who: str = "clerk") -> dict[str, Any]:
    return {"mediation_id": mediation.pk, "by": team[who], "at": clock.now()}


def referred(team: dict[str, Actor], cause: Any, make_employer: Any) -> Mediation:  # noqa: F811
    """The first worker of the sheet applied to the tribunal, which advises to mediate first."""
    from unionlaw.registers import services as registers

    _number, name, identity, phone, *_rest = sheets.person(1)
    worker = registers.register_worker(
        name=name, id_number=identity, phone=phone, by=team["clerk"], at=clock.now(), groups=["migrant"]
    )
    return intake.open_mediation(
        origin="tribunal_advice", received_on=clock.today(),
        applicants=[ApplicantInput(worker, [ClaimInput("wages", 1_000_150)])],
        employers=[make_employer(MAKER)], cause=cause, facts="停产后拖欠38人工资",
        referred_by=team["tribunal"].organisation, reference="越劳人仲调〔2026〕8号", by=team["clerk"], at=clock.now(),
    )  # fmt: skip


def upload(page: Page, pk: int, rows: list[list[str]]) -> None:
    page.goto(f"/rosters/{pk}/import/")
    content = sheets.xlsx(rows)
    page.get_by_label("表格").set_input_files(
        {"name": "欠薪名册.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    )
    page.get_by_role("button", name="上传").click()
    page.get_by_role("button", name="核对表格").click()


def import_roster(page: Page, pk: int) -> None:
    """Three wrong rows are named; the corrected sheet brings in all 38."""
    upload(page, pk, sheets.group_of_38())
    expect(page.get_by_text("3 行有错误")).to_be_visible()
    assert_clean(page)
    upload(page, pk, sheets.people(38))
    page.get_by_role("button", name="导入 38 行").click()
    expect(page.get_by_text("已导入")).to_be_visible()


def talk(team: dict[str, Actor], mediation: Mediation) -> None:
    """Consents, acceptance, mediators of union and bureau, a session that is adjourned and another one."""
    parties = list(Party.objects.filter(dispute=mediation.matter.dispute_id).order_by("pk"))
    workers = [party for party in parties if party.side == Party.Side.CLAIMANT]
    assert len(workers) == 38
    clerk = {"matter_id": mediation.pk, "by": team["clerk"], "at": clock.now()}
    people.name_representatives(party_ids=[party.pk for party in workers[:3]], **clerk)
    people.record_consents(said_on=clock.today(), party_ids=None, **clerk)
    consenting.record_consent(
        party_ids=[party.pk for party in parties], agreed=True, how="written", said_on=clock.today(),
        **by(team, mediation),
    )  # fmt: skip
    consenting.accept(**by(team, mediation))
    for who in ("bureau", "court"):
        organs.invite_organ(organisation=team[who].organisation, **by(team, mediation))
    for who in ("mediator", "lawyer", "bureau"):
        mediators.assign_mediator(mediator=team[who].post, conflict_note="已核对", **by(team, mediation))
    early = clock.now() - timedelta(hours=3)
    first = sessions.schedule_session(
        starts_at=early + timedelta(hours=1), place="北桥街会议室", **{**by(team, mediation), "at": early}
    )
    came = [holding_sessions.AttendanceInput(one.pk, "present") for one in first.attendances.all()]
    holding_sessions.adjourn_session(
        session_id=first.pk, reason="公司要核对工资表", attendances=came, **by(team, mediation, "bureau")
    )
    sessions.schedule_session(starts_at=clock.now() + timedelta(days=1), place="北桥街会议室", **by(team, mediation))


def log_outcomes(page: Page, pk: int, first_on: date) -> None:
    """On the phone, right after the session: two did not settle, all others did, in three instalments."""
    lost = Party.objects.filter(dispute__matters=pk, side="claimant").order_by("-pk")[:2]
    page.goto(f"/rosters/{pk}/outcomes/?" + "&".join(f"pk={party.pk}" for party in lost))
    page.get_by_label("调解不成", exact=True).check()
    page.get_by_label("不成的原因").select_option("no_agreement")
    page.get_by_role("button", name="登记", exact=True).click()
    page.wait_for_url(lambda url: "/outcomes/" not in url)
    page.goto(f"/rosters/{pk}/outcomes/")
    page.get_by_label("达成协议", exact=True).check()
    page.get_by_label("分几期").fill("3")
    page.get_by_label("首期付款日期").fill(first_on.isoformat())
    page.get_by_label("其他约定").fill("逾期未付的，剩余款项一次付清")
    assert_clean(page)
    page.get_by_role("button", name="登记", exact=True).click()
    page.wait_for_url(lambda url: "/outcomes/" not in url)


def draft(page: Page, pk: int) -> None:
    """The clerk concludes, drafts one joint agreement, answers what is asked and makes the paper."""
    page.goto(f"/mediations/{pk}/conclude/")
    page.locator("main").get_by_role("button", name="进入签约").click()
    page.goto(f"/mediations/{pk}/agreements/new/")
    page.get_by_role("button", name="拟定调解协议").click()
    expect(page.get_by_role("heading", name="调解协议书：共同协议")).to_be_visible()
    assert_clean(page)
    page.get_by_role("link", name="制作协议书").click()
    page.get_by_role("button", name="制作协议书").click()
    expect(page.get_by_text("已制作协议书")).to_be_visible()
    screenshot(page, "mediation-path-agreement")


def sign_on_screen(page: Page, pk: int, agreement: Agreement) -> None:
    """A representative signs by hand on the lawyer's phone."""
    page.goto(f"/mediations/{pk}/agreements/{agreement.pk}/")
    page.locator("#signatures").get_by_role("link", name="签署").first.click()
    page.get_by_label("触屏手写").check()
    pad = page.locator("canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + 60)
    page.mouse.down()
    for x in range(40, 240, 20):
        page.mouse.move(box["x"] + x, box["y"] + 40 + x % 60)
    page.mouse.up()
    screenshot(page, "mediation-path-sign-phone")
    assert_clean(page)
    page.get_by_role("button", name="登记签署").click()
    expect(page.get_by_text("已登记签署。")).to_be_visible()


def sign_the_rest(page: Page, pk: int, agreement: Agreement) -> None:
    page.goto(f"/mediations/{pk}/agreements/{agreement.pk}/sign/")
    boxes = page.locator("input[name=signers]")
    for index in range(boxes.count()):
        boxes.nth(index).check()
    page.get_by_label("签署页扫描件或者照片").set_input_files(SCAN)
    page.get_by_role("button", name="登记签署").click()
    expect(page.get_by_text("已登记签署。")).to_be_visible()


def apply_for_confirmation(page: Page, pk: int, court: Actor) -> None:
    page.goto(f"/mediations/{pk}/confirmation/apply/")
    page.get_by_label("司法确认").check()
    page.get_by_label("受理机关").select_option(str(court.post.organisation_id))
    page.get_by_label("职工一方同意共同申请").check()
    page.get_by_label("用人单位同意共同申请").check()
    assert_clean(page)
    page.get_by_role("button", name="申请审查确认").click()
    page.goto(f"/mediations/{pk}/confirmation/file/")
    page.get_by_role("button", name="登记递交").click()
    expect(page.get_by_text("已登记递交。")).to_be_visible()


def confirm(page: Page, pk: int) -> None:
    """The court's clerk records number and ruling."""
    page.goto(f"/mediations/{pk}/confirmation/accept/")
    page.get_by_label("案号").fill("（2026）粤01民特8号")
    page.get_by_role("button", name="登记受理").click()
    page.goto(f"/mediations/{pk}/confirmation/decide/")
    page.get_by_label("予以确认", exact=True).check()
    assert_clean(page)
    page.get_by_role("button", name="登记确认结果").click()
    expect(page.get_by_text("已登记确认结果。")).to_be_visible()


def pay_the_first(page: Page, pk: int) -> None:
    page.goto(f"/mediations/{pk}/")
    page.locator("#performance").get_by_role("link", name="到账").nth(1).click()
    page.locator("[name=proof]").fill("银行回单尾号6621")
    page.get_by_role("button", name="登记履行").click()
    expect(page.get_by_text("已登记到账。")).to_be_visible()


def enforce(page: Page, pk: int) -> None:
    """The second instalment is missed: reminder, breach, application for enforcement."""
    page.goto(f"/mediations/{pk}/")
    expect(page.get_by_text("有1期逾期未付清。")).to_be_visible()
    screenshot(page, "mediation-path-overdue")
    assert_clean(page)
    page.goto(f"/mediations/{pk}/remind/")
    page.get_by_label("向谁、以什么方式催告").fill("电话和短信，公司财务")
    page.get_by_role("button", name="催告履行").click()
    page.goto(f"/mediations/{pk}/breach/")
    page.get_by_label("按协议，其余各期一并到期").check()
    page.get_by_role("button", name="登记违约").click()
    page.locator("#performance").get_by_role("link", name="办理救济").click()
    page.get_by_label("申请强制执行").check()
    page.locator("[name=court]").fill("羊城市中级人民法院")
    assert_clean(page)
    page.get_by_role("button", name="办理违约救济").click()
    expect(page.locator("#performance").get_by_role("link", name="强制执行申请书")).to_be_visible()
    screenshot(page, "mediation-path-remedy")


def test_from_the_sheet_to_enforcement(team, desk, wage_cause, make_employer) -> None:  # noqa: F811
    mediation = referred(team, wage_cause, make_employer)
    clerk = desk("clerk")
    import_roster(clerk, mediation.pk)
    talk(team, mediation)
    phone = desk("lawyer", viewport=PHONE, has_touch=True, is_mobile=True)
    log_outcomes(phone, mediation.pk, clock.today() + timedelta(days=20))
    codes = list(ClaimOutcome.objects.values_list("code", flat=True))
    assert (codes.count("settled"), codes.count("failed")) == (36, 2)

    draft(clerk, mediation.pk)
    agreement = Agreement.objects.get(mediation=mediation)
    assert agreement.instalments.count() == 108
    sign_on_screen(phone, mediation.pk, agreement)
    sign_the_rest(clerk, mediation.pk, agreement)
    apply_for_confirmation(clerk, mediation.pk, team["court"])
    confirm(desk("court"), mediation.pk)
    bureau = desk("bureau")
    bureau.goto(f"/mediations/{mediation.pk}/")
    expect(bureau.get_by_text("（2026）粤01民特8号").first).to_be_visible()

    with time_machine.travel(clock.now() + timedelta(days=21)):
        clerk = desk("clerk")
        pay_the_first(clerk, mediation.pk)
    with time_machine.travel(clock.now() + timedelta(days=60)):
        enforce(desk("clerk"), mediation.pk)
    mediation = Mediation.objects.select_related("matter").get(pk=mediation.pk)
    assert mediation.matter.status_id == states.PERFORMING
    remedy = Remedy.objects.get()
    assert remedy.paper is not None
    assert recovered_amount(mediation.matter) + remedy.breach.arrears == agreement.total
