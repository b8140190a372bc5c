"""The figures of a round: computed for its own span, and for those beside it taken from frozen rounds where there are
some."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from unionlaw.reports import comparing, layouts
from unionlaw.reports.computing import TOTAL
from unionlaw.reports.models import Report, Round
from unionlaw.reports.planning import Plan
from unionlaw.reports.rollup import Key, bases_of, compute_tree, levels_below, statements
from unionlaw.reports.spans import Length, Span
from unionlaw.reports.tables import NOW

Figures = dict[Key, tuple[int, str]]
"""Every figure other than 0, and those restated to 0, with its origin (models.Figure.Origin)."""


def parts(wanted: Plan) -> int:
    """How many parts `figures_of` does at most."""
    return (
        statements(wanted.keys, [TOTAL])
        + (statements(wanted.keys, wanted.groupings) if wanted.grouped else 0)
        + (statements(wanted.trends, [TOTAL]) if wanted.trends else 0)
    )


def figures_of(its_round: Round, reports: Sequence[Report], wanted: Plan, done: Callable[[], None]) -> Figures:
    """The round's figures as the facts stand now; those of earlier spans as they were frozen or restated.

    What was taken from where is written to the round's `compared_with`, which the caller saves.

    Args:
        done: called after each part; may raise to stop.
    """
    root, organisations = its_round.organisation, {one.organisation_id for one in reports}
    levels = levels_below(root, {one.organisation.depth for one in reports})
    spans = layouts.spans_of(its_round.length, its_round.end_on)
    found = compute_tree(root, levels, spans, wanted.keys, [TOTAL], done)
    if wanted.grouped:
        apart = compute_tree(root, levels, {NOW: spans[NOW]}, wanted.keys, wanted.groupings, done)
        found |= {key: value for key, value in apart.items() if key[1] in wanted.grouped[key[3]]}
    figures: Figures = {key: (value, "") for key, value in found.items() if key[0] in organisations}
    its_round.compared_with = {}
    for name, span in spans.items():
        if name != NOW:
            then = comparing.earlier(its_round, span, its_round.length, wanted.versions, wanted.bases, organisations)
            if then:
                comparing.take(then, name, figures)
            its_round.compared_with[name] = then.as_json(organisations, wanted.bases) if then else None
    return figures | _months(its_round, organisations, levels, wanted, done)


def months_beside(its_round: Round) -> Mapping[str, Span]:
    """The months of a round's trends, but for its own span, whose figures it has anyway."""
    months = layouts.trend_spans(its_round.end_on)
    return {name: span for name, span in months.items() if span != its_round.span}


def _months(
    its_round: Round, organisations: set[int], levels: Sequence[int], wanted: Plan, done: Callable[[], None]
) -> Figures:
    """The figures of trends: frozen where the month was, computed with the rest where it was not."""
    if not wanted.trends:
        return {}
    keys, months = bases_of(wanted.trends), months_beside(its_round)
    then = {
        name: comparing.earlier(its_round, span, Length.MONTH, wanted.versions, keys, organisations)
        for name, span in months.items()
    }
    open_months = {
        name: months[name] for name, one in then.items() if one is None or not one.covers(organisations, keys)
    }
    computed = compute_tree(its_round.organisation, levels, open_months, keys, [TOTAL], done) if open_months else {}
    figures: Figures = {key: (value, "") for key, value in computed.items() if key[0] in organisations}
    for name, one in then.items():
        if one:
            comparing.take(one, name, figures)
        its_round.compared_with[name] = one.as_json(organisations, keys) if one else None
    return figures
