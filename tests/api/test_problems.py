"""Every error is application/problem+json."""

import pytest
from django.core.cache import cache
from django.db import OperationalError
from rest_framework.exceptions import Throttled

from tests.api.conftest import problem
from unionlaw.api import problems
from unionlaw.api.throttles import PerUser
from unionlaw.matters.models import Matter


def test_a_wrong_method_says_so(call, caseworker):
    response = call(caseworker).delete("/api/v1/matters/")
    problem(response, 405, "method-not-allowed")
    assert "GET" in response["Allow"]


def test_broken_json_says_so(call, caseworker):
    response = call(caseworker).post("/api/v1/consultations/", "{", content_type="application/json")
    problem(response, 400, "malformed")


@pytest.mark.parametrize(
    "body",
    ['{"question": "\\ud800"}', '{"\\udfff": 1}', '{"question": ' + "[" * 100_000 + "]" * 100_000 + "}"],
    ids=["half a character", "half a name", "without end"],
)
def test_json_that_no_text_can_hold_is_malformed(call, caseworker, body):
    response = call(caseworker).post("/api/v1/consultations/", body, content_type="application/json")
    problem(response, 400, "malformed")


def test_a_whole_character_beyond_the_first_plane_is_text_like_any_other(call, caseworker):
    response = call(caseworker).post(
        "/api/v1/consultations/", '{"question": "\\ud83d\\ude00"}', content_type="application/json"
    )
    assert "question" not in problem(response, 400, "invalid")["errors"]


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "0001-01-01T00:00"])
def test_a_moment_at_the_ends_of_time_is_an_error_of_its_field(call, caseworker, walk, moment):
    from cases import states

    case = walk.to(states.CONDUCTING)
    sent = {"what": "arbitration", "starts_at": moment}
    response = call(walk.lawyer).post(f"/api/v1/aid-cases/{case.pk}/schedule-hearing/", sent)
    assert list(problem(response, 400, "invalid")["errors"]) == ["starts_at"]


def test_forms_are_not_taken(call, caseworker):
    response = call(caseworker).post("/api/v1/consultations/", "a=b", content_type="application/x-www-form-urlencoded")
    problem(response, 415, "unsupported-media-type")


def test_only_json_is_given(call, caseworker):
    problem(call(caseworker).get("/api/v1/matters/", headers={"Accept": "text/csv"}), 406, "not-acceptable")


@pytest.mark.parametrize(
    "path", ["/api/v1/nothing/", "/api/v1/matters/0/", "/api/v1/matters/abc/", "/api/v1/matters/1/x/"]
)
def test_unknown_addresses_are_problems_too(call, caseworker, path):
    problem(call(caseworker).get(path), 404, "missing")
    problem(call(caseworker).post(path, {}), 405 if path == "/api/v1/matters/0/" else 404, (
        "method-not-allowed" if path == "/api/v1/matters/0/" else "missing"
    ))  # fmt: skip


def test_too_many_requests_are_told_to_wait(call, caseworker, monkeypatch):
    cache.clear()
    monkeypatch.setattr(PerUser, "rate", "2/min", raising=False)
    client = call(caseworker)
    for _ in range(2):
        assert client.get("/api/v1/organisations/").status_code == 200
    response = client.get("/api/v1/organisations/")
    problem(response, 429, "too-many-requests")
    assert int(response["Retry-After"]) > 0


def test_without_the_broker_requests_are_not_counted_and_pass(call, caseworker, settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    }
    assert call(caseworker).get("/api/v1/organisations/").status_code == 200


def test_a_failure_is_a_problem_that_gives_nothing_away(call, caseworker, monkeypatch):
    from unionlaw.network.views.lists import OrganisationList

    def fail(self, actor):
        raise RuntimeError("the inner workings")

    monkeypatch.setattr(OrganisationList, "rows", fail)
    body = problem(call(caseworker).get("/api/v1/organisations/"), 500, "failure")
    assert "inner" not in str(body)


def test_words_follow_the_readers_language(call, caseworker):
    said = problem(call(caseworker).get("/api/v1/matters/999/", headers={"Accept-Language": "zh-hans"}), 404, "missing")
    assert said["title"] == "没有找到"


def test_every_exception_of_the_framework_has_a_title():
    answer = problems.answer(Throttled(wait=3), {})
    assert answer.data["title"] == problems.TITLES["too-many-requests"]
    assert answer["Retry-After"] == "3"


def test_nested_messages_become_paths():
    detail = {"rows": [{}, {"amount": ["太大"]}], "non_field_errors": ["整体不对"], "tags": {0: ["空"]}}
    assert dict(problems.flatten(detail)) == {"rows.1.amount": ["太大"], "": ["整体不对"], "tags.0": ["空"]}


def test_while_the_database_is_away_it_is_said_when_to_ask_again(call, caseworker, monkeypatch):
    def gone(*_args, **_options):
        raise OperationalError("the connection was lost")

    client = call(caseworker)
    monkeypatch.setattr(Matter.objects, "visible_branches", gone)
    response = client.get("/api/v1/matters/")
    problem(response, 503, "away")
    assert response["Retry-After"] == "10"
