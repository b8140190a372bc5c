"""What charts are drawn from, without a database."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from unionlaw.network.models import Organisation
from unionlaw.reports import charts, drawing
from unionlaw.reports.changes import change
from unionlaw.reports.computing import Figures
from unionlaw.reports.indicators import indicator
from unionlaw.reports.layouts import spans_of, trend_spans
from unionlaw.reports.spans import Span
from unionlaw.reports.tables import Cell
from unionlaw.reports.wording import change_in_words

CITY = Organisation(pk=1, name="羊城市总工会", short_name="羊城市总", lineage=[1])
SPANS = spans_of("month", date(2026, 11, 1))


def figures(values: dict[Any, int], spans: dict[str, Span] | None = None) -> Figures:
    return Figures(spans or SPANS, values)


@pytest.mark.parametrize(
    ("rate", "share"),
    [(None, None), (0, "0.0"), (95, "0.0"), ("95.3", "10.0"), ("96.5", "50.0"), (98, "100.0"), (120, "100.0")],
)
def test_the_reward_begins_at_95_percent_closed_and_is_whole_at_98(rate: Any, share: str | None):
    found = charts.reward(None if rate is None else Decimal(rate))
    assert found == (None if share is None else Decimal(share))


def test_the_trend_has_twelve_months_where_they_were_computed_and_the_spans_there_are_otherwise():
    spec = {"kind": "trend", "title": "趋势", "by": "", "indicators": ["matters_opened"]}
    months = trend_spans(date(2026, 11, 30))
    found = figures({("matters_opened", "month11", (), ()): 5}, {**SPANS, **months})
    (chart,) = charts.charts([spec], CITY, found)
    assert chart.categories[0] == "2025年12月"
    assert chart.series[0].values == [0] * 11 + [5]
    (short,) = charts.charts([spec], CITY, figures({("matters_opened", "now", (), ()): 5}))
    assert short.categories == ["2025年11月", "2026年10月", "2026年11月"]


def test_a_composition_is_ordered_by_size_and_leaves_nothings_out():
    spec = {"kind": "composition", "title": "来源", "by": "channel", "indicators": ["matters_opened"]}
    values = {
        ("matters_opened", "now", ("channel",), ("window",)): 2,
        ("matters_opened", "now", ("channel",), ("",)): 7,
        ("recovered", "now", ("channel",), ("referral",)): 7,
    }
    (chart,) = charts.charts([spec], CITY, figures(values))
    assert chart.categories == ["未填写", "窗口"]
    assert chart.series[0].values == [7, 2]


def test_an_empty_chart_is_not_drawn_and_money_is_drawn_in_yuan():
    spec = {"kind": "funnel", "title": "金额", "by": "", "indicators": ["recovered"]}
    empty = charts.charts([spec], CITY, figures({}))
    assert drawing.drawings(empty, CITY, SPANS) == []
    full = charts.charts([spec], CITY, figures({("recovered", "now", (), ()): 123_450}))
    (drawn,) = drawing.drawings(full, CITY, SPANS)
    assert drawn.data is not None
    assert drawn.data["series"][0]["values"] == [1234.5]
    assert drawn.lines[0].points[0].text == "1,234.50"


@pytest.mark.parametrize(
    ("key", "now", "then", "words", "verdict"),
    [
        ("recovered", 300, 200, "增加1.00（50.0%）", 1),
        ("matters_opened", 3, 0, "增加3", 0),
        ("overdue_matters", 4, 8, "减少4（50.0%）", 1),
        ("on_time_share", Decimal("95.0"), Decimal("97.5"), "降2.5个百分点", -1),
        ("recovered", 5, 5, "持平", 0),
        ("on_time_share", None, Decimal("97.5"), "—", None),
    ],
)
def test_a_change_is_said_in_words(key: str, now: Any, then: Any, words: str, verdict: int | None):
    one = indicator(key)
    found = change(Cell(one, "now", {}, now), Cell(one, "before", {}, then))
    assert change_in_words(found, str(one.unit)) == words
    assert (found.verdict if found else None) == verdict
