"""The monthly reports of a small world: computed, checked, signed from below, frozen."""

from datetime import date, datetime, timedelta

import pytest

from tests.cast import CHINA, Kind, appoint, found
from tests.reports.rounds import FIRST, NOVEMBER, figures
from unionlaw.lib.errors import Conflict, Missing, Refused
from unionlaw.matters.models import Matter
from unionlaw.network.actors import Actor
from unionlaw.network.roles import Role
from unionlaw.reports import checks, states
from unionlaw.reports.computing import compute
from unionlaw.reports.models import Figure, FrozenFact, Round
from unionlaw.reports.services import computing_rounds, signing
from unionlaw.reports.spans import Span

pytestmark = pytest.mark.django_db

MID = datetime(2026, 11, 10, 10, 0, tzinfo=CHINA)
SPAN = Span(date(2026, 11, 1), NOVEMBER)


@pytest.fixture
def november(month, caseworker, station_caseworker, neighbour, station, neighbour_district):
    """Two matters at the station, one at its district, one at the neighbour's; 300 fen reached a worker there."""
    zhang = month.make_worker("张三")
    first = month.matter(station_caseworker, MID, worker=zhang)
    month.matter(station_caseworker, MID, worker=zhang)
    month.matter(caseworker, MID, worker=zhang)
    month.pay(month.matter(neighbour, MID), 300, date(2026, 11, 20))
    month.pay(first, 100, date(2026, 11, 21))
    return month


class TestOpening:
    def test_everybody_who_reports_gets_a_report_below_the_nearest_above(self, november, city, district, station, town):
        opened = november.open()
        names = {one.organisation.short_name: one for one in opened.reports.select_related("organisation", "above")}
        assert set(names) == {"羊城市总工会", "越山区总工会", "河南区总工会", "北桥街法律服务站"}, (
            "the town holds nothing"
        )
        assert names["北桥街法律服务站"].above == names["越山区总工会"]
        assert names["越山区总工会"].above == names["羊城市总工会"]
        matter = Matter.objects.get(report__organisation=station)
        assert matter.number == "越工报〔2026〕1号"
        assert matter.title == "北桥街法律服务站2026年11月月报"
        assert matter.next_due_on == date(2026, 12, 7), "five working days after the month's end"

    def test_a_month_that_is_not_over_has_no_report(self, month):
        with pytest.raises(Conflict, match="还没有结束"):
            month.open(at=datetime(2026, 11, 30, 23, 0, tzinfo=CHINA))

    def test_it_is_opened_once(self, month):
        month.open()
        with pytest.raises(Conflict, match="已经建立"):
            month.open()

    def test_the_head_answers_for_it(self, month, supervisor, district):
        assert month.of(month.open(), district).matter.owner == supervisor.post

    def test_only_managers_open_rounds_and_in_their_own_tree(self, month, city_supervisor, district):
        month.manager = city_supervisor
        with pytest.raises(Refused):
            month.open()
        month.manager = appoint("qu", "区管理", district, Role.MANAGER)
        with pytest.raises(Refused, match="本单位"):
            month.open()


