from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.registers.people import citizen, credit_code
from unionlaw.network.models import ReadLog
from unionlaw.registers import services
from unionlaw.registers.models import Employer, Worker

WRONG = citizen()[:-1] + ("1" if citizen()[-1] != "1" else "2")


@pytest.fixture
def desk(caseworker):
    client = Client()
    client.force_login(caseworker.user)
    return client


def signed_in(actor):
    client = Client()
    client.force_login(actor.user)
    return client


def html(response):
    return response.content.decode()


def new_worker(**typed):
    return {"name": "李四", "id_kind": "citizen", "id_number": citizen(sequence=124), **typed}


def test_the_list_shows_masks_only_and_opens_by_name(desk, zhang):
    page = html(desk.get(reverse("registers:workers")))
    assert "张三" in page
    assert "138****5678" in page
    assert citizen() not in page
    assert reverse("registers:worker", args=[zhang.pk]) in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=zs", True),
        ("q=李", False),
        ("group=migrant", True),
        ("group=woman", False),
        ("group=minor", False),
        ("group=woman&group=migrant", True),
        ("sex=male&id_kind=citizen", True),
        ("registered_after=2026-11-01&registered_before=2026-11-30", True),
        ("registered_after=2026-12-01", False),
    ],
)
def test_filters_of_workers(desk, zhang, query, found):
    page = html(desk.get(reverse("registers:workers") + "?" + query))
    assert ("138****5678" in page) == found


@pytest.mark.parametrize("number", [citizen(), "13812345678"])
def test_a_number_in_the_search_box_of_the_list_is_taken_out_of_the_address(desk, zhang, number):
    response = desk.get(reverse("registers:workers"), {"q": number})
    assert (response.status_code, response["Location"]) == (302, reverse("registers:workers"))
    assert "按号码精确查找" in html(desk.get(response["Location"]))


@pytest.mark.parametrize(
    ("query", "found"),
    [("q=gzfy", True), ("q=飞", True), ("q=赵", False), ("kind=company", True), ("without_uscc=true", False)],
)
def test_filters_of_employers(desk, factory, query, found):
    page = html(desk.get(reverse("registers:employers") + "?" + query))
    assert (factory.name in page) == found


def test_places_and_industries_filter_with_what_lies_in_them(desk, caseworker, noon, yuexiu):
    employer = services.register_employer(name="越秀某公司", region_code="440104", by=caseworker, at=noon)
    for code, found in (("440104", True), ("440100", True)):
        page = html(desk.get(reverse("registers:employers"), {"region": code}))
        assert (employer.name in page) == found


def _register(caseworker, noon, numbers):
    for n in numbers:
        at = noon + timedelta(minutes=n)
        employer = services.register_employer(name=f"公司{n}", by=caseworker, at=at)
        number = citizen(sequence=n)
        services.register_worker(name=f"职工{n}", id_number=number, employer_id=employer.pk, by=caseworker, at=at)


@pytest.mark.parametrize("name", ["registers:workers", "registers:employers"])
def test_twenty_rows_cost_as_many_queries_as_one(desk, caseworker, noon, name, django_assert_num_queries):
    _register(caseworker, noon, [0])
    desk.get(reverse(name))
    with CaptureQueriesContext(connection) as one:
        desk.get(reverse(name))
    _register(caseworker, noon, range(1, 20))
    with django_assert_num_queries(len(one)):
        page = html(desk.get(reverse(name)))
    assert page.count('scope="row"') == 20


def test_the_page_of_a_worker_is_masked_and_its_opening_logged(desk, zhang, caseworker):
    response = desk.get(zhang.get_absolute_url())
    page = html(response)
    assert "138****5678" in page
    for secret in (citizen(), "13812345678", "东风路1号", "骨折"):
        assert secret not in page
    assert ReadLog.objects.get().action == "open"


def test_a_stranger_gets_404_and_an_administrator_403(zhang, neighbour, system_admin):
    assert signed_in(neighbour).get(zhang.get_absolute_url()).status_code == 404
    refused = signed_in(system_admin).get(zhang.get_absolute_url())
    assert refused.status_code == 403
    assert "查看职工" in html(refused)


def test_revealing_asks_for_a_reason_and_shows_only_what_was_asked(desk, zhang):
    url = reverse("registers:worker_reveal", args=[zhang.pk])
    assert desk.get(url).status_code == 200
    assert desk.post(url, {"fields_wanted": ["phone"], "reason": ""}).status_code == 422
    response = desk.post(url, {"fields_wanted": ["phone"], "reason": "电话回访"})
    page = html(response)
    assert "13812345678" in page
    assert citizen() not in page
    assert response["Cache-Control"] == "no-store"
    assert ReadLog.objects.get(action="reveal").reason == "电话回访"


