"""The working calendar in the database: importing, correcting, publishing, closures, and asking for a new year."""

from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import CHINA, NOON
from unionlaw.deadlines import shipped_calendar as libraries
from unionlaw.deadlines.arithmetic.spec import DayOff
from unionlaw.deadlines.calendars import calendar_for, shipped_calendar
from unionlaw.deadlines.models import CalendarDay, CalendarYear
from unionlaw.deadlines.services import calendar, loading
from unionlaw.deadlines.services.asking_for_years import ask_for_years
from unionlaw.lib.errors import Conflict, Invalid, Missing, Refused
from unionlaw.notices.models import Notice

SPRING_2027 = {
    **{date(2027, 2, day): ("holiday", "春节") for day in range(5, 13)},
    date(2027, 1, 31): ("workday", "春节"),
    date(2027, 2, 20): ("workday", "春节"),
}
NOTICE = "国办发明电〔2026〕9号"
pytestmark = pytest.mark.django_db


@pytest.fixture
def told(monkeypatch) -> list[int]:
    """The years that the subscribers heard of."""
    years: list[int] = []
    monkeypatch.setattr(calendar, "on_published", [lambda year, by, at: years.append(year)])
    return years


def import_2027(by):
    return calendar.import_year(year=2027, days=SPRING_2027, source=NOTICE, by=by, at=NOON)


def test_the_loaded_calendar_is_that_of_the_libraries():
    kept, shipped = calendar_for(), shipped_calendar()
    assert CalendarYear.objects.filter(state="published").count() == len(libraries.published_years())
    for number in range(date(2020, 1, 1).toordinal(), date(2030, 1, 1).toordinal()):
        day = date.fromordinal(number)
        assert kept.day_off(day) == shipped.day_off(day)
        assert kept.made_up(day) == shipped.made_up(day)
    assert [kept.is_published(year) for year in (2003, 2026, 2027, 2090)] == [False, True, False, False]


def test_beyond_what_is_loaded_the_libraries_answer():
    assert calendar_for().day_off(date(2060, 10, 1)) == DayOff("holiday", "国庆节")


def test_an_imported_year_counts_at_once_and_is_provisional_until_published(system_admin, told):
    assert calendar_for().day_off(date(2027, 2, 11)) is None
    import_2027(system_admin)
    kept = calendar_for()
    assert kept.day_off(date(2027, 2, 11)) == DayOff("holiday", "春节")
    assert kept.made_up(date(2027, 2, 20)) == "春节"
    assert kept.day_off(date(2027, 10, 1)) is None, "the whole year is replaced"
    assert (kept.is_published(2027), told) == (False, [])
    row = calendar.publish_year(year=2027, by=system_admin, at=NOON)
    assert (row.state, row.published_by, row.source) == ("published", system_admin.post, NOTICE)
    assert calendar_for().is_published(2027)
    assert told == [2027]
    with pytest.raises(Conflict):
        calendar.publish_year(year=2027, by=system_admin, at=NOON)


def test_a_correction_of_a_published_year_is_told_too(system_admin, told):
    calendar.set_day(day=date(2026, 12, 1), kind="holiday", name="台风停工", by=system_admin, at=NOON)
    assert calendar_for().day_off(date(2026, 12, 1)) == DayOff("holiday", "台风停工")
    calendar.clear_day(day=date(2026, 12, 1), by=system_admin, at=NOON)
    assert calendar_for().day_off(date(2026, 12, 1)) is None
    assert told == [2026, 2026]
    with pytest.raises(Missing):
        calendar.clear_day(day=date(2026, 12, 1), by=system_admin, at=NOON)


def test_loading_again_leaves_what_an_administrator_did(system_admin):
    import_2027(system_admin)
    calendar.clear_day(day=date(2026, 10, 7), by=system_admin, at=NOON)
    before = list(CalendarDay.objects.order_by("day").values())
    assert loading.load_calendar(at=NOON) == 2, "2035 and 2036 are new since the installation"
    after = CalendarDay.objects.filter(day__year__lt=2035).order_by("day").values()
    assert list(after) == before
    assert loading.load_calendar(at=NOON) == 0


def test_a_newer_library_publishes_a_year_that_nobody_touched(monkeypatch, told):
    shipped = libraries.shipped_year
    monkeypatch.setattr(libraries, "published_years", lambda: frozenset(range(2004, 2028)))
    monkeypatch.setattr(libraries, "shipped_year", lambda year: SPRING_2027 if year == 2027 else shipped(year))
    loading.load_calendar(at=NOON)
    assert calendar_for().is_published(2027)
    assert calendar_for().day_off(date(2027, 2, 11)) == DayOff("holiday", "春节")
    assert told == [2027]


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({}, "days"),
        ({date(2026, 2, 5): ("holiday", "春节")}, "day"),
        ({date(2027, 2, 5): ("closure", "春节")}, "kind"),
        ({date(2027, 2, 5): ("workday", "春节")}, "day"),
        ({date(2027, 2, 5): ("holiday", " ")}, "name"),
    ],
)
def test_a_notice_that_cannot_be_is_refused(system_admin, days, field):
    with pytest.raises(Invalid) as error:
        calendar.import_year(year=2027, days=days, source=NOTICE, by=system_admin, at=NOON)
    assert error.value.field == field


