"""Saved views: kept, shared, replaced, deleted."""

from typing import Any

import pytest
from django.test import Client

from tests.web.lists.conftest import MakeOrganisations
from unionlaw.network.models import Organisation, Post, SavedView

pytestmark = pytest.mark.urls("tests.web.lists.site")
URL = "/test-list/"


def save(client: Client, name: str, query: str = "", **data: str) -> Any:
    return client.post(f"{URL}?{query}", {"action": "save_view", "name": name, **data}, follow=True)


def test_a_view_becomes_a_tab_for_its_owner_only(manager: Client, caseworker: Client) -> None:
    page = save(manager, " 镇街 ", "kind=town_union&sort=-name&after=x&panel=views")
    view = SavedView.objects.get()
    assert (view.name, view.query, view.organisation) == ("镇街", "kind=town_union&sort=-name", None)
    assert 'aria-current="page">镇街</a>' in page.content.decode()
    assert "镇街</a>" not in caseworker.get(URL).content.decode()


def test_a_shared_view_is_seen_in_the_same_organisation_and_nowhere_else(
    manager: Client, caseworker: Client, make_organisations: MakeOrganisations
) -> None:
    save(manager, "各站点", "kind=station", shared="on")
    assert "各站点" in caseworker.get(URL).content.decode()
    (elsewhere,) = make_organisations(1)
    Post.objects.filter(user=caseworker.user).update(organisation=elsewhere)  # type: ignore[attr-defined]
    assert "各站点" not in caseworker.get(URL).content.decode()


def test_saving_under_a_known_name_replaces(manager: Client) -> None:
    save(manager, "常用", "kind=station")
    save(manager, "常用", "kind=court", shared="on")
    view = SavedView.objects.get()
    assert (view.query, view.organisation is not None) == ("kind=court", True)


def test_a_name_keeps_what_can_be_kept_of_it(manager: Client) -> None:
    assert save(manager, "各\0站点", "kind=station").status_code == 200
    assert SavedView.objects.get().name == "各\ufffd站点"


@pytest.mark.parametrize(("name", "words"), [("  ", "请给视图起一个名称"), ("长" * 41, "名称最多40个字")])
def test_a_view_without_a_usable_name_is_explained_and_keeps_what_was_typed(
    manager: Client, name: str, words: str
) -> None:
    page = save(manager, name, "kind=station", shared="on")
    assert page.status_code == 422
    assert words in page.content.decode()
    assert 'name="shared" checked' in page.content.decode()
    assert not SavedView.objects.exists()


def test_a_query_too_long_to_keep_is_refused_in_words(manager: Client) -> None:
    page = save(manager, "太长", "q=" + "x" * 2100)
    assert page.status_code == 422
    assert "筛选条件太多" in page.content.decode()


def test_only_the_owner_deletes(manager: Client, caseworker: Client) -> None:
    save(manager, "常用", "kind=station", shared="on")
    view = SavedView.objects.get()
    for wrong in [str(view.pk), "0", "x", "9" * 30, ""]:
        assert caseworker.post(URL, {"action": "delete_view", "view": wrong}).status_code == 404
    page = manager.post(URL, {"action": "delete_view", "view": str(view.pk)}, follow=True)
    assert "已删除视图“常用”" in page.content.decode()
    assert not SavedView.objects.exists()


def test_presets_are_tabs_for_everyone(caseworker: Client) -> None:
    assert 'aria-current="page">区级</a>' in caseworker.get(URL + "?kind=district_union").content.decode()


def test_views_of_another_list_do_not_appear(manager: Client, city: Organisation) -> None:
    SavedView.objects.create(user=manager.user, list_key="other", name="别处", query="")  # type: ignore[attr-defined]
    assert "别处" not in manager.get(URL).content.decode()


def test_a_view_is_renamed_by_its_owner_and_to_a_free_name(manager: Client, caseworker: Client) -> None:
    save(manager, "常用", "kind=station")
    save(manager, "各区", "kind=district_union", shared="on")
    view = SavedView.objects.get(name="常用")

    def rename(client: Client, name: str) -> Any:
        return client.post(URL, {"action": "rename_view", "view": view.pk, "name": name}, follow=True)

    assert "您已有同名的视图" in rename(manager, "各区").content.decode()
    assert "请给视图起一个名称" in rename(manager, " ").content.decode()
    assert rename(caseworker, "我的").status_code == 404
    assert "视图已改名为“站点”" in rename(manager, " 站点 ").content.decode()
    view.refresh_from_db()
    assert (view.name, view.query) == ("站点", "kind=station")
