"""How the bench chooses what to measure, and what it says of it."""

import json
from contextlib import nullcontext

import pytest
from django.core.management.base import CommandError

from unionlaw.bench import growth, report, sides
from unionlaw.bench.management.commands.bench import chosen
from unionlaw.bench.sides import Ratio, faster_half
from unionlaw.bench.targets import Target

FASTEST, USUAL = 0.010, 0.011


class Scripted:
    """A side whose pages take what is written for them, a little less every other time."""

    database = None

    def __init__(self, seconds: dict[str, float], forbidden: str = "") -> None:
        self.seconds, self.forbidden, self.asked = seconds, forbidden, []

    def get(self, target: Target) -> float:
        self.asked.append(target.path)
        if target.path == self.forbidden:
            return -1.0
        shift = FASTEST if len(self.asked) % 2 else USUAL
        return self.seconds.get(target.path, 1.0) + shift


@pytest.fixture
def scripted(monkeypatch):
    targets = [Target("town", f"/{number}/") for number in range(60)]
    monkeypatch.setattr(growth, "desks", lambda: [Target("town", "/")])
    monkeypatch.setattr(growth, "plain", lambda: targets)
    monkeypatch.setattr(growth, "sorted_and_filtered", list)
    monkeypatch.setattr(growth, "using", lambda _database: nullcontext())

    class Rows(list):
        def __init__(self):
            super().__init__([50, 50])

    monkeypatch.setattr(growth, "rows_shown", lambda most=None: nullcontext(Rows()))


def test_every_page_is_looked_at_and_the_slow_ones_are_measured_until_there_is_no_doubt(scripted):
    few, many = Scripted({}, forbidden="/3/"), Scripted({"/7/": 1.2, "/8/": 3.0})
    result = growth.measure(few, many, repeat=5, say=lambda words: None)
    assert result.measured == 60  # the desk, and of sixty lists all but the forbidden one
    assert result.in_full == growth.LEAST
    assert result.worst == "town /8/"
    assert 2.9 < result.ratio < 3.0
    assert [name for _ratio, name in result.runners_up][:2] == ["town /8/", "town /7/"]
    opened, screened = 1, growth.FIRST
    assert many.asked.count("/3/") == 0
    # Not slower and not among the slowest: a few requests. Among these, and not slower: one round. Slower: all of them.
    often = {many.asked.count(f"/{n}/") for n in range(60) if n not in {3, 7, 8}}
    assert often == {opened + screened, opened + screened + 5 * sides.ROUNDS[0]}
    for slow in ("/7/", "/8/"):
        assert many.asked.count(slow) == opened + growth.FIRST + growth.SECOND + 5 * sum(sides.ROUNDS)


def test_the_faster_half_is_what_a_page_takes_undisturbed():
    assert faster_half([9.0, 1.0]) == 1.0
    assert faster_half([9.0, 1.0, 2.0]) == 1.5


def test_some_ratios_or_parts_can_be_asked_for():
    assert chosen("P1, p3") == {"P1", "P3"}
    assert chosen("sweep,P8") == {"P6", "P7", "P8"}
    assert {"P1", "P9", "P11"} <= chosen("")
    with pytest.raises(CommandError, match="P99"):
        chosen("P99")


def test_the_report_says_which_page_was_worst():
    ratio = Ratio("P1", goal=1.1, floor=1.2)
    ratio.take(1.05, "town /matters/", "20 ms / 19 ms")
    ratio.take(1.15, "lawyer /matters/?due=week", "23 ms / 20 ms")
    assert "lawyer /matters/?due=week" in report.table([ratio])
    assert "floor" in report.table([ratio])
    assert json.loads(json.dumps(report.as_json([ratio])))["P1"]["ratio"] == 1.15


def test_the_report_knows_ratios_that_are_better_when_larger():
    ratio = Ratio("P6", goal=0.45, floor=0.3, at_least=True)
    ratio.take(0.5, "fast")
    assert " goal " in report.table([ratio]).splitlines()[1]
    ratio.take(0.4, "slower")
    assert ratio.worst == "slower"
    assert ratio.runners_up[0] == (0.4, "slower")
    assert " floor " in report.table([ratio]).splitlines()[1]
    ratio.take(0.1, "slow")
    assert "too slow" in report.table([ratio])


def test_a_run_of_some_ratios_leaves_the_others_as_they_were(tmp_path):
    path = tmp_path / "bench.json"
    report.keep(path, [Ratio("P1", goal=1.1, floor=1.2, ratio=1.07)], matters=1_000_000)
    report.keep(path, [Ratio("P3", goal=5, floor=8, ratio=4.2)], matters=20_000)
    kept = json.loads(path.read_text(encoding="utf-8"))
    assert (kept["P1"]["ratio"], kept["P1"]["matters"]) == (1.07, 1_000_000)
    assert (kept["P3"]["ratio"], kept["P3"]["matters"]) == (4.2, 20_000)
