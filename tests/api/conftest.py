"""Callers of the API, each with a token, an hour after noon."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from knox.models import AuthToken
from rest_framework.test import APIClient

from tests.cases.conftest import make_employer, make_worker, wage_cause, walk  # noqa: F401  fixtures
from tests.cast import NOON
from tests.matters.conftest import open_consultation  # noqa: F401  fixture
from unionlaw.network.actors import Actor


@pytest.fixture(autouse=True)
def an_hour_later() -> Iterator[None]:
    with time_machine.travel(NOON + timedelta(hours=1)):
        yield


@pytest.fixture
def call(db: None) -> Callable[[Actor], APIClient]:
    """A client that carries the actor's token."""

    def make(actor: Actor, **headers: str) -> APIClient:
        _token, text = AuthToken.objects.create(actor.user)
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Token {text}", **headers)
        return client

    return make


def problem(response: Any, status: int, code: str) -> dict[str, Any]:
    """The problem of an answer, once it is one of this kind."""
    assert response.status_code == status, response.content.decode()
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    assert body["status"] == status
    assert body["type"] == f"urn:unionlaw:problem:{code}"
    assert body["title"]
    assert body["detail"]
    return body
