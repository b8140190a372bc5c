"""What is found out after the freeze: the report stands, the restatement names the matters, next year uses it."""

from datetime import date, datetime, timedelta

import pytest

from tests.cast import CHINA
from tests.reports.filing import content, made
from tests.reports.rounds import FIRST, NOVEMBER, figures
from tests.reports.test_deliveries import set_up
from unionlaw.lib.errors import Conflict, Invalid, Refused
from unionlaw.matters.models import Matter
from unionlaw.network.tree import scope_columns
from unionlaw.reports import indicators
from unionlaw.reports.frozen_listing import FrozenFactList
from unionlaw.reports.models import Figure, Output
from unionlaw.reports.services import deliveries, restating
from unionlaw.reports.services.computing_rounds import stored_digest
from unionlaw.reports.stored import StoredFigures, stored

pytestmark = pytest.mark.django_db

MID = datetime(2026, 11, 10, 10, 0, tzinfo=CHINA)
LATER = FIRST + timedelta(days=9)


@pytest.fixture
def frozen(month, caseworker, station_caseworker, neighbour):
    """November, frozen: a matter at the station, one at its district, one at the neighbour's, where 300 fen came in."""
    month.late = month.matter(station_caseworker, MID)
    month.matter(caseworker, MID)
    month.pay(month.matter(neighbour, MID), 300, date(2026, 11, 20))
    return month, month.frozen()


def changed(restatement) -> dict:
    return {
        (one.organisation.short_name, one.indicator, one.dimension, one.member): (one.before, one.after, one.matters)
        for one in restatement.figures.select_related("organisation")
    }


def test_a_late_outcome_is_restated_with_its_matter_and_the_frozen_report_stands(frozen, city, district, station):
    month, november = frozen
    digests = dict(november.reports.values_list("pk", "digest"))
    before = list(Figure.objects.filter(round=november).order_by("pk").values())
    month.pay(month.late, 700, date(2026, 11, 28))  # entered in December
    made = month.restate(november, reason="站点补录11月到账")

    late = [month.late.pk]
    said = changed(made)
    assert said["羊城市总工会", "recovered", "", ""] == (300, 1000, late)
    assert said["羊城市总工会", "recovered", "union", str(district.pk)] == (0, 700, late)
    assert said["越山区总工会", "recovered", "", ""] == (0, 700, late)
    assert said["北桥街法律服务站", "recovered", "", ""] == (0, 700, late)
    assert {key[1] for key in said} == {"recovered"}
    assert "河南区总工会" not in {key[0] for key in said}

    assert list(Figure.objects.filter(round=november).order_by("pk").values()) == before
    assert {report.pk: stored_digest(report) for report in november.reports.all()} == digests
    events = Matter.objects.get(report__organisation=station).events.get(name="report.restated")
    assert events.data == {"number": 1, "figures": 2}
    assert events.reason == "站点补录11月到账"


