"""A case from the window to the closed file, through the API alone."""

import pghistory.models
import pytest

from cases.models import AidCase
from tests.api.conftest import problem
from unionlaw.matters.models import Event, Matter


@pytest.fixture
def application(call, caseworker, wage_cause, make_worker, make_employer):
    workers = [make_worker(name) for name in ("陈一", "李二", "王三")]
    return {
        "applicants": [{"worker": worker.pk, "claims": [{"head": "wages", "amount": 4_000_000}]} for worker in workers],
        "employers": [make_employer("光影传媒有限公司").pk],
        "cause": wage_cause.pk,
        "facts": "三名剪辑师被拖欠工资。",
        "eligibility": "infringement",
        "channel": "window",
        "infringed_on": "2026-06-30",
    }


def test_three_editors_get_their_money(call, caseworker, supervisor, lawyer, application):
    window, boss, counsel = call(caseworker), call(supervisor), call(lawyer)
    created = window.post("/api/v1/aid-cases/", application)
    assert created.status_code == 201, created.content.decode()
    case, url = created.json(), created["Location"]
    assert case["status"] == "aid_case.submitted"
    assert case["claimed"] == 12_000_000
    assert [party["name"] for party in case["parties"] if party["side"] == "claimant"] == ["陈一", "李二", "王三"]

    def step(client, verb, **body):
        response = client.post(f"{url}{verb}/", body)
        assert response.status_code == 200, (verb, response.content.decode())
        return response.json()

    for material in case["materials"]:
        if material["required_for"] == "review":
            step(window, "receive-material", material_id=material["id"])
    assert step(boss, "grant", reason="符合条件")["status"] == "aid_case.granted"
    assert step(boss, "assign", lawyer_post_id=lawyer.post.pk)["status"] == "aid_case.assigned"
    case = step(counsel, "accept-assignment")
    assert case["status"] == "aid_case.conducting"
    step(counsel, "set-stage", stage="mediation")
    step(counsel, "schedule-hearing", what="mediation", starts_at="2026-11-20T12:30:00+08:00", place="调解中心")
    hearing = window.get(url).json()["hearings"][0]["id"]
    step(counsel, "conclude-hearing", hearing_id=hearing, held=True, result="达成和解")
    step(counsel, "log-work", worked_on="2026-11-20", minutes=90, what="调解")
    claims = [claim["id"] for party in case["parties"] for claim in party["claims"]]
    rows = [
        {"claim_id": claim, "code": "settled", "amount": amount, "received": amount}
        for claim, amount in zip(claims, (4_000_000, 4_000_000, 4_000_000), strict=True)
    ]
    step(counsel, "record-outcomes", outcomes=rows, decided_on="2026-11-20", instrument="agreement")
    for material in case["materials"]:
        if material["required_for"] == "closing":
            step(counsel, "receive-material", material_id=material["id"])
    closed = step(boss, "close-case", ending="settled", closing_note="全部到账。")
    assert closed["status"] == "aid_case.closed"
    assert closed["recovered"] == 12_000_000
    assert Matter.objects.get(pk=case["id"]).phase == "closed"
    names = list(Event.objects.filter(matter=case["id"]).order_by("sequence").values_list("name", flat=True))
    assert names[0] == "aid_application.received"
    assert names[-1] == "aid_case.closed"


def test_a_consultation_becomes_an_application(call, caseworker, application, make_worker):
    client = call(caseworker)
    body = {"question": "被拖欠工资", "channel": "window", "workers": [application["applicants"][0]["worker"]]}
    asked = client.post("/api/v1/consultations/", body).json()
    assert asked["status"] == "consultation.asked"
    answered = client.post(f"/api/v1/consultations/{asked['id']}/answer/", {"advice": "可以申请援助"}).json()
    assert answered["status"] == "consultation.answered"
    case = client.post("/api/v1/aid-cases/", {**application, "consultation_id": asked["id"]}).json()
    assert case["dispute"] == answered["dispute"]
    assert [link["matter"] for link in case["links"]] == [asked["id"]]
    assert client.get(f"/api/v1/consultations/{asked['id']}/").json()["status"] == "consultation.applied"


