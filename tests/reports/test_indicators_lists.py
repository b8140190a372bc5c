"""Every figure is what the list behind it comes to: the whole, and broken down by every dimension."""

from random import Random

import pytest
from django.db import connection

from tests.reports.scattering import scatter
from tests.reports.writing import day
from unionlaw.reports import dimensions, indicators
from unionlaw.reports.computing import TOTAL, compute
from unionlaw.reports.listing import FactList
from unionlaw.reports.spans import Span, month_of

pytestmark = pytest.mark.django_db
NOVEMBER = month_of(day("11-01"))
KEYS = [one.key for one in indicators.all_indicators()]
COUNTED = [one for one in indicators.all_indicators() if not one.is_rate]


@pytest.fixture(scope="module")
def crowd(world):
    """The small city with fifty random matters more."""
    scatter(world, seed=20261101, count=50)
    with connection.cursor() as cursor:
        # Tables that were empty a moment ago are planned badly.
        cursor.execute("ANALYZE matters_matter, matters_event, matters_party, matters_claim, registers_worker")
    return world


def by_everything():
    return [TOTAL, *((one.key,) for one in dimensions.all_dimensions())]


def differing(organisation, figures, cells):
    """The cells whose list comes to something else than the figure."""
    found = []
    for key, span, grouping, members in cells:
        value = figures.values[key, span, grouping, members]
        facts = FactList(key, organisation, figures.spans[span], dict(zip(grouping, members, strict=True)))
        if (listed := facts.total()[0]) != value:
            found.append((key, span, grouping, members, value, listed))
    return found


def test_every_cell_of_the_small_city_is_its_list(world):
    figures = compute(world.city, {"november": NOVEMBER}, KEYS, by_everything())
    assert len(figures.values) > 1000
    assert differing(world.city, figures, figures.values) == []


def test_the_lines_of_every_list_add_up_to_its_figure(world):
    figures = compute(world.city, {"november": NOVEMBER}, KEYS)
    for one in COUNTED:
        facts = FactList(one.key, world.city, NOVEMBER)
        value, lines = facts.total()
        page = facts.page(size=500)
        assert value == figures.base(one.key, "november"), one.key
        assert len(page) == len({fact.fact for fact in page}) == lines, one.key
        if one.sum:
            assert sum(fact.amount for fact in page) == value, one.key
        elif not one.distinct:
            assert lines == value, one.key


def test_every_member_of_a_dimension_has_a_name(world):
    figures = compute(world.city, {"november": NOVEMBER}, KEYS, by_everything())
    for one in dimensions.all_dimensions():
        members = [member for (member,) in figures.members(one.key)]
        assert members, one.key
        assert all(dimensions.named(one, members).values()), one.key


def test_cells_of_a_random_world_are_their_lists_for_every_union_and_span(crowd):
    rng = Random(7)
    spans = {"november": NOVEMBER, "quarter": Span(day("10-01"), day("12-31"))}
    pairs = [("union", "cause"), ("industry", "channel"), ("worker_group", "kind"), ("firm", "kind")]
    for organisation, count in ((crowd.city, 150), (crowd.district, 50), (crowd.station, 30)):
        figures = compute(organisation, spans, KEYS, [*by_everything(), *pairs])
        assert differing(organisation, figures, rng.sample(sorted(figures.values), count)) == []


def test_parts_add_up_to_the_whole_where_a_matter_has_one_member(crowd):
    figures = compute(crowd.city, {"november": NOVEMBER}, KEYS, by_everything())
    whole = {one.key: figures.base(one.key, "november") for one in COUNTED if one.is_additive}
    for one in dimensions.all_dimensions():
        if one.many:
            continue
        parts = {
            key: sum(figures.base(key, "november", {one.key: member}) for (member,) in figures.members(one.key))
            for key in whole
        }
        assert parts == whole, one.key
