"""Charts of a frozen report: from what was frozen, with every month that was not marked as such."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from tests.cases.pages import said
from tests.cast import CHINA, found
from tests.reports.rounds import FIRST, Month
from unionlaw.network.models.organisation import Organisation
from unionlaw.reports.drawing import drawings
from unionlaw.reports.models import Layout, Round
from unionlaw.reports.stored_charts import stored_charts

pytestmark = pytest.mark.django_db
Kind = Organisation.Kind
CHARTS = [
    {"kind": "trend", "title": "趋势", "by": "", "indicators": ["recovered", "on_time_share"]},
    {"kind": "composition", "title": "来源", "by": "channel", "indicators": ["matters_opened"]},
    {"kind": "map", "title": "各地", "by": "union", "indicators": ["matters_opened"]},
    {"kind": "heat", "title": "案由", "by": "union", "indicators": ["matters_opened"]},
]
JANUARY = datetime(2027, 1, 4, 9, 0, tzinfo=CHINA)


@pytest.fixture
def drawn(month: Month, caseworker: Any, neighbour: Any, neighbour_district: Any) -> Month:
    """A layout with charts; money in September, November and December."""
    Layout.objects.filter(pk=month.layout.pk).update(charts=CHARTS)
    month.layout.refresh_from_db()
    for number, (by, day) in enumerate([(caseworker, 9), (caseworker, 11), (neighbour, 12)]):
        month.late = month.matter(by, datetime(2026, day, 10, 10, 0, tzinfo=CHINA))
        month.pay(month.late, 100 * (number + 1), date(2026, day, 20))
    return month


def december(month: Month) -> Round:
    return month.frozen(date(2026, 12, 31), JANUARY)


def of(month: Month, opened: Round, kind: str) -> Any:
    [chart] = [one for one in stored_charts(month.top(opened)).charts if one.kind == kind]
    return chart


def test_a_trend_takes_frozen_months_and_marks_those_that_were_not(drawn):
    november = drawn.frozen()
    drawn.pay(drawn.late, 5_000, date(2026, 11, 28))  # known too late for November's report
    opened = december(drawn)
    chart = of(drawn, opened, "trend")
    assert chart.categories[-4:] == ["2026年9月*", "2026年10月*", "2026年11月", "2026年12月"]
    assert chart.series[0].values[-4:] == [100, 0, 200, 300]
    assert chart.notes == [
        "标“*”的月份没有冻结的报表，是2027年1月4日统计本期时的数字；其他月份是冻结的或者更正后的数字。"
    ]
    # Nothing that happens afterwards changes it.
    drawn.pay(drawn.late, 7_000, date(2026, 9, 28))
    drawn.restate(november, JANUARY + timedelta(days=1))
    assert of(drawn, opened, "trend") == chart


def test_a_month_that_was_restated_before_is_shown_as_restated(drawn):
    november = drawn.frozen()
    drawn.pay(drawn.late, 5_000, date(2026, 11, 28))
    drawn.restate(november)
    assert of(drawn, december(drawn), "trend").series[0].values[-2:] == [5_200, 300]


def test_a_frozen_month_without_anything_is_a_zero_and_not_marked(drawn):
    drawn.frozen(date(2026, 10, 31), FIRST)
    chart = of(drawn, drawn.frozen(), "trend")
    assert chart.categories[-2:] == ["2026年10月", "2026年11月"]
    assert chart.series[0].values[-2:] == [0, 200]


def test_points_lead_to_kept_facts_and_never_to_those_of_now(drawn, city):
    november = drawn.frozen()
    opened = december(drawn)
    found = stored_charts(drawn.top(opened))
    points = {
        line.name: line.points[0].url for line in drawings(found.charts, city, found.spans, found.rounds)[0].lines
    }
    assert f"round={november.pk}" in points["2026年11月"]
    assert f"round={opened.pk}" in points["2026年12月"]
    assert points["2026年9月*"] == ""
    others = [
        point.url
        for one in drawings(found.charts, city, found.spans, found.rounds)[1:]
        for line in one.lines
        for point in line.points
        if point.url
    ]
    assert others
    assert all(f"round={opened.pk}" in url for url in others)


def test_a_union_founded_later_is_not_on_the_map_of_then(drawn, city):
    opened = december(drawn)
    before = of(drawn, opened, "map").categories
    found(Kind.DISTRICT_UNION, "新区总工会", parent=city)
    assert of(drawn, opened, "map").categories == before == ["越山区总工会", "河南区总工会"]


def test_what_the_layout_shows_later_changes_no_chart_of_a_frozen_report(drawn):
    opened = december(drawn)
    Layout.objects.filter(pk=drawn.layout.pk).update(charts=[])
    assert [one.kind for one in stored_charts(drawn.top(opened)).charts] == ["trend", "composition", "map", "heat"]
    assert of(drawn, opened, "composition").series[0].values == [1]


def test_a_round_that_kept_no_charts_shows_those_of_its_layout_over_its_own_spans(drawn):
    opened = drawn.computed()
    Round.objects.filter(pk=opened.pk).update(layout_charts=None, compared_with={})
    chart = of(drawn, opened, "trend")
    assert chart.categories == ["2025年11月", "2026年10月", "2026年11月"]
    assert chart.notes == []


def test_the_page_of_a_frozen_report_shows_its_charts(drawn, sign_in, manager, django_assert_max_num_queries):
    with time_machine.travel(JANUARY, tick=False):
        url = reverse("reports:report", args=[drawn.top(december(drawn)).pk])
        client = sign_in(manager)
        page = said(client.get(url))
        assert 'id="charts"' in page
        assert "2026年11月*" in page
        assert "没有冻结的报表" in page
        with django_assert_max_num_queries(45):
            client.get(url)
