"""Layouts: what a report shows, checked, computed and laid out (models.Layout)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from unionlaw.lib.errors import Invalid, Missing
from unionlaw.lib.wording import listed, shown
from unionlaw.network.models import Organisation
from unionlaw.reports import dimensions, indicators
from unionlaw.reports.chart_kinds import KINDS
from unionlaw.reports.computing import TOTAL, Figures, Grouping, compute
from unionlaw.reports.models import Layout
from unionlaw.reports.spans import Span, before, last_year, month_of, months_back, named, span_of
from unionlaw.reports.tables import BEFORE, LAST_YEAR, NOW, Table, build

STANDARD = "standard"
DATA = Path(__file__).parent / "data" / "layouts.toml"
MOST_PARTS, MOST_INDICATORS = 30, 60
TREND_MONTHS = 12

Part = Mapping[str, Any]
"""One block or chart as a layout stores it."""


@cache
def shipped() -> list[dict[str, Any]]:
    """The layouts of the product: {"key", "name", "description", "blocks", "charts"}."""
    found: list[dict[str, Any]] = tomllib.loads(DATA.read_text(encoding="utf-8"))["layout"]
    return found


def standard() -> Layout:
    """The standard monthly report. Raises Missing when reference data was not loaded."""
    found = Layout.objects.filter(key=STANDARD).first()
    if found is None:
        raise Missing(_("标准报表尚未装载，请系统管理员装载基础数据。"))
    return found


def usable_by(organisation: Organisation) -> QuerySet[Layout]:
    """The layouts an organisation may use: everybody's, its own and those of unions above it."""
    reach = Q(organisation=None) | Q(organisation__in=organisation.lineage)
    return Layout.objects.filter(reach, retired_on=None).order_by("pk")


def check(blocks: Iterable[Part], charts: Iterable[Part]) -> None:
    """Whether a layout can be computed and drawn.

    Raises:
        Invalid: a message for each part that cannot, under "blocks" or "charts".
    """
    errors: dict[str, list[str]] = {}
    for field, parts in (("blocks", list(blocks)), ("charts", list(charts))):
        said = [
            _("%(part)s：%(why)s") % {"part": part.get("title") or n, "why": why}
            for n, part in enumerate(parts, 1)
            for why in problems(field, part)
        ]
        if len(parts) > MOST_PARTS:
            said.append(_("最多%(most)s个部分。") % {"most": MOST_PARTS})
        if said:
            errors[field] = said
    if errors:
        raise Invalid(errors)


def problems(field: str, part: Part) -> list[str]:
    """What is wrong with one block or chart; nothing when it can be shown."""
    keys, by = part.get("indicators", []), part.get("by", "")
    found = []
    if not str(part.get("title", "")).strip():
        found.append(_("请填写标题。"))
    if not keys:
        found.append(_("请至少选择一个指标。"))
    if len(keys) > MOST_INDICATORS or len(set(keys)) < len(keys):
        found.append(_("指标最多%(most)s个，同一个指标只列一次。") % {"most": MOST_INDICATORS})
    if unknown := [key for key in keys if not indicators.is_known(key)]:
        found.append(_("没有这些指标：%(keys)s") % {"keys": listed(unknown)})
    if by and not dimensions.is_known(by):
        found.append(_("没有这个维度：%(key)s") % {"key": by})
    if field == "charts":
        kind = KINDS.get(part.get("kind", ""))
        if kind is None:
            found.append(_("没有这种图表。"))
        elif kind.needs_dimension and not by:
            found.append(_("这种图表要选择一个维度。"))
    return found


def keys_of(*parts: Part) -> list[str]:
    """The indicators of blocks and charts, each once."""
    return list(dict.fromkeys(key for part in parts for key in part["indicators"]))


def groupings_of(*parts: Part) -> list[Grouping]:
    """How the figures of blocks and charts are broken down, the whole first."""
    found: list[Grouping] = [TOTAL]
    for part in parts:
        by = part.get("by", "")
        if "kind" in part:
            found += KINDS[part["kind"]].groupings(by)
        elif by:
            found.append((by,))
    return list(dict.fromkeys(found))


def spans_of(length: str, last_month: date) -> dict[str, Span]:
    """The spans of a report: "now", "before" and "last_year", of which two can be the same days."""
    now = span_of(length, last_month)
    found = {NOW: now, BEFORE: before(length, now), LAST_YEAR: last_year(length, now)}
    if found[BEFORE] == found[LAST_YEAR]:
        del found[BEFORE]
    return found


def trend_spans(end: date) -> dict[str, Span]:
    """The twelve months that end with that of `end`: "month00" to "month11"."""
    months = (months_back(end, back) for back in range(TREND_MONTHS - 1, -1, -1))
    return {f"month{n:02}": month_of(first) for n, first in enumerate(months)}


def figures(
    organisation: Organisation, blocks: Sequence[Part], charts: Sequence[Part], spans: Mapping[str, Span]
) -> Figures:
    """Compute a report: its own span in every grouping, the spans beside it and the months of trends as wholes.

    Args:
        spans: "now" and what stands beside it, in the order of the columns.
    """
    own = {NOW: spans[NOW]}
    beside = {name: span for name, span in spans.items() if name != NOW}
    wholes = keys_of(*(block for block in blocks if not block.get("by")))
    trends = keys_of(*(chart for chart in charts if chart["kind"] == "trend"))
    with transaction.atomic():
        found = compute(organisation, own, keys_of(*blocks, *charts), groupings_of(*blocks, *charts))
        if beside and wholes:
            found.values |= compute(organisation, beside, wholes).values
        months: dict[str, Span] = {}
        if trends:
            months = trend_spans(spans[NOW].end)
            found.values |= compute(organisation, months, trends).values
    return Figures({**spans, **months}, found.values)


def headings(spans: Mapping[str, Span]) -> dict[str, str]:
    """The heading of each span's column: the days in words."""
    return {name: named(span) for name, span in spans.items()}


def lay_out(
    layout: Layout, organisation: Organisation, found: Figures, blocks: Sequence[Part], spans: Mapping[str, Span]
) -> Table:
    """The report as a table, from figures that were computed with `figures`."""
    own = Figures(spans, found.values)
    worded = [{**block, "title": shown(block["title"])} for block in blocks]
    return build(str(shown(layout.name)), organisation, worded, own, headings(spans))


def live(organisation: Organisation, layout: Layout, length: str, last_month: date) -> Table:
    """The report as the facts stand now.

    Args:
        organisation: what it is about, with all below it.
        length: a `spans.Length`.
        last_month: any day of the report's last month.
    """
    spans = spans_of(length, last_month)
    found = figures(organisation, layout.blocks, [], spans)
    return lay_out(layout, organisation, found, layout.blocks, spans)
