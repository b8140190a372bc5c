"""Several rows of a list at once, with a mouse and without a script on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import PHONE, as_user, assert_clean, watched
from tests.deadlines.conftest import make_employer, make_worker, open_consultation  # noqa: F401  fixtures
from unionlaw.matters.models import Matter
from unionlaw.network.actors import Actor


@pytest.fixture
def three(transactional_db: None, caseworker: Actor, open_consultation: Callable[..., Matter]) -> list[Matter]:  # noqa: F811
    return [open_consultation(caseworker, worker=name, employer=f"{name}厂") for name in ("张三", "李四", "王五")]


def choose(page: Page, supervisor: Actor) -> None:
    as_user(page, "shen")
    page.goto("/matters/")
    page.get_by_label("选择 张三与张三厂").check()
    page.get_by_label("选择 王五与王五厂").check()


def hand_over(page: Page, to: Actor) -> None:
    page.get_by_role("button", name="移交经办人").click()
    page.get_by_label("移交给").select_option(str(to.post.pk))  # type: ignore[union-attr]
    page.get_by_label("原因").fill("轮岗")
    page.get_by_role("button", name="预览每条的结果").click()
    expect(page.get_by_text("蔡小岚 → 岑立")).to_have_count(2)
    assert_clean(page)
    page.get_by_role("button", name="确认办理勾选的各条").click()
    expect(page.get_by_text("勾选的 2 条中，2 条已办理")).to_be_visible()
    assert_clean(page)


def test_two_of_three_matters_change_hands(
    page: Page, three: list[Matter], supervisor: Actor, second_caseworker: Actor
):
    watched(page)
    choose(page, supervisor)
    expect(page.get_by_text("已勾选 2")).to_be_visible()
    page.get_by_label("选择本页全部").check()
    expect(page.get_by_text("已勾选 3")).to_be_visible()
    page.get_by_label("选择 李四与李四厂").uncheck()
    assert_clean(page)
    hand_over(page, second_caseworker)
    owners = list(Matter.objects.order_by("pk").values_list("owner__user__display_name", flat=True))
    assert owners == ["岑立", "蔡小岚", "岑立"]


def test_the_same_on_a_phone_without_a_script(
    new_context: Callable[..., BrowserContext], three: list[Matter], supervisor: Actor, second_caseworker: Actor
):
    page = new_context(viewport=PHONE, java_script_enabled=False).new_page()
    choose(page, supervisor)
    page.get_by_role("button", name="移交经办人").click()
    page.get_by_label("移交给").select_option(str(second_caseworker.post.pk))  # type: ignore[union-attr]
    page.get_by_label("原因").fill("轮岗")
    page.get_by_role("button", name="预览每条的结果").click()
    page.get_by_role("button", name="确认办理勾选的各条").click()
    expect(page.get_by_text("勾选的 2 条中，2 条已办理")).to_be_visible()
