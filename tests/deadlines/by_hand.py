"""An independent way to the same dates: the notices typed by hand, and a count that walks one day after the other.

Nothing here comes from the portal or from a library.
"""

from datetime import date, timedelta

DAY = timedelta(days=1)

# 国务院办公厅关于部分节假日安排的通知: days off, and weekends worked for them.
OFF = """
2022-12-31..2023-01-02 2023-01-21..2023-01-27 2023-04-05..2023-04-05 2023-04-29..2023-05-03 2023-06-22..2023-06-24
2023-09-29..2023-10-06
2023-12-30..2024-01-01 2024-02-10..2024-02-17 2024-04-04..2024-04-06 2024-05-01..2024-05-05 2024-06-08..2024-06-10
2024-09-15..2024-09-17 2024-10-01..2024-10-07
2025-01-01..2025-01-01 2025-01-28..2025-02-04 2025-04-04..2025-04-06 2025-05-01..2025-05-05 2025-05-31..2025-06-02
2025-10-01..2025-10-08
2026-01-01..2026-01-03 2026-02-15..2026-02-23 2026-04-04..2026-04-06 2026-05-01..2026-05-05 2026-06-19..2026-06-21
2026-09-25..2026-09-27 2026-10-01..2026-10-07
""".split()
WORKED = """
2023-01-28 2023-01-29 2023-04-23 2023-05-06 2023-06-25 2023-10-07 2023-10-08
2024-02-04 2024-02-18 2024-04-07 2024-04-28 2024-05-11 2024-09-14 2024-09-29 2024-10-12
2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11
2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10
""".split()


def span(text: str) -> set[date]:
    """Every day of FROM..TO."""
    first, last = map(date.fromisoformat, text.split(".."))
    return {first + number * DAY for number in range((last - first).days + 1)}


DAYS_OFF = set().union(*map(span, OFF))
DAYS_WORKED = set(map(date.fromisoformat, WORKED))


def works(day: date) -> bool:
    if day in DAYS_OFF:
        return False
    return day.weekday() < 5 or day in DAYS_WORKED


def months_on(day: date, months: int) -> date:
    """One month after the other; the day of the month that is wanted, or the last there is."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    wanted = day.day
    while True:
        try:
            return date(year, month, wanted)
        except ValueError:
            wanted -= 1


def last_day(
    length: int,
    unit: str,
    start: date,
    *,
    roll: bool = False,
    backward: bool = False,
    extend: int = 0,
    paused: set[date] = frozenset(),
    restarts: list[date] = (),
    fixed: date | None = None,
) -> date:
    """What due_on has to answer.

    Args:
        unit: cal, wd, month, year, hour or fixed.
        paused: every suspended day.
    """
    if fixed:
        return fixed
    start = max([start, *restarts])
    length += extend
    if unit == "fixed":
        unit = "cal"
    if not length:
        return start
    ahead = -DAY if backward else DAY
    if unit == "wd":
        to_go, counts = length, lambda day: works(day) and day not in paused
    else:
        counts = lambda day: day not in paused  # noqa: E731
        if unit in ("month", "year"):
            to_go = (months_on(start, length * (12 if unit == "year" else 1)) - start).days
        else:
            to_go = length // 24 if unit == "hour" else length
    day = start
    while to_go:
        day += ahead
        if counts(day):
            to_go -= 1
    if (roll or backward) and unit != "hour":
        while not works(day) or day in paused:
            day += ahead
    return day
