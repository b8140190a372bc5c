"""A person without a post, and giving them one."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.cast import NOON
from tests.network.records import TODAY
from unionlaw.accounts.models import User
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation, Post
from unionlaw.network.services import people


@pytest.fixture
def newcomer(system_admin: Actor) -> User:
    return people.create_person(username="xin", display_name="辛来", by=system_admin, at=NOON).user


@pytest.fixture
def hire(security_admin: Actor) -> Callable[..., Post]:
    def appointed(user: User, organisation: Organisation, role: str, **fields: Any) -> Post:
        return people.appoint(
            **{
                "user": user,
                "organisation": organisation,
                "role": role,
                "starts_on": TODAY,
                "by": security_admin,
                "at": NOON,
                **fields,
            }
        )

    return appointed
