"""The page of an employer: registering, contacts, relations, amending, merging."""

import pytest
from django.urls import reverse

from tests.registers.browsing import html, signed_in
from tests.registers.people import credit_code
from unionlaw.registers import services
from unionlaw.registers.models import Employer


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
    assert "已核对，不是同一家单位，仍要登记" in html(again)
    assert "Not duplicate" not in html(again)


def test_an_employers_page_shows_masks_and_reveals_a_contact(desk, factory, neighbour):
    page = html(desk.get(factory.get_absolute_url()))
    assert "139****1111" in page
    reveal = reverse("registers:contact_reveal", args=[factory.pk, factory.contacts.get().pk])
    assert "13900001111" in html(desk.post(reveal, {"reason": "通知调解"}))
    assert signed_in(neighbour).get(factory.get_absolute_url()).status_code == 200


def test_a_contact_is_amended_and_keeps_what_is_left_empty(desk, factory):
    contact = factory.contacts.get()
    amend = reverse("registers:contact_amend", args=[factory.pk, contact.pk])
    assert "现为 139****1111" in html(desk.get(amend))
    assert desk.post(amend, {"name": "李总"}).status_code == 302
    contact.refresh_from_db()
    assert (contact.name, contact.phone.reveal()) == ("李总", "13900001111")


def test_a_contact_is_added_and_another_removed(desk, factory):
    contact = factory.contacts.get()
    assert desk.post(reverse("registers:contact_new", args=[factory.pk]), {"name": "钱"}).status_code == 302
    remove = reverse("registers:contact_remove", args=[factory.pk, contact.pk])
    assert desk.get(remove).status_code == 200
    assert desk.post(remove).status_code == 302
    assert factory.contacts.get().name == "钱"


@pytest.fixture
def group(caseworker, noon):
    return services.register_employer(name="飞影集团", by=caseworker, at=noon)


def test_a_relation_shows_on_both_employers_and_is_removed(desk, factory, group):
    url = reverse("registers:relation_new", args=[factory.pk])
    assert desk.post(url, {"kind": "subsidiary", "other": str(group.pk)}).status_code == 302
    assert "是其母公司或总部" in html(desk.get(group.get_absolute_url()))
    relation = factory.relations.get()
    assert desk.post(reverse("registers:relation_remove", args=[factory.pk, relation.pk])).status_code == 302


def test_an_employer_is_amended_unless_it_changed_meanwhile(desk, factory):
    amend = reverse("registers:employer_amend", args=[factory.pk])
    assert desk.get(amend).status_code == 200
    typed = {"version": "99", "name": factory.name, "kind": "company", "uscc": credit_code()}
    assert desk.post(amend, typed).status_code == 409
    factory.refresh_from_db()
    assert desk.post(amend, {**typed, "version": str(factory.version), "size": "small"}).status_code == 302


def test_an_employer_is_merged_into_another(desk, factory, group):
    merge = reverse("registers:employer_merge", args=[factory.pk])
    assert desk.post(merge, {"drop": str(group.pk), "reason": "同一单位"}).status_code == 302
    group.refresh_from_db()
    assert group.merged_into == factory
