"""Clients for the pages of legal-aid work, one for each of the cast, and how forms are posted."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from unionlaw.network.actors import Actor


@pytest.fixture
def sign_in() -> Callable[[Actor], Client]:
    def make(actor: Actor) -> Client:
        client = Client()
        client.force_login(actor.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return make


def said(response: Any) -> str:
    return str(response.content.decode())
