from datetime import date

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from unionlaw.registers import reference
from unionlaw.registers.models import Cause, Industry, Region


@pytest.fixture
def loaded(db):
    call_command("load_reference", verbosity=0)


def test_all_of_guangdong_is_there(loaded):
    assert Region.objects.filter(level=Region.Level.PREFECTURE).count() == 21
    yuexiu = Region.objects.get(code="440104")
    assert (yuexiu.full_name, yuexiu.initials, yuexiu.parent_id) == ("广东省广州市越秀区", "yxq", "440100")
    assert Region.objects.filter(parent="440100").count() == 11
    assert yuexiu.children.count() > 10


@pytest.mark.parametrize("code", ["441900", "442000"])
def test_towns_hang_on_the_prefecture_where_there_are_no_counties(loaded, code):
    place = Region.objects.get(code=code)
    assert place.level == Region.Level.PREFECTURE
    assert set(place.children.values_list("level", flat=True)) == {Region.Level.TOWN}


def test_loading_again_changes_nothing(loaded, django_assert_max_num_queries):
    before = list(Cause.objects.values()), Industry.objects.count(), Region.objects.count()
    with django_assert_max_num_queries(12):
        call_command("load_reference", verbosity=0)
    assert (list(Cause.objects.values()), Industry.objects.count(), Region.objects.count()) == before


def test_a_missing_source_says_what_to_do(db, tmp_path):
    with pytest.raises(CommandError, match="make setup"):
        call_command("load_reference", regions=tmp_path)


def test_industries_are_sections_and_divisions(loaded):
    assert Industry.objects.filter(parent=None).count() == 20
    assert Industry.objects.exclude(parent=None).count() == 97
    assert str(Industry.objects.get(code="G60")) == "G60 邮政业"


@pytest.mark.parametrize(
    ("on", "version", "number"),
    [
        (date(2025, 12, 31), "2021", "186(5)"),
        (date(2026, 1, 1), "2026", "205(5)"),
        (date(2026, 11, 21), "2026", "205(5)"),
    ],
)
def test_the_list_of_causes_goes_by_the_day(loaded, on, version, number):
    wages = Cause.objects.in_force(on).get(name="追索劳动报酬纠纷", parent__number=number[:3])
    assert (wages.list_version, wages.number) == (version, number)
    assert not Cause.objects.in_force(on).exclude(list_version=version).exists()


def test_no_list_was_in_force_before_2021(loaded):
    assert not Cause.objects.in_force(date(2020, 12, 31)).exists()


def test_platform_work_is_new_in_2026_and_headings_are_no_causes(loaded):
    assert Cause.objects.in_force(date(2026, 3, 1)).selectable().filter(name__contains="新就业形态").count() == 3
    assert not Cause.objects.selectable().filter(name="劳动争议").exists()


def test_every_cause_hangs_on_one_of_its_own_list(loaded):
    for cause in Cause.objects.select_related("parent"):
        assert cause.parent is None or cause.parent.list_version == cause.list_version
    assert set(reference.CAUSE_LISTS) == set(Cause.objects.values_list("list_version", flat=True))
