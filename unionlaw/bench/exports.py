"""P9: rows a second of a list's export as a workbook, against COPY of the same columns."""

import resource
import time
from collections.abc import Callable
from statistics import median
from typing import Any

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
from unionlaw.web.lists.export import workbook
from unionlaw.web.lists.listing import Listing

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
    """The ratio over rounds of the whole list, the two sides in turn. The goal is that of an export of text."""
    say("P9 …")
    result = Ratio("P9", goal=0.35, floor=0.2, at_least=True)
    with using(side), translation.override("zh-hans"):
        listing = _listing()
        rows = sum(1 for _row in listing.all_rows())
        before = _most_memory()
        exported, bare = in_turn([_exported, _bare], max(repeat // 2, 3))
        grown = _most_memory() - before
    result.take(
        median(bare) / median(exported),
        f"{rows} rows of /matters/ as a workbook",
        f"{rows / median(exported):.0f}/s / {rows / median(bare):.0f}/s; memory grew by {grown} MB",
    )
    return [result]


def _listing() -> Listing:
    actor, _posts = resolve_actor(User.objects.get(username=READERS["city manager"]), None)
    request: Any = RequestFactory().get("/matters/")
    request.actor = actor
    view = MatterList()
    view.request = request
    return Listing(view, request)


def _exported() -> float:
    start = time.perf_counter()
    workbook("matters", MatterList.columns, _listing().all_rows()).close()
    return time.perf_counter() - start


def _bare() -> float:
    start = time.perf_counter()
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for _block in copy:
            pass
    return time.perf_counter() - start


def _most_memory() -> int:
    """Megabytes that this process had at most so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
