"""The arithmetic against an independent count, its explanations, and what it refuses."""

from datetime import date, timedelta

import pytest
from django.utils import translation
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.deadlines.by_hand import last_day, span, works
from unionlaw.deadlines.arithmetic.due import due_on, working_days_from
from unionlaw.deadlines.arithmetic.explain import beginnings, dump, explain
from unionlaw.deadlines.arithmetic.spec import DayOff, OutOfRange, Period, Unit
from unionlaw.deadlines.calendars import WorkingCalendar, shipped_calendar

DAY = timedelta(days=1)
UNITS = {
    "cal": Unit.CALENDAR_DAY,
    "wd": Unit.WORKING_DAY,
    "month": Unit.MONTH,
    "year": Unit.YEAR,
    "hour": Unit.HOUR,
    "fixed": Unit.FIXED,
}
LONG = {"cal": 90, "wd": 60, "month": 14, "year": 2, "hour": 96, "fixed": 0}
CALENDAR = shipped_calendar()

days = st.dates(date(2023, 2, 1), date(2024, 8, 31))
pauses = st.lists(st.tuples(days, st.integers(0, 40)).map(lambda pair: (pair[0], pair[0] + pair[1] * DAY)), max_size=3)


def on(text: str) -> date:
    return date.fromisoformat(text)


def codes(due) -> list[str]:
    return [step.code for step in due.steps]


def days_told(due, code: str) -> list[str]:
    return [entry[0] for step in due.steps if step.code == code for entry in step.data["days"]]


@settings(max_examples=200, deadline=None)
@given(
    unit=st.sampled_from(list(UNITS)),
    part=st.floats(0, 1),
    start=days,
    roll=st.booleans(),
    extend=st.integers(0, 12),
    suspensions=pauses,
    restarts=st.lists(days, max_size=2),
)
@example("month", 0.1, on("2024-01-31"), True, 0, [], [])
@example("cal", 0.2, on("2024-02-01"), True, 0, [(on("2024-02-18"), on("2024-02-25"))], [])
def test_it_agrees_with_a_count_by_hand(unit, part, start, roll, extend, suspensions, restarts):
    length = round(part * LONG[unit])
    extend = extend * 24 if unit == "hour" else min(extend, 3) if unit in ("month", "year") else extend
    extend = min(extend, 1) if unit == "year" else extend
    length = length // 24 * 24 if unit == "hour" else length
    due = due_on(
        Period(length, UNITS[unit], roll_forward=roll),
        start,
        CALENDAR,
        extend=extend,
        suspensions=suspensions,
        restarts=restarts,
    )
    paused = {day for first, last in suspensions for day in span(f"{first}..{last}")}
    if due.on.year < 2027:
        wanted = last_day(length, unit, start, roll=roll, extend=extend, paused=paused, restarts=restarts)
        assert due.on == wanted, "\n".join(explain(due.steps))
        assert not due.provisional


@settings(max_examples=80, deadline=None)
@given(length=st.integers(0, 60), start=days, working=st.booleans(), suspensions=pauses)
def test_backward_it_agrees_with_a_count_by_hand(length, start, working, suspensions):
    unit = "wd" if working else "cal"
    due = due_on(Period(length, UNITS[unit], backward=True), start + 365 * DAY, CALENDAR, suspensions=suspensions)
    paused = {day for first, last in suspensions for day in span(f"{first}..{last}")}
    if due.on.year >= 2023:
        assert due.on == last_day(length, unit, start + 365 * DAY, backward=True, paused=paused)


@settings(max_examples=80, deadline=None)
@given(length=st.integers(1, 40), start=days, suspensions=pauses)
def test_every_day_up_to_the_due_date_is_accounted_for(length, start, suspensions):
    """Counted days, skipped days and suspended days together are all the days there are."""
    due = due_on(Period(length, Unit.WORKING_DAY), start, CALENDAR, suspensions=suspensions)
    told = {on(day) for day in days_told(due, "skipped")}
    for step in due.steps:
        if step.code == "suspended":
            told |= span(f"{step.data['first']}..{step.data['last']}")
    everything = span(f"{start + DAY}..{due.on}")
    assert len(everything - told) == length
    assert all(works(day) for day in everything - told)
    made_up = {on(step.data["on"]) for step in due.steps if step.code == "made_up"}
    assert made_up == {day for day in everything - told if day.weekday() >= 5}


@settings(max_examples=50, deadline=None)
@given(start=days, length=st.integers(1, 60), more=st.integers(0, 30))
def test_more_time_is_never_less(start, length, more):
    for unit in (Unit.CALENDAR_DAY, Unit.WORKING_DAY):
        period = Period(length, unit, roll_forward=unit is Unit.CALENDAR_DAY)
        plain, longer = due_on(period, start, CALENDAR), due_on(period, start, CALENDAR, extend=more)
        later = due_on(period, start + DAY, CALENDAR)
        assert plain.on <= longer.on
        assert plain.on <= later.on
        assert works(plain.on)


