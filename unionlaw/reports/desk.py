"""A manager's desk: the month so far beside the same days of last month and of last year.

The figures come a moment after the desk, from an address of their own: a desk opens at once however many facts there
are, and without JavaScript it links to them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from unionlaw.matters.desk import Section
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation
from unionlaw.network.roles import Role
from unionlaw.reports.computing import compute
from unionlaw.reports.indicators import is_known
from unionlaw.reports.spans import Span, month_of, months_back, named
from unionlaw.reports.tables import BEFORE, LAST_YEAR, NOW, Table, build

ROLES = frozenset({Role.MANAGER})
INDICATORS = (
    *("matters_opened", "matters_closed", "workers_served", "recovered"),
    *("aid_granted", "mediations_settled", "letters_issued", "on_time_share"),
)


def section(actor: Actor) -> Section | None:
    """The part of the desk; the figures themselves are at `reports:month`."""
    if actor.role not in ROLES or not actor.may("report.read") or actor.organisation is None:
        return None
    return Section("reports/desk.html", {"url": reverse("reports:month")})


def month_so_far(organisation: Organisation, today: date, keys: Sequence[str] = INDICATORS) -> Table:
    """The figures of `organisation` from the first of the month to `today`, and on the same days before."""
    spans = same_days(today)
    # Those of a workflow are there when it is installed.
    known = [key for key in keys if is_known(key)]
    figures = compute(organisation, spans, known)
    title = _("%(span)s，与上月、上年同期比较") % {"span": named(spans[NOW])}
    block = {"title": title, "by": "", "indicators": known}
    headings = {NOW: _("本月"), BEFORE: _("上月同期"), LAST_YEAR: _("上年同期")}
    return build(title, organisation, [block], figures, headings)


def same_days(today: date) -> dict[str, Span]:
    """The month up to `today`, and the same days of last month and of last year; shorter months end earlier."""
    return {NOW: _up_to(today, 0), BEFORE: _up_to(today, 1), LAST_YEAR: _up_to(today, 12)}


def _up_to(today: date, back: int) -> Span:
    month = month_of(months_back(today, back))
    return Span(month.start, month.start.replace(day=min(today.day, month.end.day)))
