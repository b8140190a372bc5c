"""Review, approval and issue on screen: four eyes, the letter in view, those who are next are told."""

from datetime import timedelta

import pytest
from django.urls import reverse

from monitoring_letters import states
from tests.cases.pages import said
from tests.cases.test_pages_queries import count
from tests.cast import NOON, appoint
from tests.documents.conftest import folder  # noqa: F401  fixture
from unionlaw.documents.services.templates import load_shipped
from unionlaw.network.actors import Actor
from unionlaw.network.roles import Role
from unionlaw.notices.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


def address(name, *args):
    return reverse(f"monitoring_letters:{name}", args=args)


def status_of(walk, letter):
    return walk.fresh(letter).matter.status_id


def told(kind):
    return {notice.user.display_name for notice in Notice.objects.filter(kind=kind).select_related("user")}


def test_the_drafter_chooses_among_supervisors_and_lawyers_but_not_themselves(walk, opened, post, lawyer):
    letter = walk.draft("opinion")
    choices = dict(opened("submit_for_review", letter).context["form"].fields["reviewer_post_id"].choices)
    assert str(lawyer.user) in " ".join(map(str, choices.values()))
    assert str(walk.caseworker.user) not in " ".join(map(str, choices.values()))
    assert post("submit_for_review", letter, reviewer_post_id=lawyer.post.pk).status_code == 302
    assert walk.fresh(letter).reviewer_id == lawyer.post.pk
    assert told("letter.to_review") == {lawyer.user.display_name}


def test_what_is_lacking_keeps_the_draft_on_the_desk(walk, opened, caseworker):
    letter = walk.draft("opinion")
    walk.do("set_demands", letter, demands=[])
    response = opened("submit_for_review", letter)
    assert response.status_code == 409
    assert "请至少填写一项要求。" in said(response)


def test_the_ladder_says_who_has_decided_and_who_waits(walk, sign_in, caseworker):
    letter = walk.to(states.APPROVAL)
    rounds = sign_in(caseworker).get(address("letter", letter.pk)).context["rounds"]
    marks = [(row["step"].position, row["step"].decision, row["waits"]) for row in rounds[0]["steps"]]
    assert marks == [(0, "approved", False), (1, "", True), (2, "", False)]
    page = said(sign_in(caseworker).get(address("letter", letter.pk)))
    assert 'aria-current="step"' in page
    assert "现在等待审批" in page


def test_a_letter_goes_up_the_ladder_and_everyone_concerned_is_told(walk, post):
    letter = walk.to(states.REVIEW)
    assert post("pass_review", letter, opinion="依据充分").status_code == 302
    assert told("letter.to_approve") == {walk.supervisor.user.display_name}
    assert post("approve", letter, opinion="同意").status_code == 302
    assert told("letter.to_approve") == {walk.supervisor.user.display_name, walk.approver.user.display_name}
    assert told("letter.approved") == set()
    assert post("approve", letter, opinion="").status_code == 302
    assert status_of(walk, letter) == states.APPROVED
    assert told("letter.approved") == {walk.caseworker.user.display_name}
    response = post("issue", letter)
    assert response.status_code == 302
    assert walk.fresh(letter).document_number == "越工监意〔2026〕1号"
    assert told("letter.issued") == {walk.caseworker.user.display_name}


@pytest.mark.parametrize(
    ("status", "verb"), [(states.REVIEW, "return_from_review"), (states.APPROVAL, "return_for_changes")]
)
def test_a_return_needs_a_reason_and_tells_the_drafter(walk, post, status, verb):
    letter = walk.to(status)
    refused = post(verb, letter, reason="")
    assert refused.status_code == 422
    assert 'id="id_reason_error"' in said(refused)
    assert post(verb, letter, reason="第二项要求没有依据").status_code == 302
    assert status_of(walk, letter) == states.DRAFTING
    assert told("letter.returned") == {walk.caseworker.user.display_name}


def test_nobody_reviews_or_approves_what_they_drafted(walk, supervisor, approver, opened):
    letter = walk.draft("opinion", by=supervisor)
    walk.do("submit_for_review", letter, by=supervisor, reviewer_post_id=None)
    response = opened("pass_review", letter, by=supervisor)
    assert response.status_code == 409
    assert "须由他人审核、审批和更正" in said(response)


def test_the_one_who_is_not_next_reads_whose_turn_it_is(walk, opened, post, approver):
    letter = walk.to(states.APPROVAL)
    response = opened("approve", letter, by=approver)
    assert response.status_code == 409
    assert "越山区总工会的负责人审批" in said(response)
    assert post("approve", letter, by=approver).status_code == 403


