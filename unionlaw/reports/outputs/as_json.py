"""A report as JSON: what the API answers."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from unionlaw.reports.indicators import Indicator, Unit
from unionlaw.reports.outputs import wording
from unionlaw.reports.sources import source
from unionlaw.reports.tables import Block, Cell, Row, Table, Value

FEN = "fen"


def as_json(table: Table) -> dict[str, Any]:
    """The table as JSON values: money in whole fen, percentages and averages with one decimal."""
    return {
        "title": table.title,
        "organisation": {"id": table.organisation.pk, "name": table.organisation.name},
        "spans": [
            {"name": name, "start": span.start.isoformat(), "end": span.end.isoformat()}
            for name, span in table.spans.items()
        ],
        "blocks": [_block(block) for block in table.blocks],
        "definitions": [definition(one, table.versions.get(one.key)) for one in wording.used(table)],
        "notes": list(table.notes),
    }


def definition(one: Indicator, version: int | None = None) -> dict[str, Any]:
    """What an indicator means.

    Args:
        version: that of its definition when it was computed; today's when left out.
    """
    return {
        "key": one.key,
        "name": str(one.name),
        "section": str(one.section),
        "unit": unit(one),
        "definition": str(one.definition),
        "dated": str(source(one.source).dated) if one.source else "",
        "part": one.part,
        "whole": one.whole,
        "version": one.version if version is None else version,
    }


def unit(one: Indicator) -> str:
    """The unit of its values: that of the indicator, fen for money."""
    return FEN if one.unit == Unit.YUAN else str(one.unit)


def _block(block: Block) -> dict[str, Any]:
    return {
        "title": block.title,
        "by": block.by,
        "columns": list(block.columns),
        "adds_up": block.adds_up,
        "rows": [_row(row) for row in block.rows],
    }


def _row(row: Row) -> dict[str, Any]:
    name = wording.total_name() if row.total else row.name
    return {"name": name, "total": row.total, "cells": [_cell(cell) for cell in row.cells]}


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "indicator": cell.indicator.key,
        "span": cell.span,
        "members": dict(cell.members),
        "value": _number(cell.value),
        "unit": unit(cell.indicator),
        "hidden": cell.hidden,
    }


def _number(value: Value) -> int | float | None:
    """JSON knows no decimals; one place survives the way there and back."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() and value.as_tuple().exponent == 0 else float(value)
    return value
