"""Files of reports, asked for and made, for tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from tests.cast import NOON
from unionlaw.documents import files
from unionlaw.reports.models import Layout, Output
from unionlaw.reports.services import making, outputs
from unionlaw.reports.spans import Span

NOVEMBER = Span(date(2026, 11, 1), date(2026, 11, 30))


def ask(organisation: Any, by: Any, small: Layout, **changes: Any) -> Output:
    given = {"organisation": organisation, "layout": small, "length": "month", "last_month": NOVEMBER.start,
             "form": "xlsx", "by": by, "at": NOON, **changes}  # fmt: skip
    return outputs.ask_output(**given)


def clock(*, step: timedelta = timedelta(seconds=1), start: datetime = NOON) -> Callable[[], datetime]:
    moments = iter(start + n * step for n in range(10_000))
    return lambda: next(moments)


def made(output: Output) -> Output:
    assert making.work_off(now=clock())
    output.refresh_from_db()
    return output


def content(output: Output) -> bytes:
    assert output.file is not None
    with files.open_file(output.file.sha256) as file:
        return file.read()