def test_only_a_system_administrator_keeps_the_calendar(supervisor):
    for change in (
        lambda: import_2027(supervisor),
        lambda: calendar.set_day(day=date(2027, 2, 5), kind="holiday", name="春节", by=supervisor, at=NOON),
        lambda: calendar.clear_day(day=date(2026, 10, 1), by=supervisor, at=NOON),
        lambda: calendar.publish_year(year=2027, by=supervisor, at=NOON),
    ):
        with pytest.raises(Refused, match="系统管理员"):
            change()


def close(organisation, by, first=date(2026, 12, 1), last=date(2026, 12, 2)):
    return calendar.add_closure(organisation=organisation, first=first, last=last, name="搬迁", by=by, at=NOON)


def test_a_closure_is_that_of_one_organisation(supervisor, district, neighbour_district):
    close(district, supervisor)
    assert calendar_for(district.pk).day_off(date(2026, 12, 2)) == DayOff("closure", "搬迁")
    assert calendar_for(neighbour_district.pk).day_off(date(2026, 12, 2)) is None
    assert calendar_for().day_off(date(2026, 12, 2)) is None
    assert calendar_for(district.pk).is_published(2026)


def test_a_holiday_in_a_closure_stays_one_and_a_made_up_day_does_not(supervisor, district):
    close(district, supervisor, date(2026, 10, 7), date(2026, 10, 10))
    own = calendar_for(district.pk)
    assert own.day_off(date(2026, 10, 7)) == DayOff("holiday", "国庆节")
    assert own.day_off(date(2026, 10, 10)) == DayOff("closure", "搬迁")
    assert own.made_up(date(2026, 10, 10)) == ""


def test_a_closure_is_taken_back(supervisor, district):
    closure, _second = close(district, supervisor)
    calendar.remove_closure(closure_id=closure.pk, by=supervisor, at=NOON)
    assert calendar_for(district.pk).day_off(date(2026, 12, 1)) is None
    with pytest.raises(Missing):
        calendar.remove_closure(closure_id=closure.pk, by=supervisor, at=NOON)


def test_supervisors_close_their_own_office_and_system_administrators_any(
    supervisor, caseworker, system_admin, district, neighbour_district
):
    with pytest.raises(Refused, match="本单位"):
        close(neighbour_district, supervisor)
    with pytest.raises(Refused):
        close(district, caseworker)
    close(neighbour_district, system_admin)
    with pytest.raises(Conflict):
        close(neighbour_district, system_admin)
    with pytest.raises(Invalid):
        close(district, supervisor, date(2026, 12, 2), date(2026, 12, 1))


def test_a_closure_does_not_make_a_year_corrected(supervisor, district):
    close(district, supervisor, date(2027, 3, 1), date(2027, 3, 1))
    assert CalendarYear.objects.get(year=2027).version == 1


def test_reading_costs_one_query_when_it_is_warm():
    calendar_for()
    with CaptureQueriesContext(connection) as queries:
        calendar_for().day_off(NOON.date())
    assert len(queries) == 1


@pytest.mark.parametrize(
    ("on", "years"),
    [
        (date(2026, 10, 31), []),
        (date(2026, 11, 1), [2027]),
        (date(2026, 12, 31), [2027]),
        (date(2027, 3, 1), [2027]),
        (date(2027, 11, 1), [2027, 2028]),
    ],
)
def test_from_november_on_the_next_year_is_asked_for(on, years):
    assert calendar.years_to_publish(on) == years


def test_system_administrators_are_told_once_a_month(system_admin, supervisor):
    assert ask_for_years(at=NOON) == [2027]
    ask_for_years(at=datetime(2026, 11, 28, 9, 7, tzinfo=CHINA))
    notices = Notice.objects.filter(kind="deadline.provisional_year")
    assert [notice.post_id for notice in notices] == [system_admin.post.pk]
    ask_for_years(at=datetime(2026, 12, 1, 9, 7, tzinfo=CHINA))
    assert notices.all().count() == 2
    import_2027(system_admin)
    calendar.publish_year(year=2027, by=system_admin, at=NOON)
    assert ask_for_years(at=datetime(2027, 1, 1, 9, 7, tzinfo=CHINA)) == []
