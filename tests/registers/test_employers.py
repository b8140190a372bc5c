import pytest

from tests.registers.people import credit_code
from unionlaw.lib.errors import Invalid, Missing, Refused, Stale
from unionlaw.network.models import ReadLog
from unionlaw.registers import services
from unionlaw.registers.models import Employer, EmployerRelation


def test_a_failing_credit_code_warns_and_does_not_block(caseworker, noon):
    code = credit_code()[:-1] + ("1" if credit_code()[-1] != "1" else "2")
    employer = services.register_employer(name="某某公司", uscc=code.lower(), by=caseworker, at=noon)
    assert employer.uscc == code
    assert f"应为 {credit_code()[-1]}" in employer.uscc_warning


def test_a_code_is_registered_once_and_the_name_is_said(factory, neighbour, noon):
    with pytest.raises(Invalid) as caught:
        services.register_employer(name="另一个名字", uscc=credit_code(), by=neighbour, at=noon)
    assert "广州飞影文化传播有限公司" in caught.value.errors["uscc"][0]


def test_employers_without_a_code_are_registered_and_same_names_are_shown(factory, caseworker, noon):
    services.register_employer(name="路边餐馆", by=caseworker, at=noon)
    services.register_employer(name="路边餐馆", by=caseworker, at=noon)
    found = services.find_duplicate_employers(by=caseworker, name="路边餐馆 ")
    assert [match.why for match in found] == ["name", "name"]
    found = services.find_duplicate_employers(by=caseworker, uscc=credit_code().lower())
    assert [(match.employer, match.why) for match in found] == [(factory, "uscc")]


def test_the_contact_phone_is_sealed_and_found_only_exactly(factory, caseworker):
    contact = factory.contacts.get()
    assert str(contact.phone) == "139****1111"
    assert Employer.objects.with_phone("13900001111").get() == factory
    assert not Employer.objects.with_phone("1390000").exists()


def test_revealing_a_contact_is_logged(factory, caseworker, noon):
    contact = factory.contacts.get()
    assert services.reveal_contact(contact_id=contact.pk, reason="通知调解", by=caseworker, at=noon) == "13900001111"
    assert ReadLog.objects.get().subject == f"employer:{factory.pk}"


def test_administrators_see_no_employers(factory, system_admin, lawyer):
    assert not Employer.objects.visible_to(system_admin).exists()
    assert Employer.objects.visible_to(lawyer).get() == factory


@pytest.mark.parametrize("query", ["飞影", "飞", "广州飞影文化传播有限公司", "gzfy", "飞影 公司"])
def test_names_are_found_by_any_part(factory, query):
    assert Employer.objects.matching(query).get() == factory


@pytest.mark.parametrize(
    "typed", ["广东深圳飞鸟", "深圳飞鸟物流", "广东（深圳）飞鸟", "广东[深圳]飞鸟", "（深圳）", "gdszfn"]
)
@pytest.mark.parametrize("name", ["广东（深圳）飞鸟物流有限公司", "广东深圳飞鸟物流有限公司"])
def test_names_are_found_whichever_brackets_they_or_the_query_have(name, typed, caseworker, noon):
    employer = services.register_employer(name=name, by=caseworker, at=noon)
    assert Employer.objects.matching(typed).get() == employer


def test_the_same_name_with_and_without_brackets_is_shown_before_it_is_registered_twice(caseworker, noon):
    known = services.register_employer(name="广东（深圳）飞鸟物流有限公司", by=caseworker, at=noon)
    for typed in ("广东深圳飞鸟物流有限公司", "广东〔深圳〕飞鸟物流有限公司"):
        [match] = services.find_duplicate_employers(by=caseworker, name=typed)
        assert (match.employer, match.why) == (known, "name")
    other = services.register_employer(name="羊城石材有限公司", by=caseworker, at=noon)
    services.amend_employer(employer_id=other.pk, version=1, short_name="恒和（广州）石材", by=caseworker, at=noon)
    assert Employer.objects.matching("恒和广州石材").get() == other


