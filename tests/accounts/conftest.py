import pytest
from django.test import Client

from unionlaw.network.actors import Actor

PASSWORD = "union-demo-2026"


@pytest.fixture(autouse=True)
def fresh_limits(settings: object, request: pytest.FixtureRequest) -> None:
    """Counts of sign-in attempts are kept in the cache; each test starts its own."""
    memory = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {"default": {"BACKEND": memory, "LOCATION": request.node.nodeid}}  # type: ignore[attr-defined]


@pytest.fixture
def cai(caseworker: Actor) -> Actor:
    """The caseworker, with a password and a mail address."""
    caseworker.user.set_password(PASSWORD)
    caseworker.user.email = "cai@example.org"
    caseworker.user.save()
    return caseworker


@pytest.fixture
def signed_in(client: Client, cai: Actor) -> Client:
    client.post("/accounts/login/", {"login": "cai", "password": PASSWORD})
    return client
