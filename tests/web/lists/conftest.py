"""A city with as many organisations as a test asks for, and a manager who reads the lists."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from unionlaw.accounts.models import User
from unionlaw.network.models import Organisation, Post
from unionlaw.network.roles import Role

MakeOrganisations = Callable[..., list[Organisation]]


@pytest.fixture
def city(db: None) -> Organisation:
    row = Organisation.objects.create(kind=Organisation.Kind.CITY_UNION, name="测试市总工会", short_name="市总")
    Organisation.objects.filter(pk=row.pk).update(lineage=[row.pk])
    row.refresh_from_db()
    return row


@pytest.fixture
def make_organisations(city: Organisation) -> MakeOrganisations:
    def make(count: int, *, first: int = 0, **values: object) -> list[Organisation]:
        rows = [
            Organisation(
                **{
                    "kind": Organisation.Kind.DISTRICT_UNION,
                    "name": f"区总工会{first + n:04d}",
                    "short_name": f"区{first + n}",
                    "parent": city,
                    "lineage": [city.pk],
                    "number_prefix": "甲" if n % 2 else "乙",
                    "opened_on": None if n % 3 == 0 else dt.date(2020, 1, 1) + dt.timedelta(days=n // 4),
                    **values,
                }
            )
            for n in range(count)
        ]
        return Organisation.objects.bulk_create(rows)

    return make


def _signed_in(city: Organisation, role: Role, name: str) -> Client:
    user = User.objects.create_user(name, password="not-used", display_name=name)
    Post.objects.create(user=user, organisation=city, role=role, starts_on=dt.date(2020, 1, 1))
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.user = user  # type: ignore[attr-defined]
    return client


@pytest.fixture
def manager(city: Organisation) -> Client:
    return _signed_in(city, Role.MANAGER, "陈经理")


@pytest.fixture
def caseworker(city: Organisation) -> Client:
    return _signed_in(city, Role.CASEWORKER, "李经办")
