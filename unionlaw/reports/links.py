"""Addresses of the list behind a figure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from unionlaw.network.models import Organisation
from unionlaw.reports.dimensions import Wanted
from unionlaw.reports.spans import Span
from unionlaw.reports.tables import Cell


def facts_url(cell: Cell, organisation: Organisation, span: Span, round: int | None = None) -> str:
    """The list of facts behind a figure.

    Args:
        cell: the figure.
        organisation: what the report is about.
        span: the days of the figure.
        round: the frozen round whose facts are meant; without one, the facts as they stand now.
    """
    return list_url(cell.indicator.key, organisation, span, cell.members, round)


def list_url(
    key: str,
    organisation: Organisation,
    span: Span,
    members: Mapping[str, Wanted] | None = None,
    round: int | None = None,
    **more: str,
) -> str:
    """As `facts_url`, for an indicator by its key and members of dimensions ("" for what is not filled in)."""
    query: dict[str, Any] = {
        "indicator": key,
        "organisation": organisation.pk,
        "start": span.start.isoformat(),
        "end": span.end.isoformat(),
        **(members or {}),
        **({"round": round} if round else {}),
        **more,
    }
    return f"{reverse('reports:facts')}?{urlencode(query, doseq=True)}"


def report_url(organisation_id: str | int, layout: str, length: str, month: str) -> str:
    """The live report of an organisation; `month` as 2026-11."""
    query = {"organisation": organisation_id, "layout": layout, "length": length, "month": month}
    return f"{reverse('reports:live')}?{urlencode(query)}"
