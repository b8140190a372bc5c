"""What the frame does with JavaScript: search key, drafts, input methods."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PASSWORD, as_user, assert_clean
from unionlaw.accounts.models import Draft
from unionlaw.network.actors import Actor


@pytest.fixture
def desk(page: Page, transactional_db: None, caseworker: Actor, settings: object) -> Page:
    settings.ROOT_URLCONF = "tests.web.urls"  # type: ignore[attr-defined]
    caseworker.user.set_password(PASSWORD)
    caseworker.user.save()
    return as_user(page, "cai")


def test_a_slash_goes_to_the_search_box_unless_one_is_typing(desk: Page):
    desk.goto("/record/")
    desk.locator("body").press("/")
    search = desk.get_by_role("searchbox", name="搜索")
    expect(search).to_be_focused()
    expect(search).to_have_value("")
    desk.get_by_label("姓名").fill("")
    desk.get_by_label("姓名").press("/")
    expect(desk.get_by_label("姓名")).to_have_value("/")


def test_a_half_filled_form_is_saved_by_itself_and_comes_back(desk: Page):
    desk.goto("/record/")
    desk.get_by_label("姓名").fill("欧阳小满")
    desk.get_by_label("女").check()
    expect(desk.locator("[data-draft-state]")).to_contain_text("草稿已于")
    desk.goto("/all/")
    desk.goto("/record/")
    expect(desk.get_by_label("姓名")).to_have_value("欧阳小满")
    expect(desk.get_by_label("女")).to_be_checked()
    expect(desk.get_by_text("已恢复您在")).to_be_visible()
    assert_clean(desk)
    desk.get_by_role("button", name="丢弃草稿").click()
    expect(desk.get_by_label("姓名")).to_have_value("")
    assert Draft.objects.count() == 0


def test_half_typed_chinese_is_neither_saved_nor_searched(desk: Page):
    desk.goto("/record/")
    asked: list[str] = []
    desk.on("request", lambda request: asked.append(request.url))
    keyboard = desk.context.new_cdp_session(desk)
    desk.get_by_label("姓名").focus()
    for typed in ("o", "ou", "ou'y", "ou'yang"):
        keyboard.send(
            "Input.imeSetComposition", {"text": typed, "selectionStart": len(typed), "selectionEnd": len(typed)}
        )
    desk.wait_for_timeout(3500)
    assert [url for url in asked if "drafts" in url] == []
    keyboard.send("Input.insertText", {"text": "欧阳"})
    expect(desk.locator("[data-draft-state]")).to_contain_text("草稿已于", timeout=8000)
    assert Draft.objects.get().text() == "name=%E6%AC%A7%E9%98%B3&amount=&on="


def test_errors_get_the_focus_and_keep_what_was_typed(desk: Page):
    desk.goto("/record/")
    desk.get_by_label("姓名").fill("重名")
    desk.get_by_label("男").check()
    desk.get_by_role("button", name="保存").click()
    expect(desk.locator(".error-summary")).to_be_focused()
    desk.get_by_role("link", name="姓名：已有同名记录，请核对。").click()
    expect(desk.get_by_label("姓名")).to_be_focused()
    expect(desk.get_by_label("姓名")).to_have_value("重名")
    assert_clean(desk)


def test_the_page_of_a_refusal_and_a_conflict_are_accessible(desk: Page):
    for path in ("/some/", "/record/remove/"):
        desk.goto(path)
        assert_clean(desk)
    desk.goto("/record/")
    desk.get_by_label("姓名").fill("抢走")
    desk.get_by_label("男").check()
    desk.get_by_role("button", name="保存").click()
    expect(desk.get_by_role("heading", name="已被他人办理")).to_be_visible()
    assert_clean(desk)
