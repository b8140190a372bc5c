"""Half a year of a small union, and every file that can be made of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from random import Random

from unionlaw.network.models import Organisation
from unionlaw.reports.computing import Figures
from unionlaw.reports.layouts import headings, spans_of
from unionlaw.reports.leaving import told
from unionlaw.reports.months import Months
from unionlaw.reports.spans import Length, Span, month_of
from unionlaw.reports.tables import Table, build

CITY = Organisation(pk=1, name="羊城市总工会", short_name="羊城市总工会", lineage=[1])
LINES = {
    "channel": ("window", "online", "visit"),
    "kind": ("consultation", "aid_case"),
    "worker_group": ("migrant", "platform"),
}
KEYS = ("matters_opened", "workers_served")
MONTHS = [month_of(date(2026, n, 1)) for n in range(1, 7)]
LAYOUTS = [("channel", "kind", "worker_group"), ("kind",), ()]


@dataclass(frozen=True)
class Opened:
    """One matter with one worker."""

    on: date
    worker: int
    members: Mapping[str, tuple[str, ...]]


def random_facts(rng: Random) -> list[Opened]:
    """Half a year of a small union: some months and lines have next to nothing."""
    people = rng.randrange(5, 60)
    found = []
    for month in MONTHS:
        for _ in range(rng.choice([0, 2, 4, 7, 12, 20])):
            groups = tuple(one for one in LINES["worker_group"] if rng.random() < 0.5)
            members = {
                "channel": (rng.choice([*LINES["channel"], "window", "window"]),),
                "kind": (rng.choice(LINES["kind"]),),
                "worker_group": groups or ("",),
            }
            found.append(Opened(month.start, rng.randrange(people), members))
    return found


def figures_of(facts: Iterable[Opened], spans: Mapping[str, Span]) -> Figures:
    """What computing would say of the facts."""
    workers: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for fact in facts:
        for name, span in spans.items():
            if span.start <= fact.on <= span.end:
                for by, member in [("", ""), *((by, one) for by, several in fact.members.items() for one in several)]:
                    workers[name, by, member].append(fact.worker)
    values = {}
    for (name, by, member), found in workers.items():
        grouping, where = ((by,), (member,)) if by else ((), ())
        values["matters_opened", name, grouping, where] = len(found)
        values["workers_served", name, grouping, where] = len(set(found))
    return Figures(spans, values)


def files(facts: list[Opened]) -> list[Table]:
    """Every file that can be asked for: each month, quarter and year to date, in each layout."""
    found = []
    for length in Length.values:
        for month in MONTHS:
            if length == Length.QUARTER and month.end.month % 3:
                continue
            spans = spans_of(length, month.end)
            for dimensions in LAYOUTS:
                blocks = [{"title": by, "indicators": list(KEYS), "by": by} for by in ("", *dimensions)]
                found.append(build("月报", CITY, blocks, figures_of(facts, spans), headings(spans)))
    return found


def what_months_tell(facts: list[Opened]) -> Months:
    spans = {f"{year}-{n}": month_of(date(year, n, 1)) for year in (2025, 2026) for n in range(1, 13)}
    return told(figures_of(facts, spans), KEYS, list(LINES))
