"""Numbers are gap-free per union, kind and year, whoever writes at once."""

import threading
from datetime import datetime

import pytest
from django.db import connection, transaction

from tests.cast import CHINA, NOON
from unionlaw.matters.models import Matter
from unionlaw.matters.services.numbering import take_number


@pytest.mark.django_db
def test_a_number_names_its_union_its_year_and_its_turn(caseworker, open_consultation):
    first, second = open_consultation(caseworker), open_consultation(caseworker, worker="李四", employer="乙公司")
    assert [first.number, second.number] == ["越工咨〔2026〕1号", "越工咨〔2026〕2号"]


@pytest.mark.django_db
def test_a_station_numbers_in_the_series_of_its_district(station_caseworker, caseworker, open_consultation):
    open_consultation(caseworker)
    matter = open_consultation(station_caseworker, worker="李四", employer="乙公司")
    assert matter.number == "越工咨〔2026〕2号"


@pytest.mark.django_db
def test_the_year_is_the_year_in_china(district):
    at = datetime(2027, 1, 1, 0, 30, tzinfo=CHINA)
    assert take_number(organisation=district, kind="consultation", at=at).text == "越工咨〔2027〕1号"


@pytest.mark.django_db
def test_a_number_taken_by_a_failed_write_is_given_again(district):
    with pytest.raises(RuntimeError), transaction.atomic():
        take_number(organisation=district, kind="aid_case", at=NOON)
        raise RuntimeError
    assert take_number(organisation=district, kind="aid_case", at=NOON).serial == 1


@pytest.mark.django_db
def test_a_union_may_print_numbers_its_own_way(district):
    from unionlaw.matters.models import NumberPattern

    NumberPattern.objects.create(organisation=district, kind="aid_case", pattern="{prefix}法援字〔{year}〕第{serial}号")
    assert take_number(organisation=district, kind="aid_case", at=NOON).text == "越工法援字〔2026〕第1号"


@pytest.mark.django_db(transaction=True)
def test_fifty_writers_at_once_get_fifty_consecutive_numbers(caseworker):
    from unionlaw.matters.services.opening import open_matter

    errors: list[BaseException] = []

    def write() -> None:
        try:
            open_matter(
                kind="consultation",
                event="consultation.recorded",
                title="同时登记",
                organisation=caseworker.organisation,
                channel="window",
                by=caseworker,
                at=NOON,
            )
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not errors
    assert sorted(Matter.objects.values_list("serial", flat=True)) == list(range(1, 51))