def test_the_explanation_tells_each_step():
    period = Period(15, Unit.CALENDAR_DAY, roll_forward=True, citation="调解仲裁法第14条", citation_en="LMA, art. 14")
    due = due_on(period, on("2026-01-31"), CALENDAR)
    assert explain(due.steps) == [
        "起算日：2026年1月31日（周六）。",
        "2026年1月31日（周六）当日不计，从2026年2月1日（周日）起算。",
        "从2026年2月1日（周日）数15日，到2026年2月15日（周日）。",
        "末日2026年2月15日（周日）不是工作日，顺延到其后第一个工作日2026年2月24日（周二）。",
        "跳过2026年2月15日（周日）至2026年2月23日（周一）是春节放假。",
        "依据：调解仲裁法第14条。",
    ]
    assert days_told(due, "skipped") == [f"2026-02-{day}" for day in range(15, 24)], "each day is in the data"
    with translation.override("en"):
        assert "LMA, art. 14" in explain(due.steps)[-1]


def test_weekends_holidays_and_made_up_days_are_told_apart():
    due = due_on(Period(10, Unit.WORKING_DAY), on("2025-09-26"), CALENDAR)
    assert due.on == on("2025-10-16")
    kinds = {entry[0]: tuple(entry[1:]) for step in due.steps if step.code == "skipped" for entry in step.data["days"]}
    assert kinds["2025-09-27"] == ("weekend", "")
    assert kinds["2025-10-04"] == ("holiday", "国庆节")
    assert kinds["2025-10-06"] == ("holiday", "中秋节")
    assert [step.data["on"] for step in due.steps if step.code == "made_up"] == ["2025-09-28", "2025-10-11"]
    assert "2025年9月28日（周日）因国庆节调休上班，计入。" in explain(due.steps)


@pytest.mark.parametrize(
    ("period", "start", "said"),
    [
        (Period(5, Unit.CALENDAR_DAY), "2026-03-02", "末日2026年3月7日（周六）是周末，但这一期限不顺延。"),
        (Period(1, Unit.MONTH), "2026-01-31", "1个月届满的月份没有31日，止于该月最后一日2026年2月28日（周六）。"),
        (
            Period(15, Unit.CALENDAR_DAY, roll_forward=True),
            "2026-01-30",
            "末日2026年2月14日（周六）因春节调休上班，是工作日，无须顺延。",
        ),
        (
            Period(30, Unit.CALENDAR_DAY, backward=True),
            "2026-05-04",
            "倒数到的2026年4月4日（周六）不是工作日，提前到其前一个工作日2026年4月3日（周五）（为稳妥起见，法律未作规定）。",
        ),
        (Period(0, Unit.FIXED), "2026-10-04", "期限就是指定的日期2026年10月4日（周日），不计算、不顺延。"),
        (Period(0, Unit.CALENDAR_DAY), "2026-10-04", "应当立即办理：当日（2026年10月4日（周日））即为到期日，不顺延。"),
        (
            Period(48, Unit.HOUR),
            "2026-03-02",
            "起始的钟点不明，从2026年3月2日（周一）零时起算48小时，到2026年3月4日（周三），不顺延。",
        ),
    ],
)
def test_why_a_day_is_the_last_one(period, start, said):
    assert said in explain(due_on(period, on(start), CALENDAR).steps)


def test_extension_suspension_and_restart_are_told():
    due = due_on(
        Period(45, Unit.CALENDAR_DAY),
        on("2026-01-05"),
        CALENDAR,
        extend=15,
        suspensions=[(on("2026-02-10"), on("2026-02-14")), (on("2026-02-12"), on("2026-02-15"))],
        restarts=[on("2026-02-02")],
    )
    lines = explain(due.steps)
    assert "2026年2月2日（周一）重新起算，此前经过的时间不再计入。" in lines
    assert "已延长15日，共60日。" in lines
    assert "2026年2月10日（周二）至2026年2月15日（周日）中止，共6日，不计入。" in lines
    assert due.on == on("2026-04-09")
    assert beginnings(dump(due.steps), on("2026-02-02")) == (on("2026-01-05"), [on("2026-02-02")])
    assert beginnings(dump(due.steps), on("2026-03-01")) == (on("2026-03-01"), [])


def test_a_suspension_may_begin_while_the_last_day_is_rolled():
    """The period still runs on the day it rolls to, so the day that counts is the first worked one that is free."""
    period = Period(15, Unit.CALENDAR_DAY, roll_forward=True)
    due = due_on(period, on("2026-02-27"), CALENDAR, suspensions=[(on("2026-03-16"), on("2026-03-18"))])
    assert due.on == on("2026-03-19")


def test_a_date_on_paper_wins_and_the_rule_is_told():
    due = due_on(Period(15, Unit.WORKING_DAY), on("2026-03-02"), CALENDAR, fixed=on("2026-03-08"))
    assert due.on == on("2026-03-08")
    assert "文书载明的日期2026年3月8日（周日）优先；按规则计算为2026年3月23日（周一）。" in explain(due.steps)
    longer = due_on(Period(15, Unit.WORKING_DAY), on("2026-03-02"), CALENDAR, fixed=on("2026-03-08"), extend=3)
    assert longer.on == on("2026-03-11")


