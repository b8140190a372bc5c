"""When the steps of a ladder fall: on worked days at nine, five times unless the rule says otherwise."""

from datetime import date, datetime, timedelta

import pytest

from tests.cast import CHINA
from unionlaw.deadlines.arithmetic.spec import DayOff
from unionlaw.deadlines.ladders import RECIPIENTS, shipped
from unionlaw.deadlines.models import Ladder
from unionlaw.deadlines.schedule import first_step, steps_for, working_moment


class NationalDay2026:
    """1 to 7 October off; the Saturdays before and after are worked."""

    def day_off(self, day: date) -> DayOff | None:
        if date(2026, 10, 1) <= day <= date(2026, 10, 7):
            return DayOff("holiday", "国庆节")
        return DayOff("weekend") if day.weekday() > 4 and not self.made_up(day) else None

    def made_up(self, day: date) -> str:
        return "国庆节" if day in {date(2026, 9, 26), date(2026, 10, 10)} else ""

    def is_published(self, year: int) -> bool:
        return True


CALENDAR = NationalDay2026()


def days(due_on: date, ladder: Ladder | None = None) -> list[str]:
    moments = steps_for(due_on, ladder, CALENDAR)
    assert all(moment.astimezone(CHINA).time().isoformat() == "09:00:00" for moment in moments)
    return [moment.astimezone(CHINA).strftime("%m-%d") for moment in moments]


def test_the_default_ladder_counts_working_days() -> None:
    assert days(date(2026, 11, 20)) == ["11-13", "11-19", "11-20", "11-23", "11-25"]


def test_holidays_are_skipped_and_made_up_saturdays_counted() -> None:
    assert days(date(2026, 10, 8)) == ["09-25", "09-30", "10-08", "10-09", "10-12"]


def test_a_limit_that_ends_on_a_day_off_is_reminded_of_before_it() -> None:
    # A Sunday: the day itself is told on Friday, one day before on Thursday, one day after on Monday.
    assert days(date(2026, 11, 22)) == ["11-13", "11-19", "11-20", "11-23", "11-25"]
    assert days(date(2026, 10, 4)) == ["09-24", "09-29", "09-30", "10-08", "10-10"]


def test_a_ladder_of_its_own() -> None:
    ladder = Ladder(key="own", steps=[{"offset": -2, "to": ["responsible"]}, {"offset": 0, "to": ["deputy"]}])
    assert days(date(2026, 11, 20), ladder) == ["11-18", "11-20"]
    assert steps_for(date(2026, 11, 20), Ladder(key="none", steps=[]), CALENDAR) == []


STEPS = [datetime(2026, 11, day, 9, tzinfo=CHINA) for day in (13, 19, 20, 23, 25)]


def test_a_limit_opened_early_waits_for_its_first_step() -> None:
    assert first_step(STEPS, STEPS[0] - timedelta(seconds=1), CALENDAR) == (0, STEPS[0])
    assert first_step([], STEPS[0], CALENDAR) == (0, None)


@pytest.mark.parametrize(
    ("opened", "step", "falls"),
    [
        ("2026-11-17 10:00", 0, "2026-11-17 10:00"),  # three working days are left: told at once
        ("2026-11-17 20:00", 0, "2026-11-18 09:00"),  # in working hours
        ("2026-11-18 20:00", 1, "2026-11-19 09:00"),  # the next step comes as soon
        ("2026-11-21 10:00", 3, "2026-11-23 09:00"),  # a Saturday after the end: Monday's step tells of it
        ("2026-11-22 08:00", 3, "2026-11-23 09:00"),
        ("2026-12-30 11:00", 4, "2026-12-30 11:00"),  # long over: the last step only
    ],
)
def test_of_steps_that_are_past_only_the_latest_is_told(opened: str, step: int, falls: str) -> None:
    def moment(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=CHINA)

    assert first_step(STEPS, moment(opened), CALENDAR) == (step, moment(falls))


def test_working_hours_are_nine_to_six() -> None:
    for at, falls in (("08:59", "20 09:00"), ("09:00", "20 09:00"), ("17:59", "20 17:59"), ("18:00", "23 09:00")):
        moment = datetime.fromisoformat(f"2026-11-20 {at}").replace(tzinfo=CHINA)
        assert working_moment(moment, CALENDAR).strftime("%d %H:%M") == falls


@pytest.mark.parametrize("key", ["default", "internal", "urgent"])
def test_shipped_ladders_climb_in_order_and_name_known_recipients(key: str) -> None:
    steps = shipped()[key]["steps"]
    offsets = [step["offset"] for step in steps]
    assert offsets == sorted(set(offsets))
    for step in steps:
        assert step["to"]
        assert set(step["to"]) <= set(RECIPIENTS)
