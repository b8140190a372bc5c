import pytest
from django.test import Client

from unionlaw.network.actors import Actor


@pytest.fixture
def routes(settings: object) -> None:
    """The try-out routes of tests/web/urls.py beside the product's own."""
    settings.ROOT_URLCONF = "tests.web.urls"  # type: ignore[attr-defined]


@pytest.fixture
def staff(client: Client, caseworker: Actor, routes: None) -> Client:
    """A browser in which the caseworker is signed in."""
    client.force_login(caseworker.user)
    return client
