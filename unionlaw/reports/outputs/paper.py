"""A report as a paper in the style of official documents, set by Typst: tables, charts, definitions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from unionlaw.documents.services.drafting import page_data
from unionlaw.documents.typesetting import typeset
from unionlaw.reports.charts import Chart, Series
from unionlaw.reports.indicators import Unit
from unionlaw.reports.outputs import wording
from unionlaw.reports.tables import Block, Cell, Row, Table, Value
from unionlaw.reports.wording import WAN, exact, in_ten_thousands

SOURCE = Path(__file__).parents[1] / "data" / "report.typ"
TIMEOUT = 60.0  # seconds; a report of twenty pages takes three
CROWDED = {"trend", "heat"}
ROWS = 1_000  # lines of one block that are set, the last two for the rest and the total


def paper(table: Table, charts: Sequence[Chart] = (), *, at: datetime, form: str = "pdf", ppi: int = 80) -> list[bytes]:
    """The report as PDF/A, or as pictures of its pages.

    Args:
        charts: drawn after the tables; those in which nothing is shown are left out.
        at: when it is made; stands on the first page.
        form: "pdf", or "png" with `ppi` pixels per inch.

    Raises:
        Broken, TooSlow: it cannot be set.
    """
    on = timezone.localdate(at)
    title, issuer = table.title, table.organisation.name
    data = page_data(title=title, issuer=issuer, on=on, values=_values(table, charts, at), labels={})
    source = SOURCE.read_text(encoding="utf-8")
    return typeset(source, data, timestamp=int(at.timestamp()), form=form, ppi=ppi, timeout=TIMEOUT).parts


def _values(table: Table, charts: Sequence[Chart], at: datetime) -> dict[str, Any]:
    return {
        "title": table.title,
        "about": wording.headline(table),
        "made": wording.made(at),
        "blocks": [_block(block) for block in table.blocks],
        "charts": [_chart(chart) for chart in charts if not chart.is_empty],
        "definitions": [list(words) for words in wording.definitions(table)],
        "notes": list(dict.fromkeys([*table.notes, *(note for chart in charts for note in chart.notes)])),
        "words": {
            "charts": _("图表"),
            "definitions": _("指标说明"),
            "heads": [_("指标"), _("单位"), _("定义"), _("版本")],
        },
    }


def _block(block: Block) -> dict[str, Any]:
    """`words` is how many of its columns are words, not figures."""
    units = [] if block.by else [_("单位")]
    rows = [
        {
            "total": row.total,
            "cells": [
                wording.total_name() if row.total else row.name,
                *([] if block.by else [row.unit]),
                *[wording.read(cell) for cell in row.cells],
            ],
        }
        for row in _set(block)
    ]
    columns = [wording.heading_of_lines(block.by), *units, *block.columns]
    return {"title": block.title, "columns": columns, "words": 1 + len(units), "rows": rows}


def _set(block: Block) -> list[Row]:
    """The lines of a block; of too many those that are left over stand as one, so that totals still add up."""
    lines = [row for row in block.rows if not row.total]
    if len(block.rows) <= ROWS:
        return block.rows
    kept, rest = lines[: ROWS - 2], lines[ROWS - 2 :]
    name = _("其余%(count)d行（见XLSX或者CSV）") % {"count": len(rest)}
    return [*kept, Row(name, _added(rest)), *(row for row in block.rows if row.total)]


def _added(rest: Sequence[Row]) -> list[Cell]:
    """The sum of each column over lines; what does not add up, or is not all told, is left open."""
    found = []
    for cells in zip(*(row.cells for row in rest), strict=True):
        first = cells[0]
        adds_up = first.indicator.is_additive and not any(cell.hidden for cell in cells)
        value = sum(int(cell.value or 0) for cell in cells) if adds_up else None
        found.append(replace(first, value=value, hidden="" if adds_up else "—", part=None, whole=None))
    return found


def _chart(chart: Chart) -> dict[str, Any]:
    marks = [{"value": float(value), "label": f"{value}%", "name": name} for value, name in chart.marks]
    # Figures that stand beside points or in cells: amounts in full would stand over each other.
    brief = chart.kind in CROWDED and are_large(chart.series)
    return {
        "kind": chart.kind,
        "title": chart.title,
        "categories": list(chart.categories),
        # Marks stand on the scale of the first series.
        "series": [_series(one, [] if n else marks, brief=brief) for n, one in enumerate(chart.series)],
    }


def are_large(series: Sequence[Series]) -> bool:
    """Whether an amount of money among them is 10,000 yuan or more."""
    amounts = [value for one in series if one.unit == Unit.YUAN for value in one.values if value is not None]
    return any(not -WAN < value < WAN for value in amounts)


def _series(series: Series, marks: Sequence[Mapping[str, Any]], *, brief: bool) -> dict[str, Any]:
    unit = str(Unit(series.unit).label) if series.unit else ""
    in_wan = brief and series.unit == Unit.YUAN
    return {
        "name": series.name,
        "unit": _("万元") if in_wan else unit,
        "values": [None if value is None else float(value) for value in series.values],
        "labels": [in_ten_thousands(value) if in_wan else exact(value, series.unit) for value in series.values],
        "shares": _shares(series.values),
        "marks": list(marks),
    }


def _shares(values: Sequence[Value]) -> list[str]:
    """What share of the whole each part is."""
    whole = sum(value or 0 for value in values)
    return [f"{Decimal(value or 0) * 100 / Decimal(whole):.1f}%" if whole else "" for value in values]
