"""Limitation periods: the table of 调解仲裁法 art. 27, date by date."""

from datetime import date

import pytest

from cases.limitation import default_limitation, is_urgent, year_after


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2025, 12, 1), date(2026, 12, 1)),
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2027, 2, 28), date(2028, 2, 28)),
        (date(9999, 12, 31), date(9999, 12, 31)),
    ],
)
def test_a_year_ends_on_the_same_day_or_the_last_of_the_month(start, end):
    assert year_after(start) == end


@pytest.mark.parametrize(
    ("infringed", "ended", "heads", "expected"),
    [
        (None, None, [], None),
        (date(2026, 3, 1), None, [], date(2027, 3, 1)),
        (None, date(2026, 5, 1), ["injury"], date(2027, 5, 1)),
        # Pay: the year begins when employment ends, however long ago the arrears arose.
        (date(2024, 3, 1), date(2026, 5, 1), ["wages", "overtime"], date(2027, 5, 1)),
        # Pay together with another claim: the earlier day.
        (date(2026, 3, 1), date(2026, 5, 1), ["wages", "severance"], date(2027, 3, 1)),
        # Whether employment goes on is not known: the earlier day again.
        (date(2026, 3, 1), None, ["wages"], date(2027, 3, 1)),
    ],
)
def test_the_earliest_end_over_the_heads_of_claim(infringed, ended, heads, expected):
    assert default_limitation(infringed, ended, heads) == expected


@pytest.mark.parametrize(("left", "urgent"), [(-1, False), (0, True), (6, True), (7, False), (8, False)])
def test_fewer_than_seven_days_left_is_urgent(left, urgent):
    today = date(2026, 11, 20)
    assert is_urgent(date.fromordinal(today.toordinal() + left), today) is urgent


def test_no_known_limitation_is_not_urgent():
    assert not is_urgent(None, date(2026, 11, 20))
