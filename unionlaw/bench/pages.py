"""List pages measured in one process, through every middleware: near their end, against their SQL, searched."""

import time
from collections.abc import Callable, Collection, Iterator
from statistics import median

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test.utils import CaptureQueriesContext

from unionlaw.accounts.models import User
from unionlaw.bench import growth
from unionlaw.bench.databases import using
from unionlaw.bench.sides import Ratio, Side, in_full, in_turn, p95
from unionlaw.bench.targets import READERS, SEARCHES, Target, plain, searches, view_of
from unionlaw.matters.models import Matter
from unionlaw.matters.models.matter import Kind
from unionlaw.network.middleware import resolve_actor
from unionlaw.web.lists import keyset, tokens

MATTER_LISTS = {
    "/matters/": "",
    "/consultations/": Kind.CONSULTATION,
    "/aid-cases/": Kind.AID_CASE,
    "/mediations/": Kind.MEDIATION,
    "/letters/": Kind.SUPERVISION_LETTER,
    "/leads/": Kind.LEAD,
}


def measure(
    small: BaseDatabaseWrapper,
    large: BaseDatabaseWrapper,
    *,
    wanted: Collection[str],
    repeat: int,
    say: Callable[[str], None],
) -> Iterator[list[Ratio]]:
    """The ratios of list pages among `wanted`, as they are found.

    Args:
        small, large: databases with few and many matters.
        wanted: of "P1", "P2", "P3", "P4", "P11".
        repeat: requests per page and side in the first round; suspicious pages get more rounds.
        say: called with progress in words.
    """
    few, many = Side(small), Side(large)
    if "P1" in wanted:
        say("P1 …")
        yield [growth.measure(few, many, repeat=repeat, say=say)]
    if "P2" in wanted:
        say("P2 …")
        yield [_p2(many, repeat)]
    if {"P3", "P4"} & set(wanted):
        say("P3, P4 …")
        yield [ratio for ratio in _p3_p4(many, repeat) if ratio.key.split()[0] in wanted]
    if "P11" in wanted:
        say("P11 …")
        yield [_p11(many, repeat)]


def _p2(side: Side, repeat: int) -> Ratio:
    result = Ratio("P2", goal=1.1, floor=1.2)
    for path in MATTER_LISTS:
        for reader in READERS:
            first = Target(reader, path)
            token = _token_near_the_end(side, first)
            if token is None:
                continue
            last = Target(reader, path, {"after": token})
            side.get(first), side.get(last)
            samples = in_full([lambda: side.get(first), lambda: side.get(last)], repeat)  # noqa: B023
            ratio = p95(samples[1]) / p95(samples[0])
            result.take(ratio, f"{reader} {path}", f"{p95(samples[1]) * 1000:.1f} ms / {p95(samples[0]) * 1000:.1f} ms")
    return result


def _token_near_the_end(side: Side, target: Target) -> str | None:
    """The page token of the row at 99 % of what the reader sees, newest first."""
    with using(side.database):
        actor, _posts = resolve_actor(User.objects.get(username=READERS[target.reader]), None)
        rows = Matter.objects.visible_to(actor).order_by("-opened_at", "-pk")
        if kind := MATTER_LISTS[target.path]:
            rows = rows.filter(kind=kind)
        total = rows.count()
        if total < 200:
            return None
        at, pk = rows.values_list("opened_at", "pk")[int(total * 0.99) - 60]
        return tokens.encode("opened", keyset.Cursor(at, pk))


def _p3_p4(side: Side, repeat: int) -> list[Ratio]:
    p3 = Ratio("P3", goal=5, floor=8)
    queries = Ratio("P3 queries", goal=12, floor=12)
    p4 = Ratio("P4", goal=1.0, floor=1.0)
    for target in plain():
        if side.get(target) < 0:
            continue
        with using(side.database):
            with CaptureQueriesContext(connection) as captured:
                side.get(target)
            statements = [query["sql"] for query in captured.captured_queries]
        queries.take(len(statements), target.name)
        pages, replays = in_turn([lambda: side.get(target), lambda: _replay(side, statements)], repeat * 2)  # noqa: B023
        ratio = median(pages) / median(replays)
        p3.take(ratio, target.name, f"{median(pages) * 1000:.1f} ms / {median(replays) * 1000:.1f} ms")
        p4.take(_queries_at(side, target, 100) / _queries_at(side, target, 10), target.name)
    return [p3, queries, p4]


def _replay(side: Side, statements: list[str]) -> float:
    with using(side.database), connection.cursor() as cursor:
        start = time.perf_counter()
        for statement in statements:
            cursor.execute(statement)
            if cursor.description:
                cursor.fetchall()
        return time.perf_counter() - start


def _queries_at(side: Side, target: Target, rows: int) -> int:
    view = view_of(target.path)
    former = view.page_size
    view.page_size = rows
    try:
        with using(side.database):
            with CaptureQueriesContext(connection) as captured:
                side.get(target)
            # Still on that database: the captured statements are read from the connection in force.
            return len(captured)
    finally:
        view.page_size = former


def _p11(side: Side, repeat: int) -> Ratio:
    result = Ratio("P11", goal=2, floor=3)
    for target in searches():
        bare = Target(target.reader, target.path)
        side.get(bare), side.get(target)
        samples = in_turn([lambda: side.get(bare), lambda: side.get(target)], repeat * 2)  # noqa: B023
        length = len(target.query["q"])
        assert length in {len(words) for words in SEARCHES}
        result.take(
            p95(samples[1]) / p95(samples[0]),
            target.name,
            f"{p95(samples[1]) * 1000:.1f} ms / {p95(samples[0]) * 1000:.1f} ms",
        )
    return result
