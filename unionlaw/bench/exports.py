"""P9: rows a second of a list's export as JSON lines, CSV and a workbook, against COPY of the same columns."""

import resource
import time
from collections.abc import Callable, Sequence
from functools import partial
from statistics import median
from typing import IO, Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import RequestFactory
from django.utils import translation

from unionlaw.accounts.models import User
from unionlaw.bench.databases import using
from unionlaw.bench.sides import Ratio, in_turn
from unionlaw.bench.targets import READERS
from unionlaw.matters.lists import MatterList
from unionlaw.network.middleware import resolve_actor
from unionlaw.web.lists.columns import Column
from unionlaw.web.lists.export import workbook
from unionlaw.web.lists.listing import Listing
from unionlaw.web.lists.text_export import csv_file, json_lines_file

# What the list of matters exports, as it lies in the tables.
COPY = """
    COPY (
        SELECT m.number, m.title, m.kind, m.status_id, m.next_step, o.short_name, u.display_name, m.next_due_on,
            m.opened_at, m.updated_at
        FROM matters_matter m JOIN network_organisation o ON o.id = m.organisation_id
            LEFT JOIN network_post p ON p.id = m.owner_id LEFT JOIN accounts_user u ON u.id = p.user_id
        ORDER BY m.opened_at DESC, m.id DESC
    ) TO STDOUT (FORMAT csv)
"""


def measure(side: BaseDatabaseWrapper, *, repeat: int, say: Callable[[str], None]) -> list[Ratio]:
    """The ratios over rounds of the whole list, COPY and the three files in turn."""
    say("P9 …")
    files = {
        "P9": (Ratio("P9", goal=0.35, floor=0.2, at_least=True), "JSON lines", json_lines_file),
        "P9 csv": (Ratio("P9 csv", goal=0.8, floor=0.5, at_least=True), "CSV", csv_file),
        "P9 xlsx": (Ratio("P9 xlsx", goal=0.02, floor=0.01, at_least=True), "a workbook", _workbook),
    }
    with using(side), translation.override("zh-hans"):
        rows = sum(1 for _row in _listing().all_rows())
        before = _most_memory()
        written = [partial(_exported, write) for _ratio, _words, write in files.values()]
        bare, *exported = in_turn([_bare, *written], max(repeat // 2, 3))
        grown = _most_memory() - before
    for (result, words, _write), seconds in zip(files.values(), exported, strict=True):
        result.take(
            median(bare) / median(seconds),
            f"{rows} rows of /matters/ as {words}",
            f"{rows / median(seconds):.0f}/s / {rows / median(bare):.0f}/s; memory grew by {grown} MB",
        )
    return [result for result, _words, _write in files.values()]


def _listing() -> Listing:
    actor, _posts = resolve_actor(User.objects.get(username=READERS["city manager"]), None)
    request: Any = RequestFactory().get("/matters/")
    request.actor = actor
    view = MatterList()
    view.request = request
    return Listing(view, request)


def _exported(write: Callable[[Listing, Sequence[Column]], IO[bytes]]) -> float:
    start = time.perf_counter()
    write(_listing(), MatterList.columns).close()
    return time.perf_counter() - start


def _workbook(listing: Listing, columns: Sequence[Column]) -> IO[bytes]:
    return workbook("matters", columns, listing.all_rows())


def _bare() -> float:
    start = time.perf_counter()
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for _block in copy:
            pass
    return time.perf_counter() - start


def _most_memory() -> int:
    """Megabytes that this process had at most so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
