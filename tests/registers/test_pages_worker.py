"""The page of a worker: who opens it, revealing, registering, amending, merging."""

from datetime import date

from django.urls import reverse

from tests.registers.browsing import WRONG, html, new_worker, signed_in
from tests.registers.people import citizen
from unionlaw.network.models import ReadLog
from unionlaw.registers import services
from unionlaw.registers.models import Worker


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
    assert "已核对，不是同一个人，仍要登记" in html(response)
    assert "Not duplicate" not in html(response)
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