def test_a_frozen_month_is_delivered_as_it_was_frozen(frozen, city, settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    month, november = frozen
    month.pay(month.late, 700, date(2026, 11, 28))
    set_up(city, month.layout, month.manager)
    assert deliveries.send_due(at=datetime(2026, 12, 7, 9, 23, tzinfo=CHINA)) == 1
    output = made(Output.objects.get())
    assert output.report == month.top(november)
    told = content(output).decode()
    assert "3.00" in told
    assert "10.00" not in told


def test_nothing_changed_is_no_restatement(frozen):
    month, november = frozen
    with pytest.raises(Conflict, match="没有变化"):
        month.restate(november)
    month.pay(month.late, 700, date(2026, 11, 28))
    month.restate(november)
    with pytest.raises(Conflict, match="与上次更正相比"):
        month.restate(november)


def test_the_next_restatement_is_against_what_was_frozen(frozen):
    month, november = frozen
    payment = month.pay(month.late, 700, date(2026, 11, 28))
    month.restate(november)
    month.pay(month.late, 50, date(2026, 11, 29))
    second = month.restate(november)
    assert second.number == 2
    assert changed(second)["羊城市总工会", "recovered", "", ""][:2] == (300, 1050)
    payment.cancelled_reason = "退票"
    payment.save()
    assert changed(month.restate(november))["羊城市总工会", "recovered", "", ""][:2] == (300, 350)


def test_a_matter_that_went_to_another_district_is_named_on_both_sides(frozen, neighbour_district, city):
    month, november = frozen
    Matter.objects.filter(pk=month.late.pk).update(
        organisation=neighbour_district, **scope_columns(neighbour_district.lineage)
    )
    said = changed(month.restate(november))
    assert said["越山区总工会", "matters_opened", "", ""] == (2, 1, [month.late.pk])
    assert said["河南区总工会", "matters_opened", "", ""] == (1, 2, [month.late.pk])
    assert ("羊城市总工会", "matters_opened", "", "") not in said
    assert said["羊城市总工会", "matters_opened", "union", str(neighbour_district.pk)] == (1, 2, [month.late.pk])


def test_next_years_comparison_uses_the_restated_figure_and_says_so(frozen, district, city):
    month, november = frozen
    month.pay(month.late, 700, date(2026, 11, 28))
    month.restate(november)
    month.pay(month.late, 9, date(2026, 11, 29))  # known, but restated by nobody yet
    next_year = month.computed(date(2027, 11, 30), datetime(2027, 12, 1, 9, 0, tzinfo=CHINA))
    assert figures(next_year, city, "last_year")["recovered"] == 1000
    assert figures(next_year, city, "last_year")["matters_opened"] == 3
    origins = Figure.objects.filter(round=next_year, organisation=city, span="last_year").values_list(
        "indicator", "origin"
    )
    assert dict(origins)["recovered"] == "restated"
    assert dict(origins)["matters_opened"] == "frozen"
    table = stored(month.top(next_year))
    assert table.notes == [
        "2027年10月没有冻结的报表，此处为2027年12月1日统计时的数字。",
        "2026年11月的数字取自2026年12月1日冻结的报表。",
        "下列数字冻结后有更正，此处用第1次更正后的数字：挽回金额。",
    ]
    [cell] = [one for one in table.cells() if one.indicator.key == "recovered" and one.span == "last_year"]
    assert cell.value == 1000


def test_the_month_after_is_compared_with_the_frozen_figure_though_facts_moved_on(frozen, city):
    month, _november = frozen
    month.pay(month.late, 700, date(2026, 11, 28))
    december = month.computed(date(2026, 12, 31), datetime(2027, 1, 4, 9, 0, tzinfo=CHINA))
    assert figures(december, city, "before")["recovered"] == 300


def test_a_changed_definition_is_not_compared_with_the_old_one(frozen, city, monkeypatch):
    month, november = frozen
    month.pay(month.late, 700, date(2026, 11, 28))
    one = indicators.indicator("recovered")
    from dataclasses import replace

    monkeypatch.setitem(indicators._indicators, "recovered", replace(one, version=one.version + 1))
    with pytest.raises(Conflict, match="没有变化"):
        month.restate(november)
    december = month.computed(date(2026, 12, 31), datetime(2027, 1, 4, 9, 0, tzinfo=CHINA))
    assert figures(december, city, "before")["recovered"] == 1000
    assert stored(month.top(november)).versions == {"recovered": one.version}
    assert stored(month.top(december)).notes[:2] == [
        "2026年11月的数字取自2026年12月1日冻结的报表。",
        "下列指标的定义在那以后有新版本，此处按新定义统计：挽回金额。",
    ]


def test_it_needs_a_reason_and_the_right(frozen, city_supervisor):
    month, november = frozen
    with pytest.raises(Invalid):
        month.restate(november, reason=" ")
    month.pay(month.late, 700, date(2026, 11, 28))
    with pytest.raises(Refused):
        restating.restate(report_id=month.top(november).pk, reason="补录", by=city_supervisor, at=LATER)


def test_before_the_freeze_there_is_nothing_to_restate(month):
    opened = month.computed(NOVEMBER)
    with pytest.raises(Conflict):
        month.restate(opened)


def test_a_frozen_report_is_read_with_one_query(frozen, district, django_assert_num_queries):
    month, november = frozen
    report = month.of(november, district)
    with django_assert_num_queries(1):
        read = StoredFigures.of(report)
    assert read.value("matters_opened", "now") == 2
    assert read.members("cause") == [("",)]
    assert read.value("on_time_share", "now") is None or read.value("limits_due", "now")


def test_the_facts_behind_a_frozen_figure_stand_too(frozen, city, district):
    month, november = frozen
    month.pay(month.late, 700, date(2026, 11, 28))
    assert FrozenFactList("recovered", city, {}, november.pk).total() == (300, 1)
    own = FrozenFactList("matters_opened", city, {"union": str(district.pk)}, november.pk)
    assert own.total() == (2, 2)
