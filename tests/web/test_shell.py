import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import OperationalError
from django.templatetags.static import static
from django.test import Client, RequestFactory

from unionlaw.network.actors import Actor
from unionlaw.web import navigation
from unionlaw.web.navigation import NavItem


@pytest.fixture
def menu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_items", {})


def labels(path: str, actor: Actor | None) -> list[str]:
    request = RequestFactory().get(path)
    request.actor = actor
    return [("*" if i.current else "") + i.label for i in navigation.items_for(request)]


def test_the_navigation_is_ordered_and_marks_where_one_is(menu, routes, caseworker: Actor):
    navigation.register(NavItem("删除", "remove", "x", order=20))
    navigation.register(NavItem("记录", "record", "x", order=10))
    assert labels("/record/", caseworker) == ["*记录", "删除"]
    assert labels("/record/remove/", caseworker) == ["记录", "*删除"]
    assert labels("/record/remove/5/", caseworker) == ["记录", "*删除"]


def test_the_navigation_hides_what_the_post_may_not_open(menu, routes, caseworker: Actor, audit_admin: Actor):
    navigation.register(NavItem("审计", "record", "x", right="audit.view"))
    navigation.register(NavItem("两者", "remove", "x", right=("audit.view", "organisation.view")))
    assert labels("/", caseworker) == ["两者"]
    assert labels("/", audit_admin) == ["审计", "两者"]


def test_without_a_post_there_is_no_navigation(menu, routes):
    navigation.register(NavItem("记录", "record", "x"))
    assert labels("/", None) == []
    assert labels("/", Actor(user=None, post=None)) == []


def test_an_entry_whose_page_is_not_there_yet_is_left_out(menu, routes, caseworker: Actor):
    navigation.register(NavItem("一函两书", "letters:list", "x"))
    assert labels("/", caseworker) == []


def test_an_entry_can_carry_a_count(menu, routes, caseworker: Actor):
    navigation.register(NavItem("记录", "record", "x", count=lambda actor: 7))
    request = RequestFactory().get("/")
    request.actor = caseworker
    assert [i.count for i in navigation.items_for(request)] == [7]


def test_the_page_names_its_language_title_and_acting_post(staff: Client):
    page = staff.get("/record/").text
    assert '<html lang="zh-hans">' in page
    assert "<title>改名 · 工会法律服务平台</title>" in page
    assert "越山区总工会" in page
    assert "经办人" in page
    assert 'href="#content"' in page


def test_pages_hold_nothing_the_content_policy_forbids(staff: Client):
    answer = staff.get("/record/")
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert not re.search(r"<[^>]+\s(?:style|on[a-z]+)=", answer.text)
    assert "<style" not in answer.text
    assert re.findall(r"<script(?![^>]* src=)", answer.text) == []
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", answer.text)


def test_one_primary_button_at_most(staff: Client):
    assert staff.get("/record/").text.count("btn-primary") == 1


def test_the_collapsed_navigation_is_remembered(staff: Client):
    assert re.search(r'id="nav-toggle"[^>]*checked', staff.get("/record/").text) is None
    staff.cookies["nav"] = "collapsed"
    assert re.search(r'id="nav-toggle"[^>]*checked', staff.get("/record/").text)


def test_an_error_in_a_fragment_takes_over_the_page(staff: Client):
    answer = staff.get("/some/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Retarget"]) == (403, "body")


def test_an_unknown_address_is_a_page_in_the_shell(staff: Client):
    answer = staff.get("/nowhere/")
    assert answer.status_code == 404
    assert "没有找到" in answer.text
    assert "越山区总工会" in answer.text


@pytest.mark.django_db
def test_a_lost_form_token_is_explained(routes):
    answer = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "x", "password": "y"})
    assert answer.status_code == 403
    assert "页面已过期" in answer.text


def test_a_failure_of_the_server_is_a_page_that_needs_nothing(client: Client):
    from unionlaw.web.errors import server_error

    answer = server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "系统出错了" in answer.text


def test_while_the_database_is_away_a_page_says_when_to_come_back(client: Client, monkeypatch: pytest.MonkeyPatch):
    def gone(*_args: Any, **_options: Any) -> Any:
        raise OperationalError("the connection was lost")

    monkeypatch.setattr(SessionStore, "load", gone)
    client.cookies["sessionid"] = "a" * 32
    client.raise_request_exception = False
    answer = client.get("/accounts/login/")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "10"
    assert "系统暂时不可用" in answer.text
    assert "系统出错了" not in answer.text


def test_a_failure_is_told_even_when_no_files_were_collected(settings: Any, tmp_path: Path):
    from unionlaw.web.errors import server_error

    settings.DEBUG, settings.STATIC_ROOT = False, tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
    with pytest.raises(ValueError, match="manifest"):
        static("css/app.css")
    answer = server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "系统出错了" in answer.text
    assert "stylesheet" not in answer.text


def test_a_damaged_request_is_a_page(staff: Client):
    from unionlaw.web.errors import bad_request

    request = RequestFactory().get("/")
    assert bad_request(request).status_code == 400
