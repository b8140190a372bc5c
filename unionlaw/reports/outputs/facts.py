"""The list behind a figure as a file: a line for each fact with its matter, as far as the reader may see that."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from unionlaw.lib.wording import bracketed, shown
from unionlaw.matters.models import Matter, Party
from unionlaw.matters.services.checking import short
from unionlaw.network.actors import Actor
from unionlaw.reports.frozen_listing import FrozenFactList
from unionlaw.reports.indicators import Indicator, Unit
from unionlaw.reports.listing import Fact, FactList
from unionlaw.reports.models import Form, Output
from unionlaw.reports.outputs import wording
from unionlaw.reports.outputs.csv import encoded, harmless
from unionlaw.web.lists.columns import Column
from unionlaw.web.lists.export import MOST_ROWS, workbook

CHUNK = 1_000


@dataclass(frozen=True, slots=True)
class Line:
    """A fact, and its matter when the reader may see it."""

    fact: Fact
    matter: Matter | None
    people: str
    unit: str

    @property
    def amount(self) -> Any:
        return wording.number(self.unit, self.fact.amount)


def fact_file(output: Output, reader: Actor, at: dt.datetime, done: Callable[[int], None]) -> bytes:
    """The list as a workbook or CSV, the latest fact first, at most MOST_ROWS lines.

    Args:
        reader: for whom; matters it may not see have no number, title or people.
        done: told the percent that are done; may raise to stop.
    """
    asked, members = output.facts, output.facts["members"]
    found: FactList | FrozenFactList
    if asked.get("round"):
        found = FrozenFactList(asked["indicator"], output.organisation, members, asked["round"])
    else:
        found = FactList(asked["indicator"], output.organisation, output.span, members)
    figure, lines = found.total()
    columns = _columns(found.indicator)
    rows = _lines(found, reader, lines, done)
    if output.form == Form.XLSX:
        file = workbook(output.title, columns, rows)
        with file:
            return file.read()
    value = wording.number(found.indicator.unit, figure)
    heads = [
        [harmless(output.title)],
        [harmless(output.organisation.name), f"{output.start_on} — {output.end_on}"],
        [_("数字"), str(value), str(Unit(found.indicator.unit).label)],
        [wording.made(timezone.localtime(at))],
        [],
        [str(column.label) for column in columns],
    ]
    exporters = [column.as_cell().export for column in columns]
    return encoded([*heads, *([_text(each(row)) for each in exporters] for row in rows)])


def _text(value: Any) -> str:
    return "" if value is None else str(value) if isinstance(value, int | dt.date) else harmless(str(value))


def _columns(one: Indicator) -> list[Column]:
    columns = [
        Column("on", _("日期"), lambda line: line.fact.on_date),
        Column("number", _("编号"), lambda line: line.matter.number if line.matter else _("您现在不能查看")),
        Column("title", _("事项"), lambda line: shown(line.matter.title) if line.matter else ""),
        Column("people", _("申请人"), lambda line: line.people),
        Column("place", _("承办单位"), lambda line: line.matter.organisation.short_name if line.matter else ""),
    ]
    if one.sum:
        columns.append(Column("amount", f"{one.name}{bracketed(Unit(one.unit).label)}", lambda line: line.amount))
    return columns


def _lines(found: FactList | FrozenFactList, reader: Actor, count: int, done: Callable[[int], None]) -> Iterator[Line]:
    after, read = None, 0
    while read <= MOST_ROWS:
        facts = found.page(after, CHUNK)
        if not facts:
            return
        matters, people = _matters({fact.matter for fact in facts}, reader)
        for fact in facts:
            yield Line(fact, matters.get(fact.matter), people.get(fact.matter, ""), found.indicator.unit)
        read += len(facts)
        after = (facts[-1].on_date, facts[-1].fact)
        done(5 + 80 * min(read, MOST_ROWS) // max(min(count, MOST_ROWS), 1))


def _matters(wanted: set[int], reader: Actor) -> tuple[dict[int, Matter], dict[int, str]]:
    """The matters that the reader may see, and who asks in each."""
    seen = Matter.objects.visible_to(reader).filter(pk__in=wanted).select_related("organisation")
    matters = {matter.pk: matter for matter in seen}
    disputes = {matter.dispute_id for matter in matters.values() if matter.dispute_id}
    names: dict[int, list[str]] = defaultdict(list)
    rows = Party.objects.filter(dispute__in=disputes, side=Party.Side.CLAIMANT).order_by("pk")
    for dispute, name in rows.values_list(
        "dispute_id", Coalesce("worker__name", "employer__name", "organisation__name")
    ):
        names[dispute].append(name)
    return matters, {pk: short(names[matter.dispute_id]) if matter.dispute_id else "" for pk, matter in matters.items()}
