"""Browsers in which somebody is signed in, and the pages of the directory and of administration by name."""

from typing import Any

from django.test import Client
from django.urls import reverse

from unionlaw.network.actors import Actor

OFFICES = {
    "system_admin": ["found", "create_person"],
    "security_admin": ["attempts"],
    "audit_admin": ["read_log", "person_changes", "organisation_changes"],
}
OTHERS = ["caseworker", "supervisor", "manager", "lawyer", "partner", "mediator", "approver"]


def at(actor: Actor) -> Client:
    """A browser in which this person is signed in."""
    client = Client()
    client.force_login(actor.user)
    return client


def page(client: Client, name: str, /, *args: Any, query: str = "", status: int = 200, **headers: str) -> str:
    response = client.get(reverse(f"network:{name}", args=args) + query, headers=headers)
    assert response.status_code == status, response.content.decode()[:500]
    return response.content.decode()


def post(client: Client, name: str, /, *args: Any, status: int = 302, **fields: Any) -> str:
    response = client.post(reverse(f"network:{name}", args=args), fields)
    assert response.status_code == status, response.content.decode()[:3000]
    return response.content.decode()
