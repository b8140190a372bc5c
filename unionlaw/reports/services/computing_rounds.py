"""Computing a round: all figures, the facts behind them and what is odd about them, in one snapshot."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from unionlaw.matters.models import Matter
from unionlaw.matters.services.events import record_many
from unionlaw.network.actors import Actor
from unionlaw.reports import checks, facts, states
from unionlaw.reports.models import Computation, Figure, FrozenFact, Report, Round
from unionlaw.reports.planning import Plan, plan
from unionlaw.reports.rollup import levels_below
from unionlaw.reports.round_figures import Figures, figures_of, parts
from unionlaw.reports.services.steps import begin
from unionlaw.reports.snapshots import snapshot

Line = tuple[str, str, str, str, int]
"""(indicator, span, dimension, member, value) of one figure of an organisation."""
_LINE = ("indicator", "span", "dimension", "member", "value")
_COPY = "COPY reports_figure (round_id, organisation_id, indicator, span, dimension, member, value, origin) FROM STDIN"


def compute_round(
    *,
    report_id: int,
    by: Actor,
    at: datetime,
    version: int | None = None,
    told: Callable[[int], None] | None = None,
) -> Round:
    """Compute all reports of a round from scratch; signatures under figures that changed are void.

    Args:
        report_id: the report of the union that sums up.
        told: of the worker that took the round out of the line: told the percent that are done after each part; may
            raise to stop, and then nothing is kept.

    Raises what `begin` raises, and Conflict when somebody else worked on the round meanwhile.
    """
    with snapshot():
        its_round = begin(report_id=report_id, verb="compute", by=by, version=version, working=told is not None).round
        reports = lock_reports(its_round)
        its_round.layout_blocks, its_round.layout_charts = its_round.layout.blocks, its_round.layout.charts
        wanted = plan(its_round.layout_blocks, its_round.layout_charts)
        done = counted(parts(wanted) + 2, told)
        figures = figures_of(its_round, reports, wanted, done)
        signed = _signed(reports)
        _store(its_round, reports, figures, wanted, at)
        done()
        warnings = checks.check(its_round, reports, {key: value for key, (value, _) in figures.items()}, wanted)
        done()
        _say(reports, signed, figures, warnings, by=by, at=at)
        if told is not None:
            told(Computation.SAVING)
    return its_round


def counted(parts: int, told: Callable[[int], None] | None) -> Callable[[], None]:
    """What is called after each of so many parts, to tell how many percent are done."""
    count = 0

    def done() -> None:
        nonlocal count
        count += 1
        if told is not None:
            told(min(Computation.SAVING - 1, count * 100 // parts))

    return done


def lock_reports(its_round: Round) -> list[Report]:
    """All reports of a round from the top down, with their matters locked."""
    matters = {
        one.pk: one
        for one in Matter.objects.filter(report__round=its_round)
        .order_by("pk")
        .select_for_update(of=("self",), no_key=True)
    }
    reports = list(its_round.reports.select_related("organisation").order_by("organisation__depth", "pk"))
    for report in reports:
        report.matter = matters[report.pk]
    return reports


def digest_of(lines: Iterable[Line]) -> str:
    """SHA-256 over figures, in a fixed order."""
    written = "\n".join("\t".join(map(str, line)) for line in sorted(lines))
    return hashlib.sha256(written.encode()).hexdigest()


def stored_digest(report: Report) -> str:
    """The digest of a report's figures as they are stored."""
    rows = Figure.objects.filter(round=report.round_id, organisation=report.organisation_id)
    return digest_of(rows.values_list(*_LINE))


def _signed(reports: Sequence[Report]) -> dict[int, set[Line]]:
    """The figures that were signed, by organisation, before they are thrown away."""
    found: dict[int, set[Line]] = {one.organisation_id: set() for one in reports if one.signed_at}
    rows = Figure.objects.filter(round__in={one.round_id for one in reports}, organisation__in=found)
    for organisation, *line in rows.values_list("organisation_id", *_LINE):
        found[organisation].add(tuple(line))
    return found


def _store(its_round: Round, reports: Sequence[Report], figures: Figures, wanted: Plan, at: datetime) -> None:
    Figure.objects.filter(round=its_round).delete()
    FrozenFact.objects.filter(round=its_round).delete()
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for (organisation, key, span, dimension, member), (value, origin) in figures.items():
            copy.write_row((its_round.pk, organisation, key, span, dimension, member, value, origin))
    levels = levels_below(its_round.organisation, {one.organisation.depth for one in reports})
    facts.keep_facts(its_round.pk, its_round.organisation, its_round.span, levels, wanted)
    its_round.versions, its_round.computed_at, its_round.version = wanted.versions, at, its_round.version + 1
    its_round.save()


def _say(
    reports: Sequence[Report],
    signed: Mapping[int, set[Line]],
    figures: Figures,
    warnings: Mapping[int, list[dict[str, Any]]],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Record on each report what the computation means for it."""
    lines: dict[int, set[Line]] = defaultdict(set)
    for (organisation, key, span, by_, member), (value, _origin) in figures.items():
        lines[organisation].add((key, span, by_, member, value))
    said: dict[str, list[tuple[Matter, dict[str, Any]]]] = defaultdict(list)
    void: set[int] = set()
    # From below: whoever summed up a report that is to be signed anew signs anew.
    for report in reversed(reports):
        own = lines[report.organisation_id]
        report.warnings = warnings.get(report.organisation_id, [])
        name, data = "report.computed", {"figures": len(own), "warnings": len(report.warnings)}
        if report.matter.status_id == states.SIGNED:
            changed = {line[:4] for line in own ^ signed[report.organisation_id]}
            if changed or report.pk in void:
                name, data = "report.signature_voided", {"changed": len(changed), "warnings": len(report.warnings)}
                report.signed_at, report.signed_by, report.digest = None, None, ""
                void.add(report.above_id or 0)
            else:
                name = "report.recomputed"
        said[name].append((report.matter, data))
    Report.objects.bulk_update(reports, ["warnings", "signed_at", "signed_by", "digest"])
    for name, happened in said.items():
        record_many(happened, name, by=by, at=at)
