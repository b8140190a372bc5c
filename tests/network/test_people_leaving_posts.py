"""Ending posts: from when the rights are gone, and what cannot end."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.cast import NOON
from tests.network.records import TODAY, What, told
from unionlaw.accounts.models import User
from unionlaw.lib.errors import Conflict, Invalid
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation, Post
from unionlaw.network.roles import Role
from unionlaw.network.services import people


@pytest.mark.django_db
def test_a_post_ended_yesterday_gives_no_right_on_the_next_request(
    caseworker: Actor, security_admin: Actor, time_machine: Any
) -> None:
    late = NOON.replace(hour=23, minute=50)
    time_machine.move_to(late, tick=False)
    client = Client()
    client.force_login(caseworker.user)
    assert client.get("/network/").status_code == 200
    people.end_post(post_id=caseworker.post.pk, ends_on=TODAY, reason="退休", by=security_admin, at=late)
    assert client.get("/network/").status_code == 200, "the last day is a day of work"
    time_machine.move_to(late + timedelta(minutes=15), tick=False)
    response = client.get("/network/")
    assert response.status_code == 403
    assert "岗位" in response.content.decode()
    assert told(caseworker.user) == [What.ENDED]


def test_whoever_is_left_without_a_post_is_signed_out(caseworker: Actor, security_admin: Actor) -> None:
    from allauth.usersessions.models import UserSession

    client = Client()
    client.force_login(caseworker.user)
    UserSession.objects.create(user=caseworker.user, session_key=client.session.session_key, ip="127.0.0.1")
    people.end_post(
        post_id=caseworker.post.pk, ends_on=TODAY - timedelta(days=1), reason="辞退", by=security_admin, at=NOON
    )
    assert client.get("/network/").status_code == 302
    assert not UserSession.objects.filter(user=caseworker.user).exists()


def test_a_post_that_never_began_is_withdrawn(
    newcomer: User, district: Organisation, hire: Callable[..., Post], security_admin: Actor
) -> None:
    post = hire(newcomer, district, Role.CASEWORKER, starts_on=TODAY + timedelta(days=7))
    people.end_post(post_id=post.pk, ends_on=TODAY, reason="录入有误", by=security_admin, at=NOON)
    assert not Post.objects.filter(pk=post.pk).exists()
    assert told(newcomer) == [What.CREATED, What.APPOINTED, What.ENDED]


def test_a_post_does_not_end_before_it_began_nor_twice(
    newcomer: User, district: Organisation, hire: Callable[..., Post], security_admin: Actor
) -> None:
    post = hire(newcomer, district, Role.CASEWORKER)
    with pytest.raises(Invalid, match="停用账号"):
        people.end_post(post_id=post.pk, ends_on=TODAY - timedelta(days=1), reason="试", by=security_admin, at=NOON)
    people.end_post(post_id=post.pk, ends_on=TODAY, reason="离任", by=security_admin, at=NOON)
    with pytest.raises(Conflict, match="2026-11-20离任"):
        people.end_post(post_id=post.pk, ends_on=TODAY, reason="离任", by=security_admin, at=NOON)