def test_the_approver_sees_the_letter_as_it_will_be_printed(walk, opened, sign_in, folder, supervisor, neighbour):  # noqa: F811
    load_shipped(by=Actor.system("tests"), at=NOON)
    letter = walk.to(states.APPROVAL)
    response = opened("approve", letter)
    assert len(response.context["pages"]) >= 1
    assert "data:image/png;base64," in said(response)
    assert "依据充分" in said(response), "the opinions before are in view"
    pdf = sign_in(supervisor).get(address("preview_letter", letter.pk))
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF")
    assert sign_in(neighbour).get(address("preview_letter", letter.pk)).status_code == 404


def test_without_a_template_the_words_are_shown_instead(walk, opened, sign_in, supervisor):
    letter = walk.to(states.APPROVAL)
    page = said(opened("approve", letter))
    assert "支付张三工资" in page
    assert "data:image/png" not in page
    assert sign_in(supervisor).get(address("preview_letter", letter.pk)).status_code == 404


def test_the_seal_is_offered_only_where_it_can_be_placed(walk, opened, post):
    letter = walk.to(states.APPROVED)
    form = opened("issue", letter).context["form"]
    assert form.fields["sealed"].disabled
    assert form.fields["sealed"].help_text
    assert post("issue", letter, sealed="on").status_code == 302, "a seal that cannot be placed is not placed"


def test_a_reply_date_that_has_come_sends_the_letter_back(walk, post):
    letter = walk.draft("notice", at=NOON)
    walk.do("amend_letter", letter, reply_by=NOON.date(), facts="欠薪")
    letter = walk.to(states.APPROVED, letter)
    response = post("issue", letter)
    assert response.status_code == 422
    assert "要求答复日期已到" in said(response)


def test_the_desk_and_the_list_show_what_waits_for_a_decision(walk, sign_in, supervisor, approver, caseworker, lawyer):
    waiting, reviewing = walk.to(states.APPROVAL), walk.to(states.REVIEW)

    def listed(actor):
        return said(sign_in(actor).get(f"{address('letters')}?my_turn=true"))

    assert waiting.matter.number in listed(supervisor)
    assert waiting.matter.number not in listed(approver), "the step below is not taken yet"
    assert reviewing.matter.number in listed(lawyer)
    assert reviewing.matter.number not in listed(supervisor), "another was asked by name"
    assert waiting.matter.number not in listed(caseworker)
    walk.do("approve", waiting)
    assert waiting.matter.number in listed(approver)
    desk = said(sign_in(approver).get("/"))
    assert "待我审批" in desk
    assert "待制发" in desk


def test_letters_whose_reply_is_late_are_found(walk, sign_in, caseworker):
    late, answered = walk.to(states.SERVED, at=NOON - timedelta(days=60)), walk.to(states.REPLIED)
    page = said(sign_in(caseworker).get(f"{address('letters')}?reply_overdue=true"))
    assert late.matter.number in page
    assert answered.matter.number not in page


def test_the_employer_of_a_filter_is_named_on_its_chip(walk, sign_in, caseworker):
    letter = walk.draft("notice")
    page = said(sign_in(caseworker).get(f"{address('letters')}?employer={letter.employer_id}"))
    assert "用人单位：光影传媒有限公司" in page.replace("</span>", "")


@pytest.mark.parametrize("query", ["", "?my_turn=true", "?reply_overdue=true", "?topic=pay&instrument=opinion"])
def test_a_list_of_letters_costs_the_same_for_one_row_and_for_five(walk, sign_in, supervisor, query):
    client, url = sign_in(supervisor), address("letters") + query
    walk.to(states.APPROVAL)
    one = count(client, url)
    for _ in range(4):
        walk.to(states.APPROVAL)
    assert count(client, url) == one <= 12


def test_a_list_of_leads_costs_the_same_for_one_row_and_for_five(walk, sign_in, caseworker):
    client, url = sign_in(caseworker), address("leads")
    walk.lead()
    one = count(client, url)
    for _ in range(4):
        walk.lead()
    assert count(client, url) == one <= 12


def test_a_partner_organ_sees_the_letter_but_not_how_it_was_weighed(walk, sign_in, hr_bureau):
    letter = walk.to(states.ISSUED, instrument="recommendation")
    officer = appoint("renshe", "任晗", hr_bureau, Role.PARTNER)
    response = sign_in(officer).get(address("letter", letter.pk))
    assert response.status_code == 200
    assert response.context["rounds"] == []
    assert "依据充分" not in said(response)
    assert "情况紧急" not in said(response)
