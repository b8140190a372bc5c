"""P6 and P7: how fast the sweep tells what is due, and what it costs when nothing is."""

import time
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from statistics import median

from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from unionlaw.bench.databases import using
from unionlaw.bench.sides import Ratio, in_turn
from unionlaw.deadlines.services.sweeping import sweep
from unionlaw.notices.models import Notice

BATCH = 500
DUE_AT = datetime(2020, 1, 1, tzinfo=UTC)
"""When the measured steps are due: long before every other step."""
BARE = """
    UPDATE deadlines_deadline SET step_no = step_no + 1, next_step_at = step_at[step_no + 2]
    WHERE id IN (SELECT id FROM deadlines_deadline WHERE next_step_at <= %s ORDER BY next_step_at, id LIMIT %s)
    RETURNING id
"""


def measure(
    few: BaseDatabaseWrapper,
    many: BaseDatabaseWrapper,
    *,
    wanted: Collection[str],
    repeat: int,
    say: Callable[[str], None],
) -> list[Ratio]:
    """Those of both ratios that are wanted.

    Args:
        few, many: databases with few and many open limits, none of which is due.
        wanted: of "P6", "P7".
        repeat: rounds of P6; P7 takes forty times as many.
        say: called with progress in words.
    """
    results = []
    if "P6" in wanted:
        say("P6 …")
        results.append(_p6(many, repeat))
    if "P7" in wanted:
        say("P7 …")
        results.append(_p7(few, many, repeat * 40))
    return results


def _p6(side: BaseDatabaseWrapper, rounds: int, rows: int = 5_000) -> Ratio:
    """Rows a second of the sweep ÷ those of the bare update, each with as many rows chosen at random, in turn."""
    result = Ratio("P6", goal=0.45, floor=0.3, at_least=True)
    with using(side):
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
            cursor.execute("TRUNCATE notices_notice CASCADE")
        swept, bare = in_turn([lambda: _timed(_sweep, rows), lambda: _timed(_update, rows)], rounds)
        told = Notice.objects.count() / (rows * rounds)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE deadlines_deadline, notices_notice")
            cursor.execute("RESET statement_timeout")
    result.take(
        median(bare) / median(swept),
        f"{rows} steps, {told:.1f} notices each",
        f"{rows / median(swept):.0f}/s / {rows / median(bare):.0f}/s",
    )
    return result


def _timed(work: Callable[[], int], rows: int) -> float:
    with connection.cursor() as cursor:
        # The first step of the default ladder: one reminder to one person. A new due version: told before or not.
        cursor.execute(
            "UPDATE deadlines_deadline SET step_no = 0, next_step_at = %s, due_version = due_version + 1 WHERE id IN"
            " (SELECT id FROM deadlines_deadline WHERE next_step_at > %s ORDER BY random() LIMIT %s)",
            [DUE_AT, DUE_AT, rows],
        )
        # What the last round left behind is not this one's cost.
        cursor.execute("VACUUM deadlines_deadline")
        cursor.execute("CHECKPOINT")
    start = time.perf_counter()
    done = work()
    seconds = time.perf_counter() - start
    if done != rows:
        raise RuntimeError(f"{done} steps were taken, {rows} were due")
    return seconds


def _sweep() -> int:
    return sweep(at=DUE_AT, batch=BATCH, seconds=3600)


def _update() -> int:
    done = 0
    with connection.cursor() as cursor:
        while True:
            with transaction.atomic():
                cursor.execute(BARE, [DUE_AT, BATCH])
                taken = len(cursor.fetchall())
            if not taken:
                return done
            done += taken


def _p7(few: BaseDatabaseWrapper, many: BaseDatabaseWrapper, times: int) -> Ratio:
    result = Ratio("P7", goal=1.2, floor=1.3)
    small, large = in_turn([lambda: _idle(few), lambda: _idle(many)], times)
    ratio = median(large) / median(small)
    result.take(ratio, "a sweep with nothing due", f"{median(large) * 1000:.2f} ms / {median(small) * 1000:.2f} ms")
    return result


def _idle(side: BaseDatabaseWrapper) -> float:
    with using(side):
        start = time.perf_counter()
        sweep(at=DUE_AT, batch=BATCH)
        return time.perf_counter() - start
