"""A letter drafted on screen: what it lacks is said at once, rows come and go, nothing typed is lost."""

import pytest
from django.urls import reverse

from monitoring_letters import states
from monitoring_letters.models import SupervisionLetter
from monitoring_letters.services.drafting import draft_letter
from tests.cases.pages import said
from tests.cast import NOON
from tests.documents.conftest import PDF, folder, upload  # noqa: F401  fixture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


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


def test_a_letter_begins_with_instrument_employer_and_topic(sign_in, caseworker, company):
    data = {"instrument": "notice", "reach": "single", "employer": company.pk, "topic": "pay"}
    response = sign_in(caseworker).post(address("draft_letter"), data)
    letter = SupervisionLetter.objects.get()
    assert response.url == address("letter", letter.pk)
    assert letter.matter.title == "关于光影传媒有限公司劳动报酬问题的提示函"


def test_a_public_letter_names_an_audience_instead_of_an_employer(sign_in, caseworker):
    client = sign_in(caseworker)
    data = {"instrument": "notice", "reach": "industry", "topic": "heat"}
    refused = client.post(address("draft_letter"), data)
    assert refused.status_code == 422
    assert 'id="id_audience_error"' in said(refused)
    assert client.post(address("draft_letter"), {**data, "audience": "全区快递企业"}).status_code == 302
    opinion = client.post(address("draft_letter"), {**data, "instrument": "opinion", "audience": "全区快递企业"})
    assert "面向行业或区域的只能是提示函。" in said(opinion)


def test_what_each_instrument_needs_is_said_before_anything_is_typed(sign_in, caseworker, town_caseworker):
    page = said(sign_in(caseworker).get(address("draft_letter")))
    assert "2名以上监督员调查并作笔录" in page
    assert "此前已发意见书" in page
    assert "工会劳动法律监督办法" in page
    towns = sign_in(town_caseworker).get(address("draft_letter")).context["preconditions"]
    assert {row["label"]: row["issuer"].name for row in towns}["建议书"] == "越山区总工会", "the county issues it"


def test_the_page_of_a_draft_says_what_is_lacking_and_links_to_it(bare, sign_in, caseworker):
    letter = bare()
    response = sign_in(caseworker).get(address("letter", letter.pk))
    lacking = dict(response.context["lacking"])
    assert lacking["请至少填写一项要求。"] == address("set_demands", letter.pk)
    assert lacking["请写明法律依据。"] == address("amend_letter", letter.pk)
    assert address("record_inquiry", letter.pk) in lacking.values()
    page = response.context["page"]
    assert page.primary is None
    assert {str(a.label): a.refusal for a in page.actions}["提交法律审核"] == "请至少填写一项要求。"


def test_a_complete_draft_offers_its_review_as_the_next_step(walk, sign_in, caseworker):
    response = sign_in(caseworker).get(address("letter", walk.draft("opinion").pk))
    assert response.context["ready"]
    assert str(response.context["page"].primary.label) == "提交法律审核"


def test_the_text_is_amended_and_the_reply_date_checked(bare, post, opened, walk):
    letter = bare()
    assert "exception" not in opened("amend_letter", letter).context["form"].fields, "nothing need go before"
    late = post("amend_letter", letter, topic="pay", title="", facts="欠薪两月。", reply_by="2026-01-01")
    assert late.status_code == 422
    assert 'id="id_reply_by_error"' in said(late)
    assert "欠薪两月。" in said(late)
    data = {
        "topic": "pay",
        "title": "",
        "facts": "欠薪两月。",
        "legal_basis": "劳动法第50条。",
        "reply_by": "2026-12-11",
    }
    assert post("amend_letter", letter, **data).url.endswith("#letter")
    assert walk.fresh(letter).legal_basis == "劳动法第50条。"


def test_a_recommendation_names_its_authority_and_why_nothing_went_before(bare, post, opened, walk, hr_bureau):
    letter = bare("recommendation")
    form = opened("amend_letter", letter).context["form"]
    assert list(form.fields["authority"].queryset) == [hr_bureau]
    data = {"topic": "pay", "title": "", "authority": hr_bureau.pk, "exception": "群体事件，情况紧急"}
    assert post("amend_letter", letter, **data).status_code == 302
    assert walk.fresh(letter).authority == hr_bureau


def test_the_draft_is_given_up_or_put_right_before_it_is_sent(walk, post):
    given_up = walk.draft("notice")
    assert post("withdraw_draft", given_up, reason="").status_code == 422
    assert post("withdraw_draft", given_up, reason="另案处理").status_code == 302
    assert walk.fresh(given_up).matter.status_id == states.WITHDRAWN
    early = walk.draft("notice")
    assert post("record_early_correction", early, corrected_on="2026-11-20", note="当天付清").status_code == 302
    assert walk.fresh(early).matter.status_id == states.CORRECTED_EARLY


def test_strangers_find_no_draft_and_nothing_can_be_written_after_submission(walk, sign_in, neighbour, post, opened):
    letter = walk.draft("opinion")
    for verb in ("amend_letter", "set_demands", "set_findings", "set_copies", "record_inquiry", "remove_inquiry"):
        for method in ("get", "post"):
            assert getattr(sign_in(neighbour), method)(address(verb, letter.pk)).status_code == 404
        with_rows = sign_in(neighbour).post(address(verb, letter.pk), {"do": "add:demand"})
        assert with_rows.status_code == 404
    walk.do("submit_for_review", letter)
    for verb in ("amend_letter", "set_demands"):
        response = opened(verb, letter)
        assert response.status_code == 409
        assert "法律审核中" in said(response) or "起草中" in said(response)