class TestComputing:
    def test_figures_of_every_level_are_those_computed_one_by_one(self, november, city, district, station):
        opened = november.computed()
        keys = ["matters_opened", "recovered", "workers_served", "limits_due", "limits_on_time"]
        for organisation in (city, district, station):
            for by in ("", "union", "cause"):
                alone = compute(organisation, {"now": SPAN}, keys, [(by,) if by else ()])
                expected = {
                    ((key, members[0]) if by else key): value
                    for (key, _span, _by, members), value in alone.values.items()
                    if not by or key in ({"matters_opened"} if by == "cause" else set(keys[:3]))
                }
                assert figures(opened, organisation, dimension=by) == expected

    def test_one_person_served_thrice_counts_once_at_every_level(self, november, city, district, station):
        opened = november.computed()
        assert figures(opened, station)["workers_served"] == 1
        assert figures(opened, district)["workers_served"] == 1
        assert figures(opened, city)["workers_served"] == 2
        assert figures(opened, city)["matters_opened"] == 4

    def test_reports_do_not_count_themselves(self, november, city):
        opened = november.compute(november.computed())
        assert figures(opened, city)["matters_opened"] == 4

    def test_parts_add_up_at_every_level(self, november):
        opened = november.computed()
        checked = [w["check"] for report in opened.reports.all() for w in report.warnings]
        assert not {"parts", "below"} & set(checked)

    def test_the_facts_behind_every_figure_of_the_month_are_kept(self, november, city, district):
        opened = november.computed()
        for organisation in (city, district):
            facts = FrozenFact.objects.filter(round=opened, lineage__contains=[organisation.pk])
            own = figures(opened, organisation)
            assert facts.filter(indicator="matters_opened").count() == own["matters_opened"]
            assert sum(facts.filter(indicator="recovered").values_list("amount", flat=True)) == own["recovered"]
            served = facts.filter(indicator="workers_served").values("distinct_key").distinct()
            assert served.count() == own["workers_served"]

    def test_what_happened_after_the_snapshot_is_not_in_it(self, november, city, neighbour):
        opened = november.computed()
        november.matter(neighbour, MID)
        assert figures(opened, city)["matters_opened"] == 4

    def test_nobody_below_computes(self, november, district):
        opened = november.open()
        boss = appoint("qu", "区管理", district, Role.MANAGER)
        with pytest.raises(Conflict, match="汇总单位"):
            computing_rounds.compute_round(report_id=november.of(opened, district).pk, by=boss, at=FIRST)

    def test_killed_in_the_middle_it_leaves_nothing_half(self, november, monkeypatch):
        opened = november.open()
        monkeypatch.setattr(computing_rounds.checks, "check", lambda *_args: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            november.compute(opened)
        assert not Figure.objects.exists()
        assert not FrozenFact.objects.exists()
        assert Round.objects.get().computed_at is None
        assert {one.matter.status_id for one in opened.reports.select_related("matter")} == {states.COLLECTING}

    def test_a_late_matter_voids_the_signatures_it_concerns(
        self, november, station, district, neighbour_district, station_caseworker
    ):
        opened = november.computed()
        november.sign_all(opened)
        november.matter(station_caseworker, MID)
        november.compute(opened, FIRST + timedelta(hours=1))
        status = {one.organisation_id: one.matter.status_id for one in opened.reports.select_related("matter")}
        assert status[station.pk] == status[district.pk] == states.COMPUTED
        assert status[neighbour_district.pk] == states.SIGNED
        event = november.of(opened, station).matter.events.get(name="report.signature_voided")
        assert event.data["changed"] > 0
        assert november.of(opened, station).digest == ""

    def test_a_recomputation_without_changes_leaves_signatures_alone(self, november, district):
        opened = november.computed()
        november.sign_all(opened)
        november.compute(opened, FIRST + timedelta(hours=1))
        assert november.of(opened, district).matter.status_id == states.SIGNED


class TestChecks:
    def test_matters_without_cause_are_named_to_everybody_above_them(self, november, station, city):
        opened = november.computed()
        [warning] = [w for w in november.of(opened, station).warnings if w["check"] == "no_cause"]
        assert warning["count"] == len(warning["matters"]) == 2
        assert checks.worded(warning) == "本期受理的事项有2件没有案由。"
        assert [w["count"] for w in november.top(opened).warnings if w["check"] == "no_cause"] == [4]

    def test_a_sudden_jump_is_named(self, november, neighbour, monkeypatch):
        monkeypatch.setattr(checks, "JUMP_LEAST", 3)
        monkeypatch.setattr(checks, "JUMP_SPREAD", 1)
        november.matter(neighbour, MID - timedelta(days=31))
        opened = november.computed()
        said = [checks.worded(w) for w in november.top(opened).warnings if w["check"] == "jump"]
        assert said == ["“受理事项”由上期的1件变为4件。"]

    def test_nothing_jumps_where_there_was_nothing_before(self, november, monkeypatch):
        monkeypatch.setattr(checks, "JUMP_LEAST", 1)
        monkeypatch.setattr(checks, "JUMP_SPREAD", 0)
        opened = november.computed()
        assert not [w for w in november.top(opened).warnings if w["check"] == "jump"]

    def test_the_year_to_date_is_held_against_the_same_days_of_last_year(self, november, neighbour, monkeypatch):
        monkeypatch.setattr(checks, "JUMP_LEAST", 3)
        monkeypatch.setattr(checks, "JUMP_SPREAD", 1)
        november.matter(neighbour, MID - timedelta(days=365))
        opened = november.compute(november.open(length="year_to_date"))
        said = [checks.worded(w) for w in november.top(opened).warnings if w["check"].startswith("jump")]
        assert said == ["“受理事项”由上年同期的1件变为4件。"]

    def test_more_money_than_was_decided_is_named(self, november, neighbour, neighbour_district):
        matter = november.matter(neighbour, MID)
        november.pay(matter, 500, date(2026, 11, 22), decided=400)
        opened = november.computed()
        [warning] = [w for w in november.of(opened, neighbour_district).warnings if w["check"] == "overpaid"]
        assert warning["matters"] == [matter.pk]


def test_a_district_does_not_know_of_anothers_reports(november, neighbour_supervisor, district):
    opened = november.computed()
    theirs = Matter.objects.visible_to(neighbour_supervisor).filter(report__round=opened)
    assert [one.organisation.short_name for one in theirs] == ["河南区总工会"]
    with pytest.raises(Missing):
        signing.return_report(
            report_id=november.of(opened, district).pk, reason="有误", by=neighbour_supervisor, at=FIRST
        )


def test_the_system_may_open_and_compute(november, city):
    november.manager = Actor.system("monthly reports")
    assert november.computed().computed_at == FIRST


def test_a_closed_district_does_not_report(november, city):
    found(Kind.DISTRICT_UNION, "旧区总工会", parent=city, closed_on=date(2026, 1, 1))
    assert "旧区总工会" not in {one.organisation.name for one in november.open().reports.select_related("organisation")}
