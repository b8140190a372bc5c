"""The pages of accounts and posts, and changing between one's own posts."""

from axes.models import AccessAttempt
from django.urls import reverse

from tests.cast import NOON, appoint
from tests.network.browsing import at, page, post
from unionlaw.accounts.models import User
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation, PersonChange, Post
from unionlaw.network.roles import Role


def test_a_first_password_is_shown_once_and_kept_nowhere(system_admin: Actor) -> None:
    client = at(system_admin)
    response = client.post(reverse("network:create_person"), {"display_name": "辛来", "username": "xin", "email": ""})
    text = response.content.decode()
    user = User.objects.get(username="xin")
    password = text.split('class="password-once">')[1].split("<")[0]
    assert user.check_password(password)
    assert "no-store" in response["Cache-Control"]
    assert password not in str(dict(client.session)) + str(client.cookies)
    assert password not in page(client, "person", user.pk)
    assert "已被使用" in post(client, "create_person", status=422, display_name="另一人", username="xin", email="")


def test_a_security_administrator_appoints_and_ends(
    security_admin: Actor, caseworker: Actor, second_caseworker: Actor, city: Organisation
) -> None:
    client = at(security_admin)
    person = second_caseworker.user
    post(client, "appoint", person.pk, organisation=city.pk, role="manager", starts_on="2026年1月1日")
    held = Post.objects.get(user=person, role=Role.MANAGER)
    text = post(client, "appoint", person.pk, organisation=city.pk, role="lawyer", starts_on="2026-01-01", status=422)
    assert "只能设在律师事务所" in text
    assert "免去" in page(client, "person", person.pk)
    post(client, "deputy", caseworker.post.pk, deputy=second_caseworker.post.pk)
    post(client, "end_post", held.pk, ends_on="2026-06-30", reason="轮岗")
    held.refresh_from_db()
    assert str(held.ends_on) == "2026-06-30"
    assert "轮岗" in page(client, "person", person.pk)
    own = page(client, "person", security_admin.user.pk)
    assert reverse("network:end_post", args=[security_admin.post.pk]) not in own


def test_a_security_administrator_helps_who_is_locked_out(security_admin: Actor, caseworker: Actor) -> None:
    from django.utils import timezone

    row = AccessAttempt.objects.create(
        username="cai", ip_address="10.0.0.7", failures_since_start=5, user_agent="x", attempt_time=timezone.now()
    )
    client = at(security_admin)
    text = page(client, "attempts")
    assert "蔡小岚" in text
    assert "已锁定" in text
    assert "10.0.0.7" in page(client, "unlock", row.pk)
    post(client, "unlock", row.pk, scope="account", reason="本人来电")
    assert not AccessAttempt.objects.exists()
    post(client, "sign_out", caseworker.user.pk, reason="电脑遗失")
    post(client, "second_factor", caseworker.user.pk, reason="手机遗失")
    assert "password-once" in post(client, "password", caseworker.user.pk, status=200, reason="忘记")
    told = PersonChange.objects.filter(user=caseworker.user).order_by("pk").values_list("what", flat=True)
    assert list(told) == ["unlocked", "signed_out", "second_factor", "password"]


def test_switching_posts_takes_only_ones_own_open_post(caseworker: Actor, neighbour: Actor, city: Organisation) -> None:
    second = appoint("cai", "蔡小岚", city, Role.MANAGER)
    ended = appoint("cai", "蔡小岚", city, Role.SUPERVISOR, ends_on=NOON.date().replace(year=2021))
    client = at(caseworker)
    response = client.post(reverse("network:act_as"), {"post": second.post.pk, "next": "/network/people/"})
    assert (response.status_code, response["Location"]) == (302, "/network/people/")
    assert client.session["acting_post"] == second.post.pk
    for wrong in (neighbour.post.pk, ended.post.pk, "", "x"):
        assert client.post(reverse("network:act_as"), {"post": wrong}).status_code == 404
    assert client.session["acting_post"] == second.post.pk
    response = client.post(reverse("network:act_as"), {"post": caseworker.post.pk, "next": "https://example.org/"})
    assert response["Location"] == "/"
    assert client.get(reverse("network:act_as")).status_code == 405
