"""Every resource by role: what is not yours does not exist, what you may not do says why."""

import pytest

from cases import states
from tests.api.conftest import problem
from unionlaw.matters.services import care

RESOURCES = ("matters", "consultations", "aid-cases", "workers", "employers", "organisations")


@pytest.fixture
def case(walk):
    return walk.to(states.ASSIGNED)


@pytest.fixture
def consultation(call, caseworker):
    body = {"question": "公司拖欠工资怎么办？", "channel": "window", "visitor_name": "来访人"}
    return call(caseworker).post("/api/v1/consultations/", body).json()


@pytest.mark.parametrize("resource", RESOURCES)
def test_nobody_gets_anything_without_a_token(db, client, resource):
    response = client.get(f"/api/v1/{resource}/")
    problem(response, 401, "unauthenticated")
    assert response["WWW-Authenticate"] == "Token"


@pytest.mark.parametrize("resource", RESOURCES)
def test_a_made_up_token_opens_nothing(db, client, resource):
    problem(client.get(f"/api/v1/{resource}/", headers={"Authorization": "Token 0123"}), 401, "unauthenticated")


def ids(response) -> list[int]:
    assert response.status_code == 200, response.content.decode()
    return [row["id"] for row in response.json()["results"]]


@pytest.mark.parametrize("resource", ["matters", "aid-cases"])
@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("caseworker", True),
        ("supervisor", True),
        ("manager", True),
        ("lawyer", True),
        ("other_lawyer", False),
        ("neighbour", False),
        ("station_caseworker", False),
        ("partner", False),
    ],
)
def test_a_case_is_seen_by_its_tree_and_its_lawyer(request, call, case, resource, who, sees):
    client = call(request.getfixturevalue(who))
    assert ids(client.get(f"/api/v1/{resource}/")) == ([case.pk] if sees else [])
    one = client.get(f"/api/v1/{resource}/{case.pk}/")
    if sees:
        assert one.json()["number"] == case.matter.number
    else:
        problem(one, 404, "missing")


def test_a_partner_organ_sees_what_was_referred_to_it_and_no_staff_notes(call, case, partner, supervisor, noon):
    care.add_note(matter_id=case.pk, text="内部意见", by=supervisor, at=noon)
    care.refer(matter_id=case.pk, to=partner.organisation, reason="请协助调查", by=supervisor, at=noon)
    client = call(partner)
    assert ids(client.get("/api/v1/matters/")) == [case.pk]
    names = [event["name"] for event in client.get(f"/api/v1/matters/{case.pk}/events/").json()]
    assert "matter.referred" in names
    assert "matter.noted" not in names


def test_consultations_are_seen_by_the_district_and_not_by_the_neighbour(call, consultation, supervisor, neighbour):
    assert ids(call(supervisor).get("/api/v1/consultations/")) == [consultation["id"]]
    assert ids(call(neighbour).get("/api/v1/consultations/")) == []
    problem(call(neighbour).get(f"/api/v1/consultations/{consultation['id']}/"), 404, "missing")


@pytest.mark.parametrize(
    ("who", "sees"),
    [("caseworker", True), ("manager", True), ("lawyer", True), ("other_lawyer", False), ("neighbour", False)],
)
def test_workers_are_seen_by_their_tree_and_by_who_handles_their_matter(request, call, case, walk, who, sees):
    worker = walk.claims(case)[0].party.worker
    client = call(request.getfixturevalue(who))
    assert ids(client.get("/api/v1/workers/")) == ([worker.pk] if sees else [])
    assert client.get(f"/api/v1/workers/{worker.pk}/").status_code == (200 if sees else 404)


@pytest.mark.parametrize("resource", ["matters", "consultations", "aid-cases", "workers", "employers"])
def test_administrators_have_no_business_with_cases(call, system_admin, resource):
    assert "系统管理员" in problem(call(system_admin).get(f"/api/v1/{resource}/"), 403, "refused")["detail"]


def test_everyone_reads_the_directory(call, city, district, system_admin, partner):
    for who in (system_admin, partner):
        assert {city.pk, district.pk} <= set(ids(call(who).get("/api/v1/organisations/")))


def test_a_colleague_without_the_right_is_told_which_post_it_takes(call, case, caseworker):
    said = problem(
        call(caseworker).post(f"/api/v1/aid-cases/{case.pk}/replace-lawyer/", {"reason": "x"}), 403, "refused"
    )
    assert "负责人" in said["detail"]


def test_a_stranger_with_the_right_learns_nothing(call, case, neighbour_supervisor):
    path = f"/api/v1/aid-cases/{case.pk}/replace-lawyer/"
    problem(call(neighbour_supervisor).post(path, {"reason": "x"}), 404, "missing")


def test_a_person_whose_post_ended_may_do_nothing(call, case, caseworker, noon):
    caseworker.post.ends_on = noon.date().replace(day=1)
    caseworker.post.save()
    assert "岗位" in problem(call(caseworker).get("/api/v1/matters/"), 403, "refused")["detail"]


def test_one_acts_in_the_post_named_by_the_header(call, case, caseworker, neighbour):
    client = call(caseworker, HTTP_X_ACTING_POST=str(caseworker.post.pk))
    assert ids(client.get("/api/v1/matters/")) == [case.pk]
    client = call(caseworker, HTTP_X_ACTING_POST=str(neighbour.post.pk))
    problem(client.get("/api/v1/matters/"), 403, "refused")
    problem(call(caseworker, HTTP_X_ACTING_POST="boss").get("/api/v1/matters/"), 403, "refused")


def test_a_second_post_is_chosen_by_the_header(call, case, caseworker, neighbour_district):
    from tests.cast import appoint

    there = appoint(caseworker.user.username, "", neighbour_district, "caseworker")
    assert ids(call(caseworker).get("/api/v1/matters/")) == [case.pk]
    assert ids(call(caseworker, HTTP_X_ACTING_POST=str(there.post.pk)).get("/api/v1/matters/")) == []


def test_sealed_values_are_masked_for_everyone(call, caseworker):
    body = {
        "name": "张三", "id_kind": "passport", "id_number": "E12345678", "phone": "13812345678", "address": "东风路1号",
    }  # fmt: skip
    response = call(caseworker).post("/api/v1/workers/", body)
    assert response.status_code == 201, response.content.decode()
    text = call(caseworker).get(response["Location"]).content.decode()
    assert "12345678" not in text
    assert "13812345678" not in text
    assert "东风路1号" not in text


def test_the_session_of_the_pages_works_with_its_form_token(case, caseworker):
    from rest_framework.test import APIClient

    client = APIClient(enforce_csrf_checks=True)
    client.force_login(caseworker.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert ids(client.get("/api/v1/matters/")) == [case.pk]
    problem(client.post(f"/api/v1/matters/{case.pk}/notes/", {"text": "x"}), 403, "refused")
