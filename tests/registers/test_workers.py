from datetime import date, timedelta

import pytest

from tests.registers.people import citizen
from unionlaw.lib.errors import Conflict, Invalid, Missing, Refused, Stale
from unionlaw.network.models import ReadLog
from unionlaw.registers import services
from unionlaw.registers.models import Worker
from unionlaw.registers.models.worker import Group


def test_a_citizen_number_fills_birth_date_and_sex(caseworker, district, noon):
    worker = services.register_worker(
        name=" 张　三 ", id_number=citizen(date(1990, 3, 7), 124).lower(), by=caseworker, at=noon
    )
    worker.refresh_from_db()
    assert (worker.name, worker.initials, worker.sex, worker.birth_date) == ("张 三", "zs", "female", date(1990, 3, 7))
    assert worker.id_number.reveal() == citizen(date(1990, 3, 7), 124)
    assert (worker.organisation, worker.scope1, worker.scope2, worker.scope3) == (district, *district.lineage, None)
    assert worker.registered_by == caseworker.user
    assert worker.groups_on(noon.date()) == [Group.WOMAN]


def test_a_failing_number_blocks_and_says_the_right_digit(caseworker, noon):
    wrong = citizen()[:-1] + ("1" if citizen()[-1] != "1" else "2")
    with pytest.raises(Invalid) as caught:
        services.register_worker(name="张三", id_number=wrong, by=caseworker, at=noon)
    assert caught.value.errors == {"id_number": [f"身份证号第18位应为 {citizen()[-1]}，请核对。"]}


def test_everything_wrong_is_said_at_once(caseworker, noon):
    with pytest.raises(Invalid) as caught:
        services.register_worker(
            name="", id_kind="passport", phone="1381", sex="x", employer_id=99, region_code="990000",
            birth_date=date(2030, 1, 1), by=caseworker, at=noon,
        )  # fmt: skip
    assert set(caught.value.errors) == {"name", "id_number", "phone", "sex", "employer", "region", "birth_date"}


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"birth_date": date(1990, 3, 8)}, "birth_date"),
        ({"sex": "female"}, "sex"),
        ({"id_kind": "nothing"}, "id_kind"),
    ],
)
def test_what_contradicts_the_number_is_refused(caseworker, noon, facts, field):
    with pytest.raises(Invalid) as caught:
        services.register_worker(**{"name": "张三", "id_number": citizen(), **facts}, by=caseworker, at=noon)
    assert field in caught.value.errors


def test_passports_and_people_without_papers_are_registered_too(caseworker, noon):
    foreign = services.register_worker(
        name="John Smith", id_kind="passport", id_number="e 1234567", by=caseworker, at=noon
    )
    assert foreign.id_number.reveal() == "E1234567"
    for _ in range(2):
        unknown = services.register_worker(name="李四", id_kind="none", id_number="1", by=caseworker, at=noon)
        assert not unknown.id_number
        assert unknown.id_index is None


def test_one_number_is_registered_once_in_the_whole_city(zhang, neighbour, noon):
    with pytest.raises(Invalid) as caught:
        services.register_worker(name="张三", id_number=citizen(), by=neighbour, at=noon)
    # Whose it is, a look-up says, which is written down.
    assert caught.value.errors["id_number"] == ["这个证件号码已经登记过，请按号码查找后直接选用。"]


def test_minors_follow_from_the_birth_date_as_time_passes(caseworker, noon):
    born = date(2008, 11, 21)
    worker = services.register_worker(name="小李", id_number=citizen(born), by=caseworker, at=noon)
    assert Group.MINOR in worker.groups_on(date(2026, 11, 20))
    assert Group.MINOR not in worker.groups_on(date(2026, 11, 21))


def test_only_those_with_the_right_register(lawyer, noon):
    with pytest.raises(Refused, match="登记职工"):
        services.register_worker(name="张三", id_kind="none", by=lawyer, at=noon)


