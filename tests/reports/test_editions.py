"""Who holds every file that ever left: of the city and its districts, of months, quarters, years, early and late."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.cast import CHINA
from tests.reports.attacker import narrowed, one_month, relations, said_by, seen_in
from tests.reports.filing import ask, content, made
from tests.reports.rounds import BLOCKS, FIRST, Month
from unionlaw.lib.errors import Conflict
from unionlaw.reports.indicators import indicator
from unionlaw.reports.leaving import leaving
from unionlaw.reports.models import Edition, Layout, Output
from unionlaw.reports.months import months_in
from unionlaw.reports.outputs import files
from unionlaw.reports.tables import Table

pytestmark = pytest.mark.django_db
NOVEMBER = datetime(2026, 11, 10, 10, 0, tzinfo=CHINA)
BY = ("union", "cause", "worker_group")
OUTSIDE = {"outside": True, "reason": "送市人社局"}


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[Table]:
    """Every table that left, as the attacker reads it in whatever form."""
    found: list[Table] = []
    keep(monkeypatch, found, files.hand_out)
    return found


def keep(monkeypatch: pytest.MonkeyPatch, found: list[Table], way: Callable[..., Table]) -> None:
    def watched(table: Table, **more: Any) -> Table:
        told = way(table, **more)
        found.append(told)
        return told

    monkeypatch.setattr(files, "hand_out", watched)


def handed(month: Month, organisation: Any, at: datetime = FIRST, **more: Any) -> Output:
    return made(ask(organisation, month.manager, month.layout, at=at, **OUTSIDE, **more))


def test_a_district_does_not_leave_beside_its_city(month, city, district, caseworker, neighbour, seen):
    """Eight of the city less seven of the one district are the one of the other."""
    for _one in range(7):
        month.matter(caseworker, NOVEMBER)
    month.matter(neighbour, NOVEMBER)
    assert handed(month, city).state == Output.State.DONE
    refused = handed(month, district)
    assert refused.state == Output.State.FAILED
    assert "已随羊城市总工会的报表对外提供" in refused.error
    assert handed(month, district, last_month=date(2026, 9, 1)).state == Output.State.DONE, "another month is free"
    assert handed(month, city, last_month=date(2026, 9, 1)).state == Output.State.FAILED
    inside = made(ask(district, month.manager, month.layout, at=FIRST))
    assert inside.state == Output.State.DONE


def test_districts_leave_beside_each_other(month, district, neighbour_district, seen):
    states = [handed(month, one).state for one in (district, neighbour_district)]
    assert states == [Output.State.DONE] * 2


def test_a_second_edition_tells_nothing_that_changed_since_the_first(month, city, caseworker, seen):
    for _one in range(7):
        month.matter(caseworker, NOVEMBER)
    first = handed(month, city, form="json")
    again = handed(month, city, form="json")
    assert content(again) == content(first), "nothing changed: the same may leave again"
    month.matter(caseworker, NOVEMBER)
    assert handed(month, city).state == Output.State.DONE
    told = {cell.indicator.key: cell.hidden for cell in seen[-1].cells() if cell.span == "now"}
    assert (told["matters_opened"], told["recovered"]) == ("*", ""), "of money nothing changed"
    short = Layout.objects.create(key="one", name="一项", blocks=[{**BLOCKS[2], "by": ""}])
    late = made(ask(city, month.manager, short, at=FIRST, **OUTSIDE))
    assert (late.state, "此后又有变化" in late.error) == (Output.State.FAILED, True)
    december = handed(month, city, at=FIRST + timedelta(days=40), last_month=date(2026, 12, 1), form="csv")
    assert december.state == Output.State.DONE
    before = [cell.hidden for cell in seen[-1].cells() if cell.span == "before" and not cell.indicator.is_rate]
    assert set(before) == {"*", ""}
    assert "2026年11月" in seen[-1].notes[-1]


def test_a_frozen_report_leaves_again_as_it_did_though_facts_moved_on(month, city, caseworker, seen):
    for _one in range(7):
        month.matter(caseworker, NOVEMBER)
    report = month.top(month.frozen())
    first = handed(month, city, report=report, form="json")
    month.matter(caseworker, NOVEMBER)
    handed(month, city)
    today = [cell.hidden for cell in seen[-1].cells() if cell.span == "now" and cell.indicator.key == "matters_opened"]
    assert set(today) == {"*"}, "today's facts are another edition"
    assert content(handed(month, city, report=report, form="json")) == content(first)
    month.restate(report.round)
    december = month.top(month.computed(date(2026, 12, 31), datetime(2027, 1, 4, 9, 0, tzinfo=CHINA)))
    assert handed(month, city, at=datetime(2027, 1, 5, tzinfo=CHINA), report=december).state == Output.State.DONE
    opened = {cell.span: cell.hidden for cell in seen[-1].cells() if cell.indicator.key == "matters_opened"}
    assert opened["before"] == "*", "what was restated left as it was frozen"


def test_what_leaves_is_of_a_span_that_is_over(month, city):
    with pytest.raises(Conflict, match="还没有结束"):
        handed(month, city, at=NOVEMBER)
    assert not Edition.objects.exists()


class Life:
    """Some months of a small city: matters come in, some late; reports are frozen and restated; files leave."""

    def __init__(self, month: Month, seed: int, desks: list[Any], unions: list[Any]) -> None:
        self.month, self.rng, self.desks, self.unions = month, Random(seed), desks, unions
        self.short = Layout.objects.create(key="short", name="简表", blocks=[BLOCKS[0]])
        self.frozen: Any = None
        self.moment = FIRST

    def live(self) -> None:
        for _one in range(36):
            self.comes_in()
        for _one in range(12):
            self.moment += timedelta(hours=1)
            self.rng.choice([self.comes_in, self.leaves, self.leaves, self.leaves, self.closes])()

    def comes_in(self) -> None:
        on = datetime(2026, self.rng.choice((9, 10, 10, 11, 11, 11)), 5, 10, 0, tzinfo=CHINA)
        self.month.matter(self.rng.choices(self.desks, (6, 3, 1))[0], on)

    def closes(self) -> None:
        if self.frozen is None:
            self.frozen = self.month.frozen(at=self.moment)
            return
        with suppress(Conflict):  # nothing to restate
            self.month.restate(self.frozen, at=self.moment)

    def leaves(self) -> None:
        rng, more = self.rng, {"form": self.rng.choice(("xlsx", "csv", "json")), "at": self.moment}
        if self.frozen is not None and rng.random() < 0.4:
            report = rng.choice(list(self.frozen.reports.select_related("organisation").order_by("pk")))
            handed(self.month, report.organisation, report=report, **more)
            return
        length, last = rng.choice((("month", 9), ("month", 10), ("month", 11), ("quarter", 9), ("year_to_date", 11)))
        layout = rng.choice((self.month.layout, self.short))
        asked = ask(
            rng.choice(self.unions), self.month.manager, layout, length=length, last_month=date(2026, last, 1),
            **OUTSIDE, **more,
        )  # fmt: skip
        made(asked)


def found_out(tables: list[Table]) -> list[str]:
    """What the attacker learns: two values of one figure, a sum and its parts in two tiers, small figures."""
    found: list[str] = []
    by_union: dict[int, list[Table]] = defaultdict(list)
    told: dict[tuple[str, Any], dict[int, list[int]]] = defaultdict(dict)
    for table in tables:
        by_union[table.organisation.pk].append(table)
        for cell in table.cells():
            span = table.spans[cell.span]
            if len(months_in(span)) == 1 and not cell.indicator.is_rate and not cell.hidden.startswith("*"):
                told[cell.indicator.key, span][table.organisation.pk] = table.organisation.lineage
    for part, unions in told.items():
        found += [f"two tiers {part}" for pk in unions for line in unions.values() if pk in line[:-1]]
    for pk, own in by_union.items():
        seen = seen_in(own)
        found += [f"two editions {key}" for key, (low, high) in seen.items() if low > high]
        known = narrowed(seen, relations(seen, BY, absent_is_nothing=False)) if not found else {}
        found += [
            f"small figure of {pk} {key}"
            for key, (low, high) in known.items()
            if one_month(key) and not indicator(key[0]).sum and low == high and 0 < low < 5
        ]
    return found


@pytest.fixture
def life(month, city, district, neighbour_district, caseworker, neighbour, station_caseworker) -> Callable[[int], Life]:
    desks, unions = [caseworker, neighbour, station_caseworker], [city, district, neighbour_district]
    return lambda seed: Life(month, seed, desks, unions)


@pytest.mark.parametrize("seed", range(1, 5))
def test_all_files_that_ever_left_give_nothing_away(life, seen, seed: int):
    life(seed).live()
    assert seen, "something left"
    assert any(not cell.hidden and said_by(cell)[0] for table in seen for cell in table.cells())
    assert found_out(seen) == []


def test_the_same_attacker_subtracts_files_of_which_nothing_was_kept(
    month, city, district, caseworker, seen, monkeypatch
):
    """Else the test above would prove nothing."""
    keep(monkeypatch, seen, lambda table, **_more: leaving(table))
    for _one in range(7):
        month.matter(caseworker, NOVEMBER)
    handed(month, city)
    handed(month, district)
    month.matter(caseworker, NOVEMBER)
    handed(month, city)
    said = " ".join(found_out(seen))
    assert "two tiers" in said
    assert "two editions" in said
