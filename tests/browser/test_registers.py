from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.browser.conftest import PASSWORD, as_user, assert_clean, screenshot, wrong_on_any_screen
from tests.registers.people import citizen, credit_code
from unionlaw.network.actors import Actor
from unionlaw.network.models import ReadLog
from unionlaw.registers import services
from unionlaw.registers.models import Employer, Worker


@pytest.fixture
def cai(transactional_db: None, caseworker: Actor) -> Actor:
    caseworker.user.set_password(PASSWORD)
    caseworker.user.save()
    call_command("load_reference", verbosity=0)
    return caseworker


@pytest.fixture
def registered(cai: Actor, noon) -> tuple[Worker, Employer]:
    common = {"by": cai, "at": noon}
    employer = services.register_employer(
        name="广州飞影文化传播有限公司", uscc=credit_code(), short_name="飞影", kind="company", size="small",
        region_code="440104", industry_code="R87", address="越秀区东风中路300号之一大院12楼1203房",
        contact_name="李经理", contact_position="人事主管", contact_phone="13900001111", **common,
    )  # fmt: skip
    parent = services.register_employer(name="粤港澳大湾区飞影数字文化产业投资集团股份有限公司", **common)
    services.relate_employers(employer_id=employer.pk, other_id=parent.pk, kind="subsidiary", **common)
    people = [("张三", 123, "migrant"), ("欧阳娜娜", 124, "platform"), ("解晓东", 125, "migrant")]
    for name, sequence, group in people:
        worker = services.register_worker(
            name=name, id_number=citizen(sequence=sequence), phone=f"13812345{sequence}", groups=[group],
            address="广州市越秀区东风路1号", employer_id=employer.pk, region_code="440104",
            household_type="other_rural", **common,
        )  # fmt: skip
    return worker, employer


def test_full_pages_of_a_worker_and_an_employer_are_accessible_and_fit(page: Page, registered: tuple[Worker, Employer]):
    """Each page by itself is visited by the walk of `test_accessibility`; these two have long names and relations."""
    as_user(page, "cai")
    problems = []
    for row in registered:
        page.goto(row.get_absolute_url())
        problems += wrong_on_any_screen(page, f"registers-{row._meta.model_name}")
    assert problems == []


def test_a_worker_is_registered_with_what_the_number_says(page: Page, registered: tuple[Worker, Employer]):
    as_user(page, "cai")
    page.goto(reverse("registers:workers"))
    page.get_by_role("link", name="登记职工").first.click()
    page.get_by_label("姓名", exact=True).fill("李四")
    number = page.get_by_label("证件号码")
    number.fill("440104199203080019")
    number.blur()
    expect(page.get_by_text("身份证号第18位应为")).to_be_visible()
    number.fill(citizen(date(1992, 3, 8), 2))
    number.blur()
    expect(page.get_by_label("出生日期")).to_have_value("1992-03-08")
    expect(page.get_by_label("性别")).to_have_value("female")
    page.get_by_label("手机号码").fill("13700000000")
    page.get_by_label("现用人单位").press_sequentially("飞影")
    page.get_by_role("radio", name="广州飞影文化传播有限公司").check()
    assert_clean(page)
    screenshot(page, "registers-worker-filled")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_role("heading", name="李四")).to_be_visible()
    expect(page.get_by_text("137****0000")).to_be_visible()
    worker = Worker.objects.get(name="李四")
    assert (worker.employer, worker.sex) == (registered[1], "female")


def test_a_duplicate_shows_beside_the_number_while_it_is_typed(page: Page, registered: tuple[Worker, Employer]):
    as_user(page, "cai")
    page.goto(reverse("registers:worker_new"))
    number = page.get_by_label("证件号码")
    number.fill(citizen(sequence=123))
    number.blur()
    expect(page.get_by_text("证件号码相同")).to_be_visible()
    assert_clean(page)
    assert citizen(sequence=123) not in page.url


def test_revealing_shows_the_number_and_writes_it_down(page: Page, registered: tuple[Worker, Employer]):
    worker = registered[0]
    as_user(page, "cai")
    page.goto(worker.get_absolute_url())
    page.get_by_role("link", name="显示完整信息").click()
    page.get_by_label("手机号码").check()
    page.get_by_label("理由").fill("电话通知开庭时间")
    page.get_by_role("button", name="显示", exact=True).click()
    expect(page.get_by_text("13812345125")).to_be_visible()
    assert_clean(page)
    assert ReadLog.objects.get(action="reveal").reason == "电话通知开庭时间"


def test_registering_works_without_javascript(page_without_js: Page, registered: tuple[Worker, Employer]):
    page = as_user(page_without_js, "cai")
    page.goto(reverse("registers:worker_new"))
    page.get_by_label("姓名", exact=True).fill("李四")
    page.get_by_label("证件号码").fill(citizen(date(1992, 3, 8), 2))
    page.get_by_label("现用人单位").fill("gzfy")
    page.get_by_role("button", name="查找").click()
    page.get_by_role("radio", name="广州飞影文化传播有限公司").check()
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_role("heading", name="李四")).to_be_visible()
    assert Worker.objects.get(name="李四").employer == registered[1]
