"""The API's description, tokens, and that every route has a policy."""

import io
import threading
import time
from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.urls import resolve
from knox.models import AuthToken

from tests.api.conftest import problem
from tests.cast import NOON
from unionlaw import api_urls
from unionlaw.api import reading
from unionlaw.web import policy


@pytest.fixture(scope="module")
def schema(django_db_setup, django_db_blocker):
    import json

    out = io.StringIO()
    with django_db_blocker.unblock():
        call_command("spectacular", "--validate", "--fail-on-warn", "--format", "openapi-json", stdout=out)
    return json.loads(out.getvalue())


def test_the_schema_is_valid_and_without_warnings(schema):
    assert schema["openapi"] == "3.0.3"
    assert "/api/v1/aid-cases/{id}/grant/" in schema["paths"]


def test_every_error_is_described_as_a_problem(schema):
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            assert "application/problem+json" in operation["responses"]["default"]["content"], (method, path)


def test_lists_describe_the_filters_of_the_pages(schema):
    names = {p["name"] for p in schema["paths"]["/api/v1/aid-cases/"]["get"]["parameters"]}
    assert {"q", "status", "channel", "after", "before", "sort", "page_size"} <= names


def test_the_schema_is_served_as_it_is_generated(schema, db, client):
    served = client.get("/api/v1/schema/").json()
    assert served["info"]["title"] == "UnionLaw API"
    assert served == schema


def test_two_who_ask_first_at_the_same_time_do_not_disturb_each_other(monkeypatch):
    at_work, met = threading.Lock(), []

    class Generator:
        def get_schema(self, **kwargs):
            met.append(not at_work.acquire(blocking=False))
            time.sleep(0.05)
            if not met[-1]:
                at_work.release()
            return {}

    monkeypatch.setattr(reading, "SchemaGenerator", Generator)
    reading._described.cache_clear()
    try:
        asking = [threading.Thread(target=reading.described, args=[language]) for language in ("en", "zh-hans", "en")]
        for one in asking:
            one.start()
        for one in asking:
            one.join()
        assert met == [False, False]
    finally:
        reading._described.cache_clear()


def test_every_route_and_step_has_a_policy():
    for _prefix, viewset, _name in api_urls.router.registry:
        assert isinstance(viewset.policy, policy.Right), viewset
        for extra in viewset.get_extra_actions():
            if extra.mapping.keys() - {"get"}:
                assert isinstance(extra.kwargs["policy"], policy.Right), extra
    for route in ("", "schema/", "docs/", "anything/"):
        assert policy.of_view(resolve(f"/api/v1/{route}").func) is not None, route


def test_a_token_is_printed_alone_and_works(caseworker, client):
    out = io.StringIO()
    call_command("api_token", caseworker.user.username, stdout=out)
    token = out.getvalue().strip()
    assert token.isalnum()
    assert out.getvalue().count("\n") == 1
    assert not AuthToken.objects.filter(digest__contains=token).exists()
    for prefix in ("Token", "Bearer"):
        response = client.get("/api/v1/", headers={"Authorization": f"{prefix} {token}"})
        assert set(response.json()) >= {"matters", "aid-cases", "schema"}


def test_a_token_ends(caseworker, client):
    out = io.StringIO()
    call_command("api_token", caseworker.user.username, "--days", "1", stdout=out)
    headers = {"Authorization": f"Token {out.getvalue().strip()}"}
    with time_machine.travel(NOON + timedelta(days=2)):
        problem(client.get("/api/v1/matters/", headers=headers), 401, "unauthenticated")


def test_tokens_are_revoked_together(caseworker, client):
    out = io.StringIO()
    call_command("api_token", caseworker.user.username, stdout=out)
    call_command("api_token", caseworker.user.username, "--revoke", stdout=io.StringIO(), stderr=io.StringIO())
    response = client.get("/api/v1/matters/", headers={"Authorization": f"Token {out.getvalue().strip()}"})
    problem(response, 401, "unauthenticated")


def test_nobody_gets_a_token_for_a_stranger(db):
    with pytest.raises(CommandError, match="no user"):
        call_command("api_token", "nobody")
