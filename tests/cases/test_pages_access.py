"""Who reaches which page: strangers find nothing, colleagues without the right read why."""

import pytest
from django.urls import reverse

from cases import states
from cases.services import conduct
from cases.urls import urlpatterns
from tests.cases.pages import said
from tests.cast import NOON
from unionlaw.matters.services import care
from unionlaw.web import policy

VERBS = [
    "request_supplement", "receive_supplement", "grant", "grant_urgently", "refuse", "object_to_refusal",
    "uphold_refusal", "refer_elsewhere", "withdraw", "add_material", "assign", "accept_assignment",
    "decline_assignment", "replace_lawyer", "set_stage", "schedule_hearing", "log_filing", "log_work",
    "record_outcomes", "record_payment", "close_case", "reopen_case", "facts", "add_applicant", "add_respondent",
    "name_representatives",
]  # fmt: skip


def test_every_route_of_cases_names_a_right():
    missing = [
        pattern.name for pattern in urlpatterns if not isinstance(policy.of_view(pattern.callback), policy.Right)
    ]
    assert missing == []


def test_a_stranger_finds_no_case_and_learns_nothing(walk, neighbour, neighbour_supervisor, other_lawyer, sign_in):
    case, wrong = walk.apply(), []
    for stranger in (neighbour, neighbour_supervisor, other_lawyer):
        client = sign_in(stranger)
        assert client.get(reverse("cases:aid_case", args=[case.pk])).status_code == 404
        for verb in VERBS:
            answers = {
                method(reverse(f"cases:{verb}", args=[pk])).status_code
                for method in (client.get, client.post)
                for pk in (case.pk, 987654)
            }
            # Without the right the role alone decides, whether or not there is a case; with it nothing is found.
            if answers not in ({404}, {403}):
                wrong.append((verb, stranger.role, answers))
    assert wrong == []


def test_a_colleague_without_the_right_reads_why(walk, caseworker, sign_in):
    case = walk.to(states.SUBMITTED)
    response = sign_in(caseworker).get(reverse("cases:grant", args=[case.pk]))
    assert response.status_code == 403
    assert "“审查援助申请”需要负责人岗位" in said(response)


def test_a_lawyer_reads_that_only_the_assigned_one_may(walk, other_lawyer, supervisor, lawyer, sign_in):
    case = walk.to(states.CONDUCTING)
    assert sign_in(lawyer).get(reverse("cases:log_work", args=[case.pk])).status_code == 200
    assert sign_in(other_lawyer).get(reverse("cases:log_work", args=[case.pk])).status_code == 404
    assert sign_in(supervisor).get(reverse("cases:log_work", args=[case.pk])).status_code == 403


def test_an_action_that_the_status_forbids_says_so_and_leads_back(walk, supervisor, sign_in):
    case = walk.to(states.SUBMITTED)
    response = sign_in(supervisor).get(reverse("cases:assign", args=[case.pk]))
    assert response.status_code == 409
    assert "只有“待指派”时才能“指派律师”" in said(response)
    assert reverse("cases:aid_case", args=[case.pk]) in said(response)


def test_every_action_of_the_menu_stands_there_with_its_reason(walk, caseworker, sign_in):
    case = walk.to(states.SUBMITTED)
    page = sign_in(caseworker).get(reverse("cases:aid_case", args=[case.pk])).context["page"]
    assert page.primary is None
    reasons = {str(action.label): action.refusal for action in page.actions}
    assert reasons["决定援助"].startswith("“审查援助申请”需要")
    assert "待指派" in reasons["指派律师"] or "需要负责人" in reasons["指派律师"]
    assert reasons["申请人撤回"] == ""


@pytest.mark.parametrize(
    ("status", "who", "label"),
    [
        (states.SUBMITTED, "supervisor", "决定援助"),
        (states.GRANTED, "supervisor", "指派律师"),
        (states.ASSIGNED, "lawyer", "接受指派"),
        (states.CONDUCTING, "lawyer", "登记结果"),
    ],
)
def test_the_page_offers_one_next_step(walk, sign_in, status, who, label):
    case = walk.to(status)
    response = sign_in(getattr(walk, who)).get(reverse("cases:aid_case", args=[case.pk]))
    assert str(response.context["page"].primary.label) == label


def test_a_partner_organ_sees_the_case_but_not_the_work_behind_it(
    walk, supervisor, partner, hr_bureau, lawyer, sign_in
):
    case = walk.to(states.CONDUCTING)
    address = reverse("cases:aid_case", args=[case.pk])
    assert sign_in(partner).get(address).status_code == 404
    care.refer(matter_id=case.pk, to=hr_bureau, reason="请核查欠薪", by=supervisor, at=NOON)
    care.add_note(matter_id=case.pk, text="内部意见", by=supervisor, at=NOON)
    conduct.log_work(case_id=case.pk, worked_on=NOON.date(), minutes=30, what="研究证据", by=lawyer, at=NOON)
    page = said(sign_in(partner).get(address))
    assert "张三" in page
    assert "内部意见" not in page
    assert "研究证据" not in page
