"""P5: the standard monthly report of the city, computed and laid out, against one statement written by hand.

And a month that is stored, read and laid out, against the same report computed.
"""

import json
import time
from collections.abc import Callable
from datetime import timedelta
from statistics import median
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from unionlaw.accounts.models import User
from unionlaw.bench import standard_report
from unionlaw.bench.databases import using
from unionlaw.bench.sides import Ratio, in_turn
from unionlaw.bench.targets import READERS
from unionlaw.lib import clock
from unionlaw.network.middleware import resolve_actor
from unionlaw.network.models import Organisation
from unionlaw.reports import layouts, spans
from unionlaw.reports.models import Report
from unionlaw.reports.services.computing_rounds import compute_round
from unionlaw.reports.services.rounds import open_round
from unionlaw.reports.stored import stored
from unionlaw.reports.tables import Cell, Table

By = tuple[str, str, str, str]
"""(indicator, span, dimension, member)."""


def measure(side: BaseDatabaseWrapper, *, repeat: int, say: Callable[[str], None]) -> list[Ratio]:
    """The ratio over rounds of last month's report. Raises AssertionError when a cell is not the same by hand."""
    say("P5 …")
    result, stored_result = Ratio("P5", goal=1.5, floor=2.0), Ratio("P5 stored", goal=0.3, floor=0.3)
    with using(side):
        call_command("load_report_layouts", verbosity=0)
        city = _city()
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
        try:
            cells = compare(city)
            _round(city)
            report, by_hand, kept = in_turn(
                [lambda: _timed(_report, city), lambda: _timed(_by_hand, city), lambda: _timed(_stored, city)], repeat
            )
        finally:
            with connection.cursor() as cursor:
                cursor.execute("RESET statement_timeout")
    result.take(
        median(report) / median(by_hand),
        f"{cells} cells of the standard report",
        f"{median(report):.2f} s / {median(by_hand):.2f} s",
    )
    stored_result.take(
        median(kept) / median(report), "last month, computed for every union below", f"{median(kept) * 1000:.0f} ms"
    )
    return [result, stored_result]


def compare(city: Organisation) -> int:
    """How many counted figures the report shows; every one of them is the one counted by hand."""
    by_hand = _by_hand(city)
    shown: dict[By, Any] = {}
    for cell in _report(city).cells():
        for key in cell.indicator.bases:
            shown[key, cell.span, *_where(cell)] = cell.value if key == cell.indicator.key else None
    wrong = {
        place: (value, by_hand.get(place, 0))
        for place, value in shown.items()
        if value is not None and value != by_hand.get(place, 0)
    }
    assert not wrong, f"{len(wrong)} figures differ from those counted by hand: {dict(list(wrong.items())[:5])}"
    return len(shown)


def _where(cell: Cell) -> tuple[str, str]:
    return next(iter(cell.members.items()), ("", ""))


def _city() -> Organisation:
    return Organisation.objects.get(posts__user__username=READERS["city manager"])


def _month() -> Any:
    """A day of the last full month."""
    return clock.today().replace(day=1) - timedelta(days=1)


def _report(city: Organisation) -> Table:
    return layouts.live(city, layouts.standard(), spans.Length.MONTH, _month())


def _round(city: Organisation) -> None:
    """Open and compute last month's reports of the whole tree, once for each database and month."""
    if Report.objects.filter(organisation=city, round__end_on=_month(), round__computed_at__isnull=False).exists():
        return
    by, _posts = resolve_actor(User.objects.get(username=READERS["city manager"]), None)
    opened = open_round(
        organisation=city,
        layout=layouts.standard(),
        length=spans.Length.MONTH,
        last_month=_month(),
        by=by,
        at=clock.now(),
    )
    compute_round(report_id=opened.reports.get(organisation=city).pk, by=by, at=clock.now())


def _stored(city: Organisation) -> Table:
    return stored(Report.objects.select_related("round__layout").get(organisation=city, round__end_on=_month()))


def _by_hand(city: Organisation) -> dict[By, int]:
    wanted = layouts.spans_of(spans.Length.MONTH, _month())
    with connection.cursor() as cursor:
        cursor.execute(standard_report.statement(city), standard_report.parameters(city, wanted, clock.today()))
        return {
            (key, span, dimension, member): int(value)
            for span, dimension, member, figures in cursor.fetchall()
            for key, value in _figures(figures).items()
        }


def _figures(found: Any) -> dict[str, int]:
    return json.loads(found) if isinstance(found, str) else found


def _timed(work: Callable[[Organisation], object], city: Organisation) -> float:
    start = time.perf_counter()
    work(city)
    return time.perf_counter() - start