def test_what_the_rules_refuse_stands_beside_its_field(call, caseworker, application):
    client = call(caseworker)
    application["applicants"][1]["claims"] = []
    errors = problem(client.post("/api/v1/aid-cases/", application), 400, "invalid")["errors"]
    assert "applicants.1.claims" in errors
    application["applicants"][1]["claims"] = [{"head": "nonsense", "amount": -5}]
    errors = problem(client.post("/api/v1/aid-cases/", application), 400, "invalid")["errors"]
    assert set(errors) == {"applicants.1.claims.0.head", "applicants.1.claims.0.amount"}
    assert not AidCase.objects.exists()


def test_a_worker_one_may_not_see_cannot_be_named(call, neighbour, application):
    errors = problem(call(neighbour).post("/api/v1/aid-cases/", application), 400, "invalid")["errors"]
    assert {"applicants.0.worker", "applicants.1.worker", "applicants.2.worker"} <= set(errors)


def test_a_stale_version_is_told_what_changed(call, walk, supervisor):
    case = walk.apply()
    walk.papers(case, "review")
    client, url = call(supervisor), f"/api/v1/aid-cases/{case.pk}/"
    seen = client.get(url)
    assert seen["ETag"] == f'"{seen.json()["version"]}"'
    client.post(f"/api/v1/matters/{case.pk}/notes/", {"text": "先核实"})
    stale = client.post(f"{url}grant/", {"reason": "符合条件", "version": seen.json()["version"]})
    assert len(problem(stale, 409, "stale")["changes"]) == 1
    problem(client.post(f"{url}grant/", {"reason": "符合条件"}, headers={"If-Match": seen["ETag"]}), 409, "stale")
    fresh = client.get(url)
    granted = client.post(f"{url}grant/", {"reason": "符合条件"}, headers={"If-Match": fresh["ETag"]})
    assert granted.status_code == 200, granted.content.decode()


def test_a_step_out_of_turn_says_from_where_it_can_be_done(call, walk, supervisor):
    case = walk.apply()
    url = f"/api/v1/aid-cases/{case.pk}/close-case/"
    said = problem(call(supervisor).post(url, {"ending": "settled", "closing_note": "x"}), 409, "conflict")
    assert "办理中" in said["detail"]


def test_of_two_who_claim_a_matter_the_second_is_told_the_first(call, caseworker, second_caseworker, open_consultation):
    matter = open_consultation(caseworker)
    Matter.objects.filter(pk=matter.pk).update(owner=None)
    assert call(caseworker).post(f"/api/v1/matters/{matter.pk}/claim/", {}).json()["owner"] == caseworker.post.pk
    said = problem(call(second_caseworker).post(f"/api/v1/matters/{matter.pk}/claim/", {}), 409, "taken")
    assert said["by"] == "蔡小岚"


def test_a_case_given_back_is_out_of_sight(call, walk, lawyer):
    from cases import states

    case = walk.to(states.ASSIGNED)
    response = call(lawyer).post(f"/api/v1/aid-cases/{case.pk}/decline-assignment/", {"reason": "利益冲突"})
    assert response.status_code == 204
    problem(call(lawyer).get(f"/api/v1/aid-cases/{case.pk}/"), 404, "missing")


@pytest.mark.django_db(transaction=True)
def test_row_history_names_who_called_with_a_token(call, walk, supervisor):
    case = walk.apply()
    walk.papers(case, "review")
    call(supervisor).post(f"/api/v1/aid-cases/{case.pk}/grant/", {"reason": "符合条件"})
    newest = pghistory.models.Events.objects.tracks(AidCase.objects.get(pk=case.pk)).order_by("-pgh_id").first()
    assert newest.pgh_context == {"user": supervisor.user.pk, "post": supervisor.post.pk}


def test_workers_and_employers_are_registered(call, caseworker):
    client = call(caseworker)
    errors = problem(client.post("/api/v1/workers/", {"name": "赵六", "id_number": "123"}), 400, "invalid")["errors"]
    assert "id_number" in errors
    worker = client.post("/api/v1/workers/", {"name": "赵六", "id_kind": "none", "groups": ["platform"]})
    assert worker.status_code == 201, worker.content.decode()
    assert worker.json()["groups"] == ["platform"]
    employer = client.post(
        "/api/v1/employers/", {"name": "快送有限公司", "contact_name": "周", "contact_phone": "13900001111"}
    )
    assert employer.status_code == 201, employer.content.decode()
    assert employer.json()["contacts"][0]["phone"] != "13900001111"
