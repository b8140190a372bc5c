"""Rules in the database: loading, finding the one that applies, and new versions."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.cast import NOON
from unionlaw.deadlines import shipped_rules
from unionlaw.deadlines.models import Rule, RuleVersion
from unionlaw.deadlines.services import loading
from unionlaw.deadlines.services.rules import (
    add_version,
    in_force,
    rule_for,
    rules_in_force,
    rules_opened_by,
)
from unionlaw.lib.errors import Invalid, Missing, Refused, Stale

TODAY = date(2026, 11, 20)
pytestmark = pytest.mark.django_db


def newest(key: str, jurisdiction: str = "") -> RuleVersion:
    return RuleVersion.objects.filter(rule__key=key, rule__jurisdiction=jurisdiction).order_by("number").last()


def test_loading_again_changes_nothing(db):
    call_command("load_deadline_rules", verbosity=0)
    before = list(RuleVersion.objects.order_by("pk").values())
    with CaptureQueriesContext(connection) as queries:
        call_command("load_deadline_rules", verbosity=0)
    assert list(RuleVersion.objects.order_by("pk").values()) == before
    assert not [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert len(queries) <= 16
    assert len(before) == len(shipped_rules.shipped_rules())
    assert {version["number"] for version in before} == {1}


def test_a_row_that_was_changed_since_becomes_a_new_version(monkeypatch):
    changed = [
        shipped_rules.ShippedRule(
            {**rule.identity, "name": "仲裁委员会受理"}, {**rule.content, "length": 7}, rule.ladder, "0" * 64
        )
        if rule.key == "arb_accept"
        else rule
        for rule in shipped_rules.shipped_rules()
    ]
    monkeypatch.setattr(loading, "shipped_rules", lambda: tuple(changed))
    loading.load_rules(at=NOON)
    version = newest("arb_accept")
    assert (version.number, version.length, version.rule.name) == (2, 7, "仲裁委员会受理")
    assert rule_for("arb_accept", "", TODAY).length == 7
    assert RuleVersion.objects.filter(number=2).count() == 1


def test_what_an_administrator_wrote_is_left_as_it_is(monkeypatch, system_admin):
    add_version(rule=newest("arb_accept").rule, content={"length": 6}, why="地方规定", by=system_admin, at=NOON)
    changed = [
        shipped_rules.ShippedRule(rule.identity, {**rule.content, "length": 7}, rule.ladder, "0" * 64)
        if rule.key == "arb_accept"
        else rule
        for rule in shipped_rules.shipped_rules()
    ]
    monkeypatch.setattr(loading, "shipped_rules", lambda: tuple(changed))
    loading.load_rules(at=NOON)
    assert (newest("arb_accept").number, newest("arb_accept").length) == (2, 6)


@pytest.mark.parametrize(
    ("place", "on", "found"),
    [
        ("", TODAY, ""),
        ("110000", TODAY, ""),
        ("330106", TODAY, "33"),
        ("440100", TODAY, "44"),
        ("360103", TODAY, "3601"),
        ("360200", TODAY, ""),
        ("610100", TODAY, "61"),
        ("610100", date(2024, 12, 31), ""),
        ("610100", date(2025, 1, 1), "61"),
    ],
)
def test_the_nearest_place_with_a_rule_in_force_wins(place, on, found):
    assert rule_for("sup_letter_reply", place, on).rule.jurisdiction == found


def test_before_its_time_the_oldest_known_text_stands_in(db):
    version = rule_for("sue_nonfinal", "", date(2001, 5, 1))
    assert not in_force(version, date(2001, 5, 1))
    assert version.length == 15


@pytest.mark.parametrize(
    ("key", "place"), [("no_such_rule", ""), ("sup_complaint_decline", "44"), ("sup_complaint_decline", "")]
)
def test_where_no_rule_applies_nothing_is_found(key, place):
    with pytest.raises(Missing):
        rule_for(key, place, TODAY)


def test_the_table_of_a_day_costs_one_query_when_it_is_warm(db):
    rules_in_force(TODAY)
    with CaptureQueriesContext(connection) as queries:
        table = rules_in_force(TODAY)
        assert {version.rule.key for version in table.opened_by("aid_application.received")} >= {"aid_review"}
        assert table.names("aid_case.closed")
        assert not table.names("matter.noted")
    assert len(queries) == 1


def test_a_new_version_takes_over_on_its_day(system_admin):
    rule = newest("aid_review").rule
    version = add_version(
        rule=rule,
        content={"length": 5, "effective_from": date(2027, 1, 1)},
        why="修订后的规定",
        by=system_admin,
        at=NOON,
    )
    assert (version.number, version.by_post, version.shipped) == (2, system_admin.post, "")
    assert (version.opens_on, version.disputed_unit) == (newest("aid_review").opens_on, "working_day")
    first = RuleVersion.objects.get(rule=rule, number=1)
    assert first.effective_to == date(2026, 12, 31)
    assert rule_for("aid_review", "", date(2026, 12, 31)).length == 7
    assert rule_for("aid_review", "", date(2027, 1, 1)).length == 5
    opened = rules_opened_by("aid_application.received", date(2027, 1, 1))
    assert [v.length for v in opened if v.rule_id == rule.pk] == [5]


def test_a_correction_holds_from_the_same_day_on(system_admin):
    rule = newest("arb_accept").rule
    add_version(rule=rule, content={"length": 4}, why="更正", by=system_admin, at=NOON)
    assert rule_for("arb_accept", "", TODAY).length == 4
    assert [v.number for v in rules_in_force(TODAY).versions if v.rule_id == rule.pk] == [2]


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ({"unit": "fortnight"}, "unit"),
        ({"length": -1}, "length"),
        ({"length": 40_000, "unit": "calendar_day"}, "length"),
        ({"unit": "fixed"}, "length"),
        ({"trigger": ""}, "trigger"),
        ({"effective_to": date(2000, 1, 1)}, "effective_to"),
        ({"backward": True, "roll_forward": True}, "roll_forward"),
    ],
)
def test_a_version_that_cannot_be_is_refused(system_admin, content, field):
    rule = newest("arb_accept").rule
    with pytest.raises(Invalid) as error:
        add_version(rule=rule, content=content, why="试", by=system_admin, at=NOON)
    assert field in error.value.errors
    assert newest("arb_accept").number == 1


def test_a_version_needs_a_reason_a_right_and_the_newest_before_it(system_admin, supervisor):
    rule = newest("arb_accept").rule
    with pytest.raises(Refused, match="系统管理员"):
        add_version(rule=rule, content={"length": 4}, why="试", by=supervisor, at=NOON)
    with pytest.raises(Invalid, match="理由"):
        add_version(rule=rule, content={"length": 4}, why=" ", by=system_admin, at=NOON)
    add_version(rule=rule, content={"length": 4}, why="试", by=system_admin, at=NOON, number=1)
    with pytest.raises(Stale):
        add_version(rule=rule, content={"length": 6}, why="试", by=system_admin, at=NOON, number=1)


def test_versions_are_never_changed_or_deleted(db):
    version = newest("arb_accept")
    with pytest.raises(ProgrammingError), transaction.atomic():
        RuleVersion.objects.filter(pk=version.pk).update(length=9)
    with pytest.raises(ProgrammingError), transaction.atomic():
        version.delete()
    assert Rule.objects.filter(pk=version.rule_id).exists()


def test_a_day_that_is_over_ends_a_version(system_admin):
    rule = newest("arb_accept").rule
    end = TODAY + timedelta(days=10)
    add_version(rule=rule, content={"effective_to": end}, why="废止", by=system_admin, at=NOON)
    assert in_force(newest("arb_accept"), end)
    assert not in_force(newest("arb_accept"), end + timedelta(days=1))
