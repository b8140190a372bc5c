"""The file of one output: its report read, suppressed where it leaves the union, and written in its form."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime

from unionlaw.reports import layouts
from unionlaw.reports.charts import Chart, charts
from unionlaw.reports.models import Form, Output
from unionlaw.reports.outputs import csv, paper, workbook
from unionlaw.reports.outputs.as_json import as_json
from unionlaw.reports.services.editions import hand_out
from unionlaw.reports.stored import StoredFigures, stored
from unionlaw.reports.stored_charts import stored_charts
from unionlaw.reports.tables import Table

MEDIA = {
    Form.XLSX.value: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.PDF.value: "application/pdf",
    Form.CSV.value: "text/csv; charset=utf-8",
    Form.JSON.value: "application/json",
}
Progress = Callable[[int], None]


def report_file(output: Output, at: datetime, done: Progress) -> bytes:
    """The report as a file.

    Args:
        output: with its organisation, layout and report loaded.
        done: told the percent that are done after each part; may raise to stop.
    """
    done(5)
    table, drawn, figures = _read(output)
    done(50)
    if output.outside:
        # Charts show figures that stand in no table, months before for instance; they stay inside.
        kept = (output.report, figures) if output.report is not None and figures is not None else None
        table, drawn = hand_out(table, stored=kept, at=at), []
    if output.form == Form.JSON:
        said = {**as_json(table), "round": output.report.round_id if output.report else None}
        return json.dumps(said, ensure_ascii=False).encode()
    if output.form == Form.PDF:
        return paper(table, drawn, at=at)[0]
    return workbook(table, at=at) if output.form == Form.XLSX else csv(table, at=at)


def _read(output: Output) -> tuple[Table, Sequence[Chart], StoredFigures | None]:
    wants_charts = output.form == Form.PDF
    if output.report is not None:
        figures = StoredFigures.of(output.report)
        drawn = stored_charts(output.report, figures).charts if wants_charts else []
        return stored(output.report, figures), drawn, figures
    layout, organisation = output.layout, output.organisation
    assert layout is not None
    spans = layouts.spans_of(output.length, output.end_on)
    specs = layout.charts if wants_charts else []
    found = layouts.figures(organisation, layout.blocks, specs, spans)
    table = layouts.lay_out(layout, organisation, found, layout.blocks, spans)
    return table, charts(specs, organisation, found), None