def test_a_disputed_unit_gives_both_dates_and_keeps_the_earlier():
    period = Period(7, Unit.CALENDAR_DAY, disputed_unit=Unit.WORKING_DAY, citation="法律援助法第43条")
    due = due_on(period, on("2026-09-28"), CALENDAR)
    assert (due.on, due.external_on) == (on("2026-10-05"), on("2026-10-13"))
    said = "单位有争议：按自然日算是2026年10月5日（周一），按工作日算是2026年10月13日（周二）；内部按较早的日期掌握。"
    assert explain(due.steps)[-2:] == [said, "依据：法律援助法第43条。"]
    assert due_on(period, on("2026-09-28"), CALENDAR, fixed=on("2026-10-20")).external_on is None


@pytest.mark.parametrize(
    ("period", "start", "provisional"),
    [
        (Period(5, Unit.WORKING_DAY), "2026-12-24", False),
        (Period(5, Unit.WORKING_DAY), "2026-12-25", True),
        (Period(3, Unit.CALENDAR_DAY, roll_forward=True), "2026-12-24", False),
        (Period(1, Unit.YEAR), "2026-03-02", True),
        (Period(0, Unit.FIXED), "2027-03-02", False),
    ],
)
def test_a_date_that_touches_a_year_not_announced_is_provisional(period, start, provisional):
    due = due_on(period, on(start), CALENDAR)
    assert due.provisional is provisional
    assert ("provisional" in codes(due)) is provisional
    if provisional:
        assert any("2027年的放假安排尚未公布或未录入" in line for line in explain(due.steps))


def test_the_first_day_counts_where_the_rule_says_so():
    def included(length, unit):
        return due_on(Period(length, unit, exclude_first=False), on("2026-03-02"), CALENDAR).on

    assert included(5, Unit.CALENDAR_DAY) == on("2026-03-06")
    assert included(5, Unit.WORKING_DAY) == on("2026-03-06")
    assert included(1, Unit.MONTH) == on("2026-04-01")
    clipped = due_on(Period(1, Unit.MONTH, exclude_first=False), on("2026-01-31"), CALENDAR)
    assert clipped.on == on("2026-02-28")


def test_an_organisations_closure_is_told_by_its_name():
    calendar = WorkingCalendar({on("2026-03-03"): ("closure", "搬迁")}, {})
    assert calendar.day_off(on("2026-03-03")) == DayOff("closure", "搬迁")
    due = due_on(Period(1, Unit.WORKING_DAY), on("2026-03-02"), calendar)
    assert due.on == on("2026-03-04")
    assert "跳过2026年3月3日（周二）是本单位停办公：搬迁。" in explain(due.steps)


@pytest.mark.parametrize(
    ("day", "offset", "expected"),
    [
        ("2026-03-02", 0, "2026-03-02"),
        ("2026-03-07", 0, "2026-03-09"),
        ("2026-03-07", -1, "2026-03-06"),
        ("2026-03-07", 1, "2026-03-10"),
        ("2026-02-24", -1, "2026-02-14"),
        ("2026-02-14", 1, "2026-02-24"),
        ("2025-10-09", -5, "2025-09-25"),
        ("2026-03-02", 3, "2026-03-05"),
    ],
)
def test_working_days_from_a_day(day, offset, expected):
    assert working_days_from(on(day), offset, CALENDAR) == on(expected)


@pytest.mark.parametrize(
    ("period", "start", "more"),
    [
        (Period(1, Unit.CALENDAR_DAY), "9999-12-31", {}),
        (Period(1, Unit.YEAR), "9999-01-01", {}),
        (Period(1, Unit.MONTH), "9999-12-01", {}),
        (Period(5, Unit.WORKING_DAY), "9999-12-30", {}),
        (Period(5, Unit.CALENDAR_DAY, backward=True), "0001-01-02", {}),
        (Period(101, Unit.YEAR), "2026-01-01", {}),
        (Period(15, Unit.CALENDAR_DAY), "2026-01-01", {"extend": 40_000}),
        (Period(15, Unit.CALENDAR_DAY), "2026-01-01", {"suspensions": [(on("2026-01-05"), date.max)]}),
        (Period(15, Unit.WORKING_DAY), "2026-01-01", {"suspensions": [(on("2026-01-05"), date.max)]}),
        (Period(1, Unit.YEAR), "2026-01-01", {"suspensions": [(on("2026-01-05"), date.max)]}),
    ],
)
def test_beyond_the_calendar_there_is_no_date(period, start, more):
    with pytest.raises(OutOfRange):
        due_on(period, on(start), CALENDAR, **more)


@pytest.mark.parametrize(
    "more", [{"extend": -1}, {"suspensions": [(on("2026-01-05"), on("2026-01-04"))]}], ids=["extension", "suspension"]
)
def test_nonsense_is_refused(more):
    with pytest.raises(ValueError, match=r"negative|before"):
        due_on(Period(15, Unit.CALENDAR_DAY), on("2026-01-01"), CALENDAR, **more)
