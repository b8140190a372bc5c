"""What leaves the union tells of no small group, neither by itself nor by what adds up."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.reports.tabled import table_of
from unionlaw.network.models import Organisation
from unionlaw.reports import dimensions
from unionlaw.reports.months import KEPT_BACK
from unionlaw.reports.suppression import FEW, suppressed
from unionlaw.reports.tables import Block, Cell, Table

CITY = Organisation(pk=1, name="羊城市总工会", short_name="羊城市总工会", lineage=[1])
CHANNELS = ("window", "hotline_12351", "online", "visit", "kiosk", "referral")
KINDS = ("consultation", "aid_case", "mediation", "lead")
FAR = 400


def cells(table: Table, by: str, key: str) -> dict[str, Cell]:
    """Member → cell of one column; the total under "total"."""
    block = next(one for one in table.blocks if one.by == by)
    found = {}
    for row in block.rows:
        for cell in row.cells:
            if cell.indicator.key == key:
                found["total" if row.total or not by else cell.members[by]] = cell
    return found


def opened(parts: dict[str, dict[str, int]], whole: int) -> Table:
    lines = {by: {one: {"matters_opened": n} for one, n in figures.items()} for by, figures in parts.items()}
    return table_of(CITY, lines, {"matters_opened": whole}, keys=("matters_opened",))


def signs(table: Table, by: str) -> dict[str, str]:
    return {one: cell.hidden for one, cell in cells(table, by, "matters_opened").items()}


def test_a_small_count_is_hidden_and_a_second_one_with_it_because_the_total_would_tell():
    found = suppressed(opened({"channel": {"window": 40, "online": 3, "visit": 12}}, 55))
    assert signs(found, "channel") == {"window": "", "online": FEW, "visit": KEPT_BACK, "total": ""}


def test_nothing_of_a_hidden_figure_is_left_in_the_table():
    found = suppressed(opened({"channel": {"window": 40, "online": 3, "visit": 12}}, 55))
    assert [cell.value for cell in found.cells() if cell.hidden] == [None, None]


def test_a_table_without_small_figures_stays_as_it_is():
    table = opened({"channel": {"window": 40, "online": 15}}, 55)
    assert [cell.value for cell in suppressed(table).cells()] == [cell.value for cell in table.cells()]
    assert suppressed(table).notes == []


def test_nothing_and_five_are_told():
    found = suppressed(opened({"channel": {"window": 40, "online": 0, "visit": 5}}, 45))
    assert not any(cell.hidden for cell in found.cells())


def test_two_small_ones_whose_sum_leaves_one_possibility_take_a_third_with_them():
    """8 can only be 4 and 4."""
    found = signs(suppressed(opened({"channel": {"window": 40, "online": 4, "visit": 4}}, 48)), "channel")
    assert found == {"window": KEPT_BACK, "online": FEW, "visit": FEW, "total": ""}


def test_two_small_ones_that_leave_several_possibilities_are_enough():
    found = signs(suppressed(opened({"channel": {"window": 40, "online": 2, "visit": 3}}, 45)), "channel")
    assert found == {"window": "", "online": FEW, "visit": FEW, "total": ""}


def test_a_single_line_hides_its_total_too():
    assert signs(suppressed(opened({"channel": {"window": 3}}, 3)), "channel") == {"window": FEW, "total": FEW}


def test_a_total_that_is_hidden_cannot_be_added_up_from_another_block():
    parts = {"channel": {"window": 3}, "kind": {"consultation": 2, "aid_case": 1}}
    found = suppressed(opened(parts, 3))
    assert all(cell.hidden for cell in found.cells())


def test_the_total_is_hidden_alike_wherever_it_stands():
    found = suppressed(opened({"channel": {"window": 3, "online": 0}}, 3))
    assert signs(found, "")["total"] == signs(found, "channel")["total"]


def rates(due: dict[str, int], met: dict[str, int]) -> Table:
    parts = {"channel": {one: {"limits_due": due[one], "limits_on_time": met[one]} for one in due}}
    whole = {"limits_due": sum(due.values()), "limits_on_time": sum(met.values())}
    return table_of(CITY, parts, whole, keys=("on_time_share",))


def test_a_rate_over_a_small_whole_is_hidden_even_where_the_whole_does_not_stand_in_the_table():
    found = cells(suppressed(rates({"window": 90, "online": 4, "visit": 60}, {"window": 80, "online": 0, "visit": 50})),
                  "channel", "on_time_share")  # fmt: skip
    assert (found["online"].hidden, found["online"].value) == (KEPT_BACK, None)
    # 154 due in all: the rate of another line would tell its whole, and so the hidden one.
    assert found["visit"].hidden == KEPT_BACK
    assert found["window"].value is not None


def test_a_rate_whose_part_is_small_is_hidden():
    found = suppressed(rates({"window": 90, "online": 20}, {"window": 80, "online": 2}))
    assert cells(found, "channel", "on_time_share")["online"].hidden == KEPT_BACK


def test_what_a_rate_is_made_of_does_not_leave_either():
    table = suppressed(rates({"window": 90, "online": 20}, {"window": 80, "online": 12}))
    assert all(cell.part is None and cell.whole is None for cell in table.cells())


def test_the_money_of_a_few_people_is_hidden_and_so_is_what_would_give_it_away():
    parts = {
        "channel": {
            "window": {"matters_opened": 40, "recovered": 900_000},
            "online": {"matters_opened": 2, "recovered": 120_000},
            "visit": {"matters_opened": 3, "recovered": 0},
        }
    }
    whole = {"matters_opened": 45, "recovered": 1_020_000}
    found = suppressed(table_of(CITY, parts, whole, keys=("matters_opened", "recovered")))
    money = {one: cell.hidden for one, cell in cells(found, "channel", "recovered").items()}
    assert money == {"window": KEPT_BACK, "online": KEPT_BACK, "visit": "", "total": ""}


def test_money_beside_which_nothing_is_counted_does_not_leave():
    parts = {"channel": {"window": {"recovered": 900_000}, "online": {"recovered": 0}}}
    found = suppressed(table_of(CITY, parts, {"recovered": 900_000}, keys=("recovered",)))
    money = {one: cell.hidden for one, cell in cells(found, "channel", "recovered").items()}
    assert money == {"window": KEPT_BACK, "online": "", "total": KEPT_BACK}


def test_a_dimension_that_names_people_does_not_leave(monkeypatch: pytest.MonkeyPatch):
    person = dimensions.Dimension("a_person", "经办律师", "m.owner_id", lambda members: {}, names_people=True)
    monkeypatch.setitem(dimensions._dimensions, "a_person", person)
    found = suppressed(opened({"a_person": {"7": 40, "8": 20}, "channel": {"window": 60}}, 60))
    assert [block.by for block in found.blocks] == ["", "channel"]


def test_the_signs_are_explained():
    [note] = suppressed(opened({"channel": {"window": 3}}, 3)).notes
    assert FEW in note
    assert KEPT_BACK in note


# What a reader can work out, by going through all possibilities; knows nothing of how figures are chosen.


def known(cell: Cell) -> set[int]:
    """What the cell may be by itself."""
    if cell.hidden == FEW:
        return {1, 2, 3, 4}
    return set(range(FAR)) if cell.hidden else {int(cell.value or 0)}


def sums(sets: Iterable[set[int]]) -> set[int]:
    found = {0}
    for one in sets:
        found = {a + b for a in found for b in one if a + b < FAR}
    return found


def possible(blocks: list[dict[str, Cell]]) -> list[tuple[str, set[int]]]:
    """For each hidden cell of blocks with one total, all values that fit everything shown."""
    total = known(blocks[0]["total"])
    for block in blocks:
        total &= sums(known(cell) for one, cell in block.items() if one != "total")
    found = [("total", total)] if blocks[0]["total"].hidden else []
    for block in blocks:
        parts = {one: cell for one, cell in block.items() if one != "total"}
        for name, cell in parts.items():
            if cell.hidden:
                others = sums(known(other) for one, other in parts.items() if one != name)
                found.append((name, {value for value in known(cell) if any(t - value in others for t in total)}))
    return found


FIGURES = st.one_of(st.integers(0, 6), st.integers(0, 30))


@st.composite
def worlds(draw: st.DrawFn) -> dict[str, dict[str, int]]:
    """The same matters in two blocks that add up to the same total."""
    channels = draw(st.lists(FIGURES, min_size=1, max_size=6))
    left = total = sum(channels)
    kinds = []
    for _one in range(draw(st.integers(0, len(KINDS) - 1))):
        kinds.append(draw(st.integers(0, min(left, 12))))
        left -= kinds[-1]
    kinds.append(left)
    assert sum(kinds) == total
    return {"channel": dict(zip(CHANNELS, channels, strict=False)), "kind": dict(zip(KINDS, kinds, strict=False))}


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(worlds())
def test_nobody_can_work_out_a_hidden_figure(parts: dict[str, dict[str, int]]):
    found = suppressed(opened(parts, sum(parts["channel"].values())))
    blocks = [cells(found, by, "matters_opened") for by in parts]
    assert [(name, values) for name, values in possible(blocks) if len(values) < 2] == []
    for block, by in zip(blocks, parts, strict=True):
        for name, cell in block.items():
            true = parts[by].get(name)
            assert true is None or cell.hidden or cell.value == true
            assert true is None or not 0 < true < 5 or cell.hidden, "small and told"


@settings(max_examples=100, deadline=None)
@given(worlds())
def test_of_overlapping_lines_nobody_can_work_out_a_hidden_figure_either(parts: dict[str, dict[str, int]]):
    """People are counted once in the total, who may stand in two lines: the total is at most the sum."""
    lines = parts["channel"]
    total = max([0, *lines.values(), sum(lines.values()) - 3])
    given_ = {"channel": {one: {"workers_served": n} for one, n in lines.items()}}
    found = suppressed(table_of(CITY, given_, {"workers_served": total}, keys=("workers_served",)))
    block = cells(found, "channel", "workers_served")
    hidden = {one: cell for one, cell in block.items() if cell.hidden and one != "total"}
    for name, cell in hidden.items():
        most = sum(max(known(other)) for one, other in block.items() if one not in (name, "total"))
        least_total = min(known(block["total"]))
        assert len({value for value in known(cell) if value + most >= least_total}) > 1


def test_a_block_knows_its_own_parts():
    """The helper above reads what it should."""
    table = opened({"channel": {"window": 7, "online": 8}}, 15)
    assert isinstance(table.blocks[1], Block)
    assert {one: cell.value for one, cell in cells(table, "channel", "matters_opened").items()} == {
        "window": 7, "online": 8, "total": 15,
    }  # fmt: skip
