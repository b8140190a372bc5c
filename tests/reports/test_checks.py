"""What counts as a jump: by share, by size, and by more than chance moves small figures."""

import pytest

from unionlaw.reports import checks
from unionlaw.reports.indicators import indicator


@pytest.mark.parametrize(
    ("before", "now", "jumps"),
    [
        (1, 3, False),  # three times as many, and nobody need ask why
        (0, 19, False),  # too few
        (0, 20, True),
        (20, 40, False),  # twice as many, but such figures move so by chance: 20 < 3 × √60
        (27, 54, False),  # exactly three times the root
        (28, 56, True),
        (91, 137, True),
        (100, 149, False),  # less than half
        (100, 150, True),
        (1000, 1400, False),
        (60, 31, False),
        (60, 30, True),  # down as well as up
        (20, 0, True),
        (0, 0, False),
    ],
)
def test_a_count_jumps_by_share_size_and_spread(before, now, jumps):
    assert checks.is_jump(indicator("matters_opened"), now, before) is jumps


@pytest.mark.parametrize(
    ("before", "now", "jumps"),
    [
        (0, 130_000, False),  # one large case
        (0, 399_999, False),
        (0, 400_000, True),
        (111_319, 386_688, False),
        (444_730, 1_075_603, True),
        (1_150_000, 200_000, True),
        (8_000_000, 10_000_000, False),
    ],
)
def test_money_counts_in_lumps_of_20000_yuan(before, now, jumps):
    assert checks.is_jump(indicator("recovered"), now * 100, before * 100) is jumps


@pytest.mark.parametrize("key", ["case_days", "employers_reached", "workers_reached"])
def test_sums_that_one_matter_can_make_never_jump(key):
    assert not checks.is_jump(indicator(key), 44_370, 0)


def test_the_rules_are_told_with_their_numbers():
    said = "".join(checks.rules())
    assert all(number in said for number in ("50%", "不少于20（", "400,000.00元", "3倍", "20,000.00元"))
