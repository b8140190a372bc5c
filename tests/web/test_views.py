from django.test import Client

from unionlaw.accounts.models import Draft

GOOD = {"name": "李四", "kind": "m", "version": "3"}


def test_the_form_page_carries_the_version_and_describes_its_fields(staff: Client):
    page = staff.get("/record/").text
    assert '<input type="hidden" name="version" value="3">' in page
    assert "<legend>基本情况</legend>" in page
    assert 'aria-describedby="id_name_helptext"' in page
    assert 'data-draft="record.rename"' in page


def test_a_good_form_calls_the_service_says_so_and_moves_on(staff: Client):
    answer = staff.post("/record/", GOOD, follow=True)
    assert answer.redirect_chain == [("/record/", 302)]
    assert "已改名。" in answer.text


def test_a_good_form_sent_by_htmx_moves_the_browser_on(staff: Client):
    answer = staff.post("/record/", GOOD, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == "/record/"


def test_bad_input_is_explained_beside_the_field_and_on_top_and_nothing_is_lost(staff: Client):
    answer = staff.post("/record/", {**GOOD, "amount": "很多", "on": "昨天"})
    assert answer.status_code == 422
    assert '<a href="#id_amount">金额：' in answer.text
    assert 'id="id_amount_error"' in answer.text
    assert 'value="很多"' in answer.text
    assert 'value="李四"' in answer.text


def test_what_the_service_finds_wrong_stands_beside_the_field_it_names(staff: Client):
    answer = staff.post("/record/", {**GOOD, "name": "重名"})
    assert answer.status_code == 422
    assert '<a href="#id_name">姓名：已有同名记录，请核对。</a>' in answer.text
    assert "<li>整体有误。</li>" in answer.text
    assert 'value="重名"' in answer.text


def test_a_stale_form_shows_what_changed_and_keeps_what_was_typed(staff: Client):
    answer = staff.post("/record/", {**GOOD, "version": "2"})
    assert answer.status_code == 409
    assert "岑立刚刚改过这条记录。" in answer.text
    assert "姓名：张三 → 张三丰" in answer.text
    assert 'value="李四"' in answer.text
    assert 'name="version" value="3"' in answer.text


def test_a_missing_or_nonsense_version_counts_as_stale(staff: Client):
    for version in ("", "x", "９", "1" * 400):
        assert staff.post("/record/", {**GOOD, "version": version}).status_code == 409


def test_a_refusal_is_a_page_with_the_reason(staff: Client):
    answer = staff.post("/record/", {**GOOD, "name": "拒绝"})
    assert answer.status_code == 403
    assert "这件事要负责人来办。" in answer.text


def test_what_one_may_not_know_of_is_not_found(staff: Client):
    assert staff.post("/record/", {**GOOD, "name": "没有"}).status_code == 404


def test_the_loser_of_two_claims_is_told_who_won(staff: Client):
    answer = staff.post("/record/", {**GOOD, "name": "抢走"})
    assert answer.status_code == 409
    assert "岑立" in answer.text


def test_a_confirmation_asks_for_a_reason_on_a_page_of_its_own(staff: Client):
    assert "btn-danger" in staff.get("/record/remove/").text
    assert staff.post("/record/remove/", {"reason": " "}).status_code == 422
    assert staff.post("/record/remove/", {"reason": "重复登记"}).status_code == 302


def test_success_throws_the_draft_away(staff: Client):
    staff.post("/drafts/record.rename/", {"name": "王"})
    assert Draft.objects.count() == 1
    staff.post("/record/", GOOD)
    assert Draft.objects.count() == 0