def test_amending_changes_what_is_named_and_keeps_the_rest(zhang, second_caseworker, noon):
    worker = services.amend_worker(
        worker_id=zhang.pk, version=1, phone="13900000000", groups=["platform", "woman"], by=second_caseworker, at=noon
    )
    worker.refresh_from_db()
    assert (worker.version, worker.updated_at) == (2, noon)
    assert (worker.phone.reveal(), worker.address.reveal()) == ("13900000000", "广州市越秀区东风路1号")
    assert worker.groups == ["platform"]
    assert Worker.objects.with_phone("13900000000").get() == worker
    assert [event.version for event in worker.events.order_by("pgh_id")] == [1, 2]


def test_a_corrected_number_brings_its_own_birth_date(zhang, caseworker, noon):
    number = citizen(date(1991, 1, 2), 124)
    worker = services.amend_worker(worker_id=zhang.pk, version=1, id_number=number, by=caseworker, at=noon)
    assert (worker.birth_date, worker.sex) == (date(1991, 1, 2), "female")


def test_a_stale_form_hears_what_changed_without_the_sealed_values(zhang, caseworker, second_caseworker, noon):
    services.amend_worker(
        worker_id=zhang.pk, version=1, name="张三丰", phone="13900000000", groups=[], by=caseworker, at=noon
    )
    with pytest.raises(Stale) as caught:
        services.amend_worker(worker_id=zhang.pk, version=1, name="张叁", by=second_caseworker, at=noon)
    assert caught.value.changes == ["姓名：张三 → 张三丰", "手机号码已修改", "群体：农民工 → （空）"]


def test_a_worker_of_another_district_is_missing_not_forbidden(zhang, neighbour, noon):
    with pytest.raises(Missing):
        services.amend_worker(worker_id=zhang.pk, version=1, name="x", by=neighbour, at=noon)


def test_visibility_follows_the_tree(zhang, caseworker, manager, neighbour, station_caseworker, lawyer, system_admin):
    seen = {
        actor.user.username: Worker.objects.visible_to(actor).exists()
        for actor in (caseworker, manager, neighbour, station_caseworker, lawyer, system_admin)
    }
    assert seen == {
        caseworker.user.username: True,
        manager.user.username: True,
        neighbour.user.username: False,
        station_caseworker.user.username: False,
        lawyer.user.username: False,
        system_admin.user.username: False,
    }


@pytest.mark.parametrize("query", ["张", "张三", "zs", "ZS", "三 zs", "z"])
def test_names_are_found_by_any_part_and_by_initials(zhang, query):
    assert Worker.objects.matching(query).get() == zhang


@pytest.mark.parametrize("query", ["李", "张四", "sz", "%", "_"])
def test_other_names_are_not_found(zhang, query):
    assert not Worker.objects.matching(query).exists()


def test_lookup_finds_a_worker_of_another_district_masked_and_logs_it(zhang, neighbour, noon):
    found = services.lookup_worker(id_number=citizen().lower(), by=neighbour, at=noon)
    assert [(m.worker_id, m.name, m.visible, m.organisation) for m in found] == [
        (zhang.pk, "张*", False, "越山区总工会")
    ]
    assert citizen() not in repr(found)
    log = ReadLog.objects.get()
    assert (log.action, log.subject, log.user, log.data) == (
        "lookup", f"worker:{zhang.pk}", neighbour.user, {"by": ["id_number"]},
    )  # fmt: skip
    assert services.lookup_worker(phone="13812345678", by=neighbour, at=noon)[0].why == "phone"
    assert services.lookup_worker(phone="13812340000", by=neighbour, at=noon) == []
    assert ReadLog.objects.filter(subject="worker:none").count() == 1


def test_a_ticket_lets_only_the_post_that_looked_use_the_worker(zhang, neighbour, caseworker, noon):
    ticket = services.lookup_worker(id_number=citizen(), by=neighbour, at=noon)[0].ticket
    assert services.redeem_ticket(ticket, by=neighbour) == zhang
    assert services.redeem_ticket(ticket, by=caseworker) is None
    assert services.redeem_ticket(str(zhang.pk), by=neighbour) is None