def test_registering_fills_what_the_number_says(desk, factory):
    response = desk.post(
        reverse("registers:worker_new"), new_worker(phone="13900000000", employer=str(factory.pk), groups=["platform"])
    )
    worker = Worker.objects.get(name="李四")
    assert response.status_code == 302
    assert response["Location"] == worker.get_absolute_url()
    assert (worker.sex, worker.birth_date, worker.employer) == ("female", date(1990, 3, 7), factory)


def test_a_wrong_number_keeps_everything_typed(desk):
    response = desk.post(reverse("registers:worker_new"), new_worker(id_number=WRONG, address="某街1号"))
    page = html(response)
    assert response.status_code == 422
    assert "身份证号第18位应为" in page
    assert "某街1号" in page


def test_the_number_is_asked_for_unless_there_are_no_papers(desk):
    assert desk.post(reverse("registers:worker_new"), new_worker(id_number="")).status_code == 422
    assert desk.post(reverse("registers:worker_new"), new_worker(id_kind="none", id_number="")).status_code == 302


def test_a_likely_duplicate_is_shown_once_and_may_be_passed(desk, zhang):
    typed = new_worker(phone="13812345678")
    response = desk.post(reverse("registers:worker_new"), typed)
    assert response.status_code == 422
    assert "可能已经登记过" in html(response)
    assert not Worker.objects.filter(name="李四").exists()
    assert desk.post(reverse("registers:worker_new"), {**typed, "not_duplicate": "on"}).status_code == 302


def test_amending_shows_masks_and_keeps_what_is_left_empty(desk, zhang):
    url = reverse("registers:worker_amend", args=[zhang.pk])
    page = html(desk.get(url))
    assert "现为 138****5678" in page
    assert citizen() not in page
    typed = {
        "version": "1", "name": "张三", "id_kind": "citizen", "birth_date": "1990-03-07", "sex": "male",
        "address": "无", "groups": ["platform"],
    }  # fmt: skip
    assert desk.post(url, typed).status_code == 302
    zhang.refresh_from_db()
    assert (zhang.phone.reveal(), zhang.id_number.reveal(), zhang.address.reveal()) == ("13812345678", citizen(), "")
    assert zhang.groups == ["platform"]
    stale = desk.post(url, {**typed, "name": "张叁"})
    assert stale.status_code == 409
    assert "群体：农民工 → 新就业形态劳动者" in html(stale)
    assert "张叁" in html(stale)


def test_a_corrected_number_replaces_what_the_form_showed_before(desk, zhang):
    typed = {
        "version": "1", "name": "张三", "id_kind": "citizen", "birth_date": "1990-03-07", "sex": "male",
        "id_number": citizen(date(1991, 1, 2), 124),
    }  # fmt: skip
    assert desk.post(reverse("registers:worker_amend", args=[zhang.pk]), typed).status_code == 302
    zhang.refresh_from_db()
    assert (zhang.birth_date, zhang.sex) == (date(1991, 1, 2), "female")


def test_merging_through_the_page(desk, zhang, caseworker, noon):
    other = services.register_worker(name="张三", id_kind="none", by=caseworker, at=noon)
    url = reverse("registers:worker_merge", args=[zhang.pk])
    assert desk.get(url).status_code == 200
    found = desk.post(url, {"drop-q": "张三", "drop-find": "1", "reason": ""})
    assert found.status_code == 422
    assert f'value="{other.pk}"' in html(found)
    assert desk.post(url, {"drop": str(other.pk), "reason": "重复登记"}).status_code == 302
    other.refresh_from_db()
    assert other.merged_into == zhang
    assert "已并入" in html(desk.get(other.get_absolute_url()))


def test_a_registration_of_another_district_is_left_to_the_common_superior(zhang, neighbour, noon):
    ours = services.register_worker(name="张三", id_kind="none", by=neighbour, at=noon)
    ticket = services.lookup_worker(id_number=citizen(), by=neighbour, at=noon)[0].ticket
    url = reverse("registers:worker_merge", args=[ours.pk])
    response = signed_in(neighbour).post(url, {"drop": ticket, "reason": "重复登记"})
    assert response.status_code == 422
    assert "共同的上级工会" in html(response)


def test_finding_by_number_works_across_the_city_without_giving_the_page_away(zhang, neighbour):
    client = signed_in(neighbour)
    url = reverse("registers:worker_find")
    assert client.get(url).status_code == 200
    page = html(client.post(url, {"number": citizen()}))
    assert "张*" in page
    assert zhang.get_absolute_url() not in page
    assert "全市没有用这个号码" in html(client.post(url, {"number": "13900000000"}))
    assert client.post(url, {"number": ""}).status_code == 422


