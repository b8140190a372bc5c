"""The registry of indicators is sound: complete, without doubles, and its words can be read."""

import re
from pathlib import Path

import pytest

from unionlaw.matters import vocabulary
from unionlaw.reports import dimensions, indicators, sources
from unionlaw.reports.indicators import Indicator, Section, Unit
from unionlaw.reports.management.commands.list_indicators import lines

ALL = indicators.all_indicators()


def test_there_are_at_least_sixty_indicators():
    assert len(ALL) >= 60


def test_keys_and_names_are_unique_and_fit_where_they_are_stored():
    assert len({one.key for one in ALL}) == len(ALL)
    assert len({str(one.name) for one in ALL}) == len(ALL)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]{2,59}", one.key) for one in ALL)


def test_every_definition_is_a_sentence_of_its_own():
    short = [one.key for one in ALL if not str(one.definition).endswith("。") or len(str(one.definition)) < 12]
    assert short == []
    assert all(one.unit in Unit.values and one.section in Section.values and one.version >= 1 for one in ALL)


def test_what_happened_is_counted_by_a_day_that_the_definition_names():
    """Or it refers to an indicator that does: a part of it, a ratio."""
    names = {str(one.name) for one in ALL}
    for one in ALL:
        definition = str(one.definition)
        assert re.search("日期|之日|期末|当期", definition) or any(name in definition for name in names), one.key


def test_rates_are_made_of_counted_figures_that_are_known():
    for one in ALL:
        for key in one.bases if one.is_rate else ():
            assert not indicators.indicator(key).is_rate, one.key


def test_rates_of_percent_and_days_divide_like_by_like():
    for one in ALL:
        if one.is_rate:
            part, whole = (indicators.indicator(key) for key in one.bases)
            assert one.unit in (Unit.PERCENT, Unit.DAYS), one.key
            assert (part.unit == whole.unit) == (one.unit == Unit.PERCENT), one.key


def test_every_event_that_is_counted_is_declared_and_its_source_has_names():
    for one in ALL:
        for name in one.events:
            assert vocabulary.get(name).name == name
        assert bool(one.events) == bool(one.source and sources.source(one.source).names), one.key


def test_events_carry_what_their_sources_read():
    def carried(name):
        return set(vocabulary.get(name).data)

    assert carried("aid_case.closed") >= {"ending"}
    assert carried("mediation.agreement_effective") >= {"effective_on"}
    assert carried("mediation.accepted") >= {"accepted_on"}
    for name in ("mediation.received", "mediation.received_on_advice", "mediation.entrusted_by_tribunal"):
        assert carried(name) >= {"received_on"}
    for name in ("mediation.confirmation_granted", "letter.replied", "letter.published", "letter.linked_answered"):
        assert carried(name) >= {"happened_on"}
    for name in ("letter.served", "letter.notice_served", "letter.recommendation_served"):
        assert carried(name) >= {"served_on"}
    for name in ("letter.demand_judged", "letter.demand_promised", "letter.demand_failed"):
        assert carried(name) >= {"demand", "code"}


def test_dimensions_have_names_of_their_own():
    found = dimensions.all_dimensions()
    assert len({str(one.name) for one in found}) == len(found)
    assert {one.key for one in found} >= {
        *("union", "station", "organ", "region", "industry", "cause", "channel", "kind", "worker_group"),
        *("lawyer", "firm", "instrument", "topic", "origin"),
    }


@pytest.mark.parametrize(
    "wrong",
    [
        {"source": "opened", "part": "a", "whole": "b"},
        {},
        {"part": "a"},
        {"source": "opened", "distinct": "dispute", "sum": "claimed"},
    ],
)
def test_an_indicator_is_facts_of_a_source_or_a_part_of_a_whole(wrong):
    with pytest.raises(ValueError, match="indicator x"):
        Indicator("x", Section.INTAKE, "名", Unit.MATTERS, "义", **wrong)


def test_a_key_is_declared_once():
    one = ALL[0]
    indicators.register(one)
    with pytest.raises(ValueError, match="two indicators"):
        indicators.register(Indicator(one.key, Section.INTAKE, "别的", Unit.MATTERS, "义", source="opened"))


def test_the_document_lists_what_the_registry_says():
    document = Path(__file__).parents[2] / "docs" / "indicators.md"
    assert document.read_text(encoding="utf-8").splitlines() == lines()
