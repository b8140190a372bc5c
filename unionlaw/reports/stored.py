"""A report from its stored figures: one query, whatever the layout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from unionlaw.lib.wording import shown
from unionlaw.reports import indicators, layouts
from unionlaw.reports.indicators import indicator
from unionlaw.reports.models import Figure, Report
from unionlaw.reports.origins import notes_of
from unionlaw.reports.rollup import SEPARATOR
from unionlaw.reports.spans import Span
from unionlaw.reports.tables import Table, Value, build


@dataclass
class StoredFigures:
    """The figures of one organisation in a round (a tables.Figuring).

    Args:
        spans: the spans by name, in the order of the columns.
        values: (indicator, span, dimension, member) → figure; what is not there is 0.
        restated: (indicator, span) of figures of earlier spans that were restated since they were frozen.
        below: the organisations right below that reported, by id; not read where nothing asks for it.
    """

    spans: Mapping[str, Span]
    values: Mapping[tuple[str, str, str, str], int] = field(default_factory=dict)
    restated: frozenset[tuple[str, str]] = frozenset()
    below: Sequence[int] | None = None

    @classmethod
    def of(cls, report: Report) -> StoredFigures:
        """Read the figures of a report; its round must be loaded."""
        values, restated = {}, set()
        rows = Figure.objects.filter(round=report.round_id, organisation=report.organisation_id)
        for key, span, by, member, value, origin in rows.values_list(
            "indicator", "span", "dimension", "member", "value", "origin"
        ).iterator():
            values[key, span, by, member] = value
            if origin == Figure.Origin.RESTATED:
                restated.add((key, span))
        return cls(layouts.spans_of(report.round.length, report.round.end_on), values, frozenset(restated))

    def base(self, key: str, span: str, members: Mapping[str, str] | None = None) -> int:
        """A figure that is counted or summed; 0 where there is none. `members` maps dimensions to members."""
        chosen = list((members or {}).items())
        for order in (chosen, chosen[::-1]):
            by, member = "/".join(one for one, _m in order), SEPARATOR.join(m for _o, m in order)
            if (found := self.values.get((key, span, by, member))) is not None:
                return found
        return 0

    def value(self, key: str, span: str, members: Mapping[str, str] | None = None) -> Value:
        """A figure of any indicator in its unit (money in fen); None for a rate over nothing."""
        wanted = indicator(key)
        if not wanted.is_rate:
            return self.base(key, span, members)
        return indicators.rate(wanted, *(self.base(one, span, members) for one in wanted.bases))

    def members(self, *grouping: str) -> list[tuple[str, ...]]:
        """The members that have figures under a grouping, sorted."""
        by = "/".join(grouping)
        return sorted({tuple(key[3].split(SEPARATOR)) for key in self.values if key[2] == by})


def stored(report: Report, figures: StoredFigures | None = None) -> Table:
    """The report as it was computed: the frozen one when the round is frozen. Its round must be loaded.

    Notes say which version of the earlier spans its own figures are compared with.

    Args:
        figures: those of the report when they were read already.
    """
    figures = figures or StoredFigures.of(report)
    its_round = report.round
    blocks = [{**block, "title": shown(block["title"])} for block in its_round.layout_blocks]
    blocks = [block for block in blocks if all(map(indicators.is_known, block["indicators"]))]
    table = build(
        str(shown(its_round.layout.name)), report.organisation, blocks, figures, layouts.headings(figures.spans)
    )
    changed = {
        key: version
        for key, version in its_round.versions.items()
        if indicators.is_known(key) and indicator(key).version != version
    }
    return replace(table, notes=notes_of(report, figures), versions=changed)
