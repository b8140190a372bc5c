"""Leads and letters over the API: the same steps, the same wall, the same filters."""

import pytest

from monitoring_letters import states
from tests.api.conftest import an_hour_later, call, problem  # noqa: F401  fixtures

pytestmark = pytest.mark.django_db

LEADS, LETTERS = "/api/v1/leads/", "/api/v1/supervision-letters/"
TODAY = "2026-11-20"


@pytest.fixture
def post(call):  # noqa: F811
    """Do something as someone and give the answer, which must be a success."""

    def do(actor, path, body=None):
        response = call(actor).post(path, body or {}, format="json")
        assert response.status_code in (200, 201), response.content.decode()
        return response.json()

    return do


def test_a_lead_becomes_an_opinion_that_is_served_answered_and_closed(walk, call, post):  # noqa: F811
    employer = walk.make_employer("光影传媒有限公司")
    desk, boss, approver = walk.caseworker, walk.supervisor, walk.approver
    said = {"source": "hotline", "employer": employer.pk, "topic": "pay", "content": "拖欠工资"}
    lead = post(desk, LEADS, said)
    post(desk, f"{LEADS}{lead['id']}/assess-lead/", {"proposal": "opinion", "assessment": "属实"})
    letter = post(desk, LETTERS, {"instrument": "opinion", "topic": "pay", "lead_id": lead["id"]})
    at = f"{LETTERS}{letter['id']}/"
    two = [{"name": "何晓岚", "certificate": "001"}, {"name": "岑立"}]
    inquiry = {"held_on": TODAY, "text": "笔录", "supervisors": two}
    post(desk, f"{at}record-inquiry/", inquiry)
    post(desk, f"{at}set-findings/", {"findings": [{"text": "拖欠两个月", "evidence": "工资表"}]})
    shown = post(desk, f"{at}set-demands/", {"demands": [{"text": "支付工资", "amount": 500_000}]})
    post(desk, f"{at}amend-letter/", {"legal_basis": "劳动法第50条", "reply_by": "2026-12-01"})
    post(desk, f"{at}submit-for-review/", {"reviewer_post_id": walk.lawyer.post.pk})
    assert call(walk.lawyer).post(f"{at}pass-review/").status_code == 204, "the lawyer no longer sees it"
    post(boss, f"{at}approve/")
    post(approver, f"{at}approve/")
    assert post(approver, f"{at}issue/")["document_number"] == "越工监意〔2026〕1号"
    sent = {"method": "mail", "sent_to": "公司", "sent_on": TODAY, "tracking_number": "EMS1"}
    attempt = post(desk, f"{at}start-service/", sent)["attempts"][0]["id"]
    served = post(desk, f"{at}confirm-service/", {"attempt_id": attempt, "served_on": TODAY, "proof": "回执"})
    assert (served["status"], served["next_due_on"]) == (states.SERVED, "2026-12-01")
    demand = shown["demands"][0]["id"]
    point = {"demand_id": demand, "stance": "done"}
    post(desk, f"{at}record-reply/", {"received_on": TODAY, "how": "paper", "points": [point]})
    post(desk, f"{at}record-payment/", {"demand_id": demand, "amount": 500_000, "paid_on": TODAY})
    post(desk, f"{at}reinspect/", {**inquiry, "judgements": [{"demand_id": demand, "judgement": "corrected"}]})
    closed = post(approver, f"{at}close-letter/", {"closing_note": "已整改"})
    assert (closed["status"], closed["result"], closed["recovered"]) == (states.CLOSED, "corrected", 500_000)
    assert [link["number"] for link in closed["links"]] == [lead["number"]]


def test_the_next_instrument_is_linked_to_the_former(walk, post):
    letter = walk.to(states.UNANSWERED)
    shown = post(
        walk.caseworker, f"{LETTERS}{letter.pk}/prepare-next/", {"reason": "逾期", "authority": walk.bureau.pk}
    )
    assert shown["status"] == states.ESCALATED
    assert [(link["kind"], link["relation"], link["outward"]) for link in shown["links"]] == [
        ("supervision_letter", "follows", False)
    ]


def test_lists_are_filtered_by_what_letters_are(walk, call):  # noqa: F811
    notice, opinion = walk.draft("notice"), walk.to(states.SERVED)
    client = call(walk.supervisor)

    def found(query):
        return {row["id"] for row in client.get(f"{LETTERS}?{query}").json()["results"]}

    assert found("") == {notice.pk, opinion.pk}
    assert found("instrument=opinion") == {opinion.pk}
    assert found(f"employer={notice.employer_id}") == {notice.pk}
    assert found(f"status={states.SERVED}&topic=pay&reach=single") == {opinion.pk}
    assert found("topic=heat") == found("result=corrected") == set()


def test_leads_are_filtered_by_source_and_employer(walk, call):  # noqa: F811
    lead = walk.lead()
    walk.lead(source="public", employer=walk.make_employer("乙公司"))
    client = call(walk.caseworker)
    for query in ("source=hotline", f"employer={lead.employer_id}", "source=hotline&topic=pay"):
        assert [row["id"] for row in client.get(f"{LEADS}?{query}").json()["results"]] == [lead.pk]


def test_strangers_find_nothing_and_colleagues_hear_why_not(walk, call, neighbour, mediator):  # noqa: F811
    letter = walk.to(states.SERVED)
    at = f"{LETTERS}{letter.pk}/"
    assert call(neighbour).get(LETTERS).json()["results"] == []
    problem(call(neighbour).get(at), 404, "missing")
    problem(call(neighbour).post(f"{at}mark-unanswered/"), 404, "missing")
    assert "岗位" in problem(call(mediator).post(f"{at}mark-unanswered/"), 403, "refused")["detail"]
    problem(call(walk.caseworker).post(f"{at}mark-unanswered/"), 409, "conflict")


def test_what_is_lacking_is_told_line_by_line(walk, call):  # noqa: F811
    letter = walk.draft("notice")
    client = call(walk.caseworker)
    client.post(f"{LETTERS}{letter.pk}/set-demands/", {"demands": []}, format="json")
    response = client.post(f"{LETTERS}{letter.pk}/submit-for-review/", {}, format="json")
    assert response.status_code == 400
    assert "请至少填写一项要求" in response.content.decode()