def test_duplicates_are_found_by_number_phone_or_name_with_birth_date(zhang, caseworker, noon):
    def why(**given):
        return [match.why for match in services.find_duplicates(by=caseworker, at=noon, **given)]

    assert why(id_number=citizen()) == ["id_number"]
    assert why(phone="+86 13812345678") == ["phone"]
    assert why(name="张三", birth_date=date(1990, 3, 7)) == ["name_birth"]
    assert why(name="张三") == []
    assert why(phone="13812345678", besides=zhang.pk) == []


def test_revealing_needs_a_reason_and_is_logged(zhang, caseworker, noon):
    with pytest.raises(Invalid) as caught:
        services.reveal(worker_id=zhang.pk, fields=["phone"], reason=" ", by=caseworker, at=noon)
    assert caught.value.field == "reason"
    shown = services.reveal(
        worker_id=zhang.pk, fields=["phone", "injury_note"], reason="电话回访", by=caseworker, at=noon
    )
    assert shown == {"phone": "13812345678", "injury_note": "左手食指骨折"}
    log = ReadLog.objects.get()
    assert (log.action, log.reason, log.data) == ("reveal", "电话回访", {"fields": ["phone", "injury_note"]})


def test_a_stranger_cannot_reveal_and_a_manager_is_told_why(zhang, neighbour, manager, noon):
    with pytest.raises(Missing):
        services.reveal(worker_id=zhang.pk, fields=["phone"], reason="看看", by=neighbour, at=noon)
    with pytest.raises(Refused):
        services.reveal(worker_id=zhang.pk, fields=["phone"], reason="看看", by=manager, at=noon)
    assert not ReadLog.objects.exists()


def test_merging_fills_gaps_and_frees_the_number(zhang, caseworker, factory, noon):
    without_papers = services.register_worker(
        name="张三", id_kind="none", phone="13700000000", household_type="other_rural", groups=["platform"],
        employer_id=factory.pk, by=caseworker, at=noon,
    )  # fmt: skip
    kept = services.merge_workers(
        keep_id=without_papers.pk, drop_id=zhang.pk, reason="同一人两次登记", by=caseworker, at=noon
    )
    kept.refresh_from_db()
    zhang.refresh_from_db()
    assert zhang.merged_into == kept
    assert (kept.id_number.reveal(), kept.birth_date) == (citizen(), date(1990, 3, 7))
    assert (kept.phone.reveal(), kept.address.reveal()) == ("13700000000", "广州市越秀区东风路1号")
    assert kept.groups == ["migrant", "platform"]
    assert Worker.objects.current().with_id_number(citizen()).get() == kept
    assert kept.events.latest("pgh_id").pgh_context.metadata["reason"] == "同一人两次登记"
    with pytest.raises(Conflict):
        services.amend_worker(worker_id=zhang.pk, version=zhang.version, name="x", by=caseworker, at=noon)


def test_people_with_different_numbers_are_not_merged(zhang, caseworker, noon):
    other = services.register_worker(name="张三", id_number=citizen(sequence=321), by=caseworker, at=noon)
    with pytest.raises(Invalid, match="不是同一个人"):
        services.merge_workers(keep_id=zhang.pk, drop_id=other.pk, reason="看似一人", by=caseworker, at=noon)


def test_a_chain_of_mergers_ends_at_the_last_kept(zhang, caseworker, noon):
    one, two = (
        services.register_worker(name="张三", id_kind="none", by=caseworker, at=noon + timedelta(minutes=n))
        for n in range(2)
    )
    services.merge_workers(keep_id=one.pk, drop_id=two.pk, reason="重复登记", by=caseworker, at=noon)
    services.merge_workers(keep_id=zhang.pk, drop_id=one.pk, reason="重复登记", by=caseworker, at=noon)
    two.refresh_from_db()
    assert two.merged_into == zhang