def test_amending_checks_the_version(factory, caseworker, noon):
    employer = services.amend_employer(
        employer_id=factory.pk, version=1, short_name="飞影", size="small", by=caseworker, at=noon
    )
    assert (employer.name, employer.uscc, employer.size) == (factory.name, factory.uscc, "small")
    assert Employer.objects.matching("fy").get() == factory
    with pytest.raises(Stale) as caught:
        services.amend_employer(employer_id=factory.pk, version=1, size="large", by=caseworker, at=noon)
    assert "规模：（空） → 20至299人" in caught.value.changes


def test_only_those_with_the_right_amend(factory, lawyer, system_admin, noon):
    with pytest.raises(Refused):
        services.amend_employer(employer_id=factory.pk, version=1, size="large", by=lawyer, at=noon)
    with pytest.raises(Missing):
        services.amend_employer(employer_id=factory.pk, version=1, size="large", by=system_admin, at=noon)


def test_contacts_are_added_changed_and_removed(factory, caseworker, noon):
    common = {"employer_id": factory.pk, "by": caseworker, "at": noon}
    contact = services.save_contact(name="王法务", position="法务", phone="020-83330000", **common)
    services.save_contact(contact_id=contact.pk, name="王法务", phone="02083330001", **common)
    contact.refresh_from_db()
    assert contact.phone.reveal() == "02083330001"
    with pytest.raises(Invalid) as caught:
        services.save_contact(name="", phone="1", **common)
    assert caught.value.field == "name"
    services.remove_contact(contact_id=contact.pk, **common)
    assert factory.contacts.count() == 1
    with pytest.raises(Missing):
        services.remove_contact(contact_id=contact.pk, **common)


def test_relations_are_recorded_once_and_not_to_oneself(factory, caseworker, noon):
    other = services.register_employer(name="飞影集团", by=caseworker, at=noon)
    common = {"kind": EmployerRelation.Kind.SUBSIDIARY, "by": caseworker, "at": noon}
    relation = services.relate_employers(employer_id=factory.pk, other_id=other.pk, **common)
    for one, two in ((factory, factory), (factory, other), (other, factory)):
        with pytest.raises(Invalid):
            services.relate_employers(employer_id=one.pk, other_id=two.pk, **common)
    services.unrelate_employers(relation_id=relation.pk, by=caseworker, at=noon)
    assert not factory.relations.exists()


def test_merging_moves_workers_contacts_and_relations_and_keeps_the_old_name(factory, caseworker, noon):
    common = {"by": caseworker, "at": noon}
    twin = services.register_employer(name="广州飞影文化", contact_name="赵", contact_phone="13811112222", **common)
    parent = services.register_employer(name="飞影集团", **common)
    worker = services.register_worker(name="张三", id_kind="none", employer_id=twin.pk, **common)
    for employer in (factory, twin):
        services.relate_employers(employer_id=employer.pk, other_id=parent.pk, kind="subsidiary", **common)
    services.relate_employers(employer_id=twin.pk, other_id=factory.pk, kind="affiliated", **common)
    kept = services.merge_employers(keep_id=factory.pk, drop_id=twin.pk, reason="同一单位", **common)
    worker.refresh_from_db()
    assert worker.employer == kept
    assert kept.contacts.count() == 2
    assert [(r.other, r.kind) for r in kept.relations.all()] == [(parent, "subsidiary")]
    assert not EmployerRelation.objects.filter(employer=twin).exists()
    assert Employer.objects.current().matching("广州飞影文化").get() == kept
    assert kept.short_name == "广州飞影文化"


def test_different_codes_are_not_merged(factory, caseworker, noon):
    other = services.register_employer(name="别家", uscc=credit_code(2), by=caseworker, at=noon)
    with pytest.raises(Invalid, match="不能合并"):
        services.merge_employers(keep_id=factory.pk, drop_id=other.pk, reason="同一单位", by=caseworker, at=noon)
