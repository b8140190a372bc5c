"""What a draft states and demands, typed in rows that come and go without JavaScript; inquiries and copies."""

import pytest
from django.urls import reverse

from monitoring_letters.services.content import DemandInput
from monitoring_letters.services.drafting import draft_letter
from tests.cases.pages import said
from tests.cases.test_pages_queries import count
from tests.cast import NOON
from tests.documents.conftest import PDF, folder, upload  # noqa: F401  fixture
from unionlaw.documents import services as documents

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

INQUIRY = {
    "held_on": "2026-11-19", "place": "公司会议室", "heard": "经理陈某、职工代表两名", "text": "查看九月工资表。",
    "cooperative": "on", "supervisor": ["0", "1"], "supervisor0-name": "何晓岚", "supervisor0-certificate": "粤监001",
    "supervisor1-name": "岑立", "supervisor1-certificate": "粤监002",
}  # fmt: skip


def address(name, *args):
    return reverse(f"monitoring_letters:{name}", args=args)


@pytest.fixture
def company(walk):
    return walk.make_employer("光影传媒有限公司")


@pytest.fixture
def bare(walk, company, caseworker):
    """A draft that says nothing yet."""

    def make(instrument="opinion"):
        return draft_letter(instrument=instrument, topic="pay", employer=company, by=caseworker, at=NOON)

    return make


def test_demands_are_typed_in_rows_with_yuan_and_the_worker_they_are_for(bare, post, walk):
    letter = bare()
    claim = walk.claim(letter)
    response = post(
        "set_demands",
        letter,
        demand=["0", "1"],
        **{
            "demand0-text": "支付张三工资", "demand0-basis": "劳动法第50条", "demand0-claim_id": claim.pk,
            "demand0-amount": "5万", "demand1-text": "建立工资台账",
        },
    )  # fmt: skip
    assert response.status_code == 302, said(response)
    assert [(d.text, d.amount, d.claim_id) for d in letter.demands.all()] == [
        ("支付张三工资", 5_000_000, claim.pk),
        ("建立工资台账", 0, None),
    ]


def test_rows_are_added_moved_and_removed_by_buttons_alone(bare, post):
    letter = bare()
    typed = {"demand": ["0", "1"], "demand0-text": "甲", "demand1-text": "乙", "demand1-amount": "不是钱"}
    for do, keys in (("add:demand", "012"), ("drop:demand:0", "1"), ("up:demand:1", "10"), ("drop:demand:7", "01")):
        response = post("set_demands", letter, do=do, **typed)
        assert response.status_code == 200
        assert [row.key for row in response.context["form"].rows] == list(keys)
        assert "不是钱" in said(response)
        assert "field-error" not in said(response), "no complaint while rows are moved"
    assert not letter.demands.exists()


def test_what_is_wrong_with_a_row_stands_beside_it_and_spare_rows_do_not_count(bare, post):
    letter = bare()
    response = post(
        "set_demands", letter, demand=["0", "1", "2"],
        **{"demand1-text": "支付工资", "demand1-amount": "很多", "demand2-basis": "劳动法第50条"},
    )  # fmt: skip
    page = said(response)
    assert response.status_code == 422
    assert 'id="id_demand1-amount_error"' in page
    assert 'id="id_demand2-text_error"' in page
    assert 'id="id_demand0-text_error"' not in page
    assert "支付工资" in page


def test_what_the_service_refuses_in_a_row_stands_beside_the_row(bare, post):
    letter = bare()
    page = said(post("set_demands", letter, demand=["3"], **{"demand3-text": "付款", "demand3-amount": "-5"}))
    assert 'id="id_demand3-amount_error"' in page


def test_a_claim_of_another_dispute_cannot_be_named(bare, post, walk):
    other = walk.claim(walk.draft("notice"))
    letter = bare()
    walk.claim(letter)
    page = said(post("set_demands", letter, demand=["0"], **{"demand0-text": "付款", "demand0-claim_id": other.pk}))
    assert 'id="id_demand0-claim_id_error"' in page


def test_findings_cite_papers_of_the_folder(bare, post, opened, caseworker, folder):  # noqa: F811
    letter = bare()
    paper = documents.add_document(
        matter_id=letter.pk, upload=upload("九月工资表.pdf", PDF), kind="evidence", by=caseworker, at=NOON
    )
    assert "九月工资表" in said(opened("set_findings", letter))
    response = post("set_findings", letter, finding=["0"], **{"finding0-text": "欠薪", "finding0-document": paper.pk})
    assert response.status_code == 302
    assert letter.findings.get().document == paper


def test_an_inquiry_by_two_supervisors_is_written_down(bare, post, sign_in, caseworker):
    letter = bare()
    assert post("record_inquiry", letter, **INQUIRY).status_code == 302
    inquiry = letter.inquiries.get()
    assert [one.name for one in inquiry.supervisors.all()] == ["何晓岚", "岑立"]
    page = said(sign_in(caseworker).get(address("letter", letter.pk)))
    assert "查看九月工资表。" in page
    assert "粤监002" in page


def test_one_supervisor_is_not_enough_and_a_day_to_come_is_none(bare, post):
    letter = bare()
    alone = post("record_inquiry", letter, **{**INQUIRY, "supervisor1-name": "", "supervisor1-certificate": ""})
    assert alone.status_code == 422
    assert "须有两名以上监督员。" in said(alone)
    assert "查看九月工资表。" in said(alone)
    tomorrow = post("record_inquiry", letter, **{**INQUIRY, "held_on": "2026-11-25"})
    assert 'id="id_held_on_error"' in said(tomorrow)


def test_an_inquiry_is_taken_out_again(walk, post, opened):
    letter = walk.draft("opinion")
    inquiry = letter.inquiries.get()
    assert opened("remove_inquiry", letter, query=f"?inquiry={inquiry.pk}").context["form"][
        "inquiry_id"
    ].value() == str(inquiry.pk)
    assert post("remove_inquiry", letter, inquiry_id=inquiry.pk).status_code == 302
    assert not letter.inquiries.exists()


def test_copies_are_ticked_among_the_organs_that_work_with_the_union(bare, post, opened, hr_bureau, court):
    letter = bare()
    offered = set(opened("set_copies", letter).context["form"].fields["organisations"].queryset)
    assert {hr_bureau, court} <= offered
    assert post("set_copies", letter, organisations=[hr_bureau.pk, court.pk]).status_code == 302
    assert letter.copies.count() == 2
    assert post("set_copies", letter).status_code == 302
    assert not letter.copies.exists()


def test_two_who_write_at_once_do_not_overwrite_each_other(bare, post):
    letter = bare()
    version = letter.matter.version
    assert post("set_demands", letter, demand=["0"], version=version, **{"demand0-text": "甲"}).status_code == 302
    second = post("set_demands", letter, demand=["0"], version=version, **{"demand0-text": "乙"})
    assert second.status_code == 409
    assert "乙" in said(second)
    assert letter.demands.get().text == "甲"


def test_a_letter_costs_as_many_queries_with_twenty_demands_as_with_two(walk, sign_in, caseworker):
    few, many = walk.draft("opinion"), walk.draft("opinion")
    walk.do("set_demands", many, demands=[DemandInput(f"要求{n}") for n in range(20)])
    client = sign_in(caseworker)
    for name in ("letter", "set_demands"):
        assert count(client, address(name, many.pk)) <= count(client, address(name, few.pk))