def test_the_check_fills_birth_date_and_sex_and_shows_who_is_registered(desk, zhang):
    url = reverse("registers:worker_check")
    page = html(desk.post(url, {"id_number": citizen(), "id_kind": "citizen"}))
    assert "男，1990年3月7日出生" in page
    assert 'value="1990-03-07"' in page
    assert "证件号码相同" in page
    assert "身份证号第18位应为" in html(desk.post(url, {"id_number": WRONG}))
    inline = html(desk.post(url + "?field=worker", {"worker-new-id_number": citizen()}))
    assert f'name="worker" value="{zhang.pk}"' in inline
    assert "id_birth_date" not in inline


def test_lookups_answer_posts_only(desk, zhang, factory):
    for name in ("registers:worker_lookup", "registers:employer_lookup"):
        assert "lookup-option" not in html(desk.get(reverse(name) + "?field=x&x-q=张"))
    workers = reverse("registers:worker_lookup") + "?field=worker"
    assert f'value="{zhang.pk}"' in html(desk.post(workers, {"worker-q": "zs"}))
    assert f'value="{zhang.pk}"' in html(desk.post(workers, {"worker-q": "138 1234 5678"}))
    assert "没有找到" in html(desk.post(workers, {"worker-q": "赵"}))
    employers = reverse("registers:employer_lookup") + "?field=employer"
    for query in ("飞影", credit_code()):
        assert f'value="{factory.pk}"' in html(desk.post(employers, {"employer-q": query}))


def test_an_employer_is_registered_with_a_warning_for_a_doubtful_code(desk):
    code = credit_code()[:-1] + ("1" if credit_code()[-1] != "1" else "2")
    typed = {"name": "某某公司", "kind": "company", "uscc": code, "contact_name": "王", "contact_phone": "02083330000"}
    response = desk.post(reverse("registers:employer_new"), typed, follow=True)
    assert "按校验规则应为" in html(response)
    employer = Employer.objects.get()
    assert employer.contacts.get().phone.reveal() == "02083330000"
    again = desk.post(reverse("registers:employer_new"), {"name": "某某公司", "kind": "company"})
    assert again.status_code == 422
    assert "已有同名的单位" in html(again)


def test_an_employers_page_and_its_contacts(desk, factory, neighbour):
    page = html(desk.get(factory.get_absolute_url()))
    assert "139****1111" in page
    contact = factory.contacts.get()
    reveal = reverse("registers:contact_reveal", args=[factory.pk, contact.pk])
    assert "13900001111" in html(desk.post(reveal, {"reason": "通知调解"}))
    amend = reverse("registers:contact_amend", args=[factory.pk, contact.pk])
    assert "现为 139****1111" in html(desk.get(amend))
    assert desk.post(amend, {"name": "李总"}).status_code == 302
    contact.refresh_from_db()
    assert (contact.name, contact.phone.reveal()) == ("李总", "13900001111")
    assert desk.post(reverse("registers:contact_new", args=[factory.pk]), {"name": "钱"}).status_code == 302
    remove = reverse("registers:contact_remove", args=[factory.pk, contact.pk])
    assert desk.get(remove).status_code == 200
    assert desk.post(remove).status_code == 302
    assert factory.contacts.get().name == "钱"
    assert signed_in(neighbour).get(factory.get_absolute_url()).status_code == 200


def test_relations_and_mergers_of_employers(desk, factory, caseworker, noon):
    other = services.register_employer(name="飞影集团", by=caseworker, at=noon)
    url = reverse("registers:relation_new", args=[factory.pk])
    assert desk.post(url, {"kind": "subsidiary", "other": str(other.pk)}).status_code == 302
    assert "是其母公司或总部" in html(desk.get(other.get_absolute_url()))
    relation = factory.relations.get()
    assert desk.post(reverse("registers:relation_remove", args=[factory.pk, relation.pk])).status_code == 302
    amend = reverse("registers:employer_amend", args=[factory.pk])
    assert desk.get(amend).status_code == 200
    typed = {"version": "99", "name": factory.name, "kind": "company", "uscc": credit_code()}
    assert desk.post(amend, typed).status_code == 409
    factory.refresh_from_db()
    assert desk.post(amend, {**typed, "version": str(factory.version), "size": "small"}).status_code == 302
    merge = reverse("registers:employer_merge", args=[factory.pk])
    assert desk.post(merge, {"drop": str(other.pk), "reason": "同一单位"}).status_code == 302
    other.refresh_from_db()
    assert other.merged_into == factory


def test_exporting_needs_the_right_and_a_reason_and_holds_masks(zhang, desk, manager):
    url = reverse("registers:workers")
    assert desk.post(url, {"action": "export", "reason": "年度统计"}).status_code == 403
    response = signed_in(manager).post(url, {"action": "export", "reason": "年度统计"})
    assert response.status_code == 200
    assert ReadLog.objects.filter(action="export", subject="list:workers").exists()
