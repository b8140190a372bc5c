import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from unionlaw.network.actors import Actor
from unionlaw.policies import THIRD_PARTY
from unionlaw.web import policy


def routes_of(patterns: list[URLPattern | URLResolver], prefix: str = "") -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    for entry in patterns:
        if isinstance(entry, URLResolver):
            space = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            found += routes_of(entry.url_patterns, space)
        else:
            found.append((f"{prefix}{entry.name or entry.pattern}", entry.callback))
    return found


def test_every_route_of_the_product_says_who_may_use_it():
    routes = routes_of(get_resolver("unionlaw.urls").url_patterns)
    assert len(routes) > 40
    assert [name for name, view in routes if policy.of_route(view, name, THIRD_PARTY) is None] == []


def test_the_library_table_names_only_routes_that_exist():
    names = {name for name, _ in routes_of(get_resolver("unionlaw.urls").url_patterns)}
    conditional = {name for name in THIRD_PARTY if isinstance(THIRD_PARTY[name], policy.Closed)}
    assert set(THIRD_PARTY) - names - conditional == set()


def test_a_route_without_a_policy_is_an_error_in_development(staff: Client):
    with pytest.raises(ImproperlyConfigured, match="whom"):
        staff.get("/whom/")


def test_a_route_without_a_policy_does_not_exist_in_production(staff: Client, settings):
    settings.POLICY_STRICT = False
    assert staff.get("/whom/").status_code == 404


def test_a_closed_route_does_not_exist_for_anyone(staff: Client):
    assert staff.get("/none/").status_code == 404


@pytest.mark.django_db
def test_strangers_are_sent_to_sign_in_and_back(client: Client, routes):
    answer = client.get("/staff/?page=2")
    assert answer.status_code == 302
    assert answer.url == "/accounts/login/?next=/staff/%3Fpage%3D2"


@pytest.mark.django_db
def test_a_fragment_request_of_a_stranger_moves_the_whole_page_to_sign_in(client: Client, routes):
    answer = client.get("/staff/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/matters/?q=1"})
    assert answer.status_code == 200
    assert answer["HX-Redirect"] == "/accounts/login/?next=/matters/%3Fq%3D1"


@pytest.mark.django_db
def test_public_pages_need_no_account(client: Client, routes):
    assert client.get("/all/").content == b"in"


def test_a_colleague_without_the_right_is_told_why(staff: Client):
    answer = staff.get("/some/")
    assert answer.status_code == 403
    assert "任免岗位" in answer.text
    assert "您现在的岗位是经办人" in answer.text


@pytest.mark.parametrize("who", ["security_admin", "audit_admin"])
def test_any_of_several_rights_is_enough(client: Client, routes, request: pytest.FixtureRequest, who: str):
    actor: Actor = request.getfixturevalue(who)
    client.force_login(actor.user)
    assert client.get("/some/").content == b"in"


def test_a_right_policy_without_rights_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        policy.Right()
