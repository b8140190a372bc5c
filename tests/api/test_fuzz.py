"""The API keeps what its schema promises, whatever comes in: a short run of schemathesis."""

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from knox.models import AuthToken
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance

from cases import states
from unionlaw.api.throttles import PerUser
from unionlaw.wsgi import application

TIMES = 4


@pytest.fixture
def schema(db, monkeypatch):
    # As Django's own test client does: the test's transaction must outlive each request.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    monkeypatch.setattr(PerUser, "THROTTLE_RATES", {"user": None})
    cache.clear()
    yield schemathesis.openapi.from_wsgi("/api/v1/schema/", application)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nothing_breaks_and_every_answer_is_as_described(schema, walk, supervisor, method):
    case = walk.to(states.CONDUCTING)
    _token, text = AuthToken.objects.create(supervisor.user)
    operations = [found.ok() for found in schema.get_all_operations()]
    operations = [operation for operation in operations if operation.method.upper() == method]
    assert len(operations) >= 10

    for operation in operations:

        @settings(
            max_examples=TIMES,
            database=None,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(asked=operation.as_strategy())
        def ask(asked) -> None:
            asked.headers = {"Authorization": f"Token {text}"}
            if "id" in asked.path_parameters:
                asked.path_parameters["id"] = case.pk
            response = asked.call()
            asked.validate_response(response, checks=[not_a_server_error, response_schema_conformance])

        ask()
