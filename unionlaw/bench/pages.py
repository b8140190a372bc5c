"""List pages measured on a small and a large database in turn, in one process, through every middleware."""

import gc
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from statistics import median, quantiles

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client
from django.test.utils import CaptureQueriesContext

from unionlaw.accounts.models import User
from unionlaw.bench.databases import using
from unionlaw.bench.shown import rows_shown
from unionlaw.bench.targets import READERS, SEARCHES, Target, plain, searches, sorted_and_filtered, view_of
from unionlaw.matters.models import Matter
from unionlaw.matters.models.matter import Kind
from unionlaw.network.middleware import resolve_actor
from unionlaw.web.lists import keyset, tokens

SUSPECT = 1.1
ROUNDS = (1, 2, 4)
MATTER_LISTS = {"/matters/": "", "/consultations/": Kind.CONSULTATION, "/aid-cases/": Kind.AID_CASE}


@dataclass
class Ratio:
    """One line of the report: the worst ratio found, on which page, and what it was made of.

    `evened` counts the pages of which the larger side was held to as many rows as the smaller has to show.
    """

    key: str
    goal: float
    floor: float
    ratio: float = 0.0
    worst: str = ""
    detail: str = ""
    measured: int = 0
    evened: int = 0
    at_least: bool = False
    runners_up: list[tuple[float, str]] = field(default_factory=list)

    def exceeds(self, bound: float, ratio: float) -> bool:
        """Whether `ratio` is worse than `bound`: larger, or smaller where the more is the better (`at_least`)."""
        return ratio < bound if self.at_least else ratio > bound

    def take(self, ratio: float, name: str, detail: str = "") -> None:
        self.measured += 1
        self.runners_up = sorted([*self.runners_up, (round(ratio, 2), name)], reverse=True)[:8]
        if self.measured == 1 or self.exceeds(self.ratio, ratio):
            self.ratio, self.worst, self.detail = ratio, name, detail


class Side:
    """One database with the five readers signed in to it."""

    def __init__(self, database: BaseDatabaseWrapper) -> None:
        self.database = database
        self.clients: dict[str, Client] = {}
        # Lists that open with a filter of the reader's own: where they lead to is what is measured.
        self.leads_to: dict[tuple[str, str], str] = {}
        with using(database):
            for reader, username in READERS.items():
                client = self.clients[reader] = Client(SERVER_NAME="127.0.0.1")
                client.force_login(
                    User.objects.get(username=username), backend="allauth.account.auth_backends.AuthenticationBackend"
                )

    def get(self, target: Target) -> float:
        """Open the page and return the seconds it took; raises when it is not a page (403 gives -1)."""
        with using(self.database):
            gc.disable()
            start = time.perf_counter()
            response = self.clients[target.reader].get(self.leads_to.get((target.reader, target.url), target.url))
            seconds = time.perf_counter() - start
            gc.enable()
        if response.status_code == 403:
            return -1.0
        if response.status_code == 302 and response["Location"].startswith(target.path + "?"):
            self.leads_to[target.reader, target.url] = response["Location"]
            return self.get(target)
        if response.status_code != 200:
            raise RuntimeError(f"{target.name} answered {response.status_code}")
        return seconds


def p95(samples: list[float]) -> float:
    return quantiles(samples, n=20, method="inclusive")[18]


def measure(
    small: BaseDatabaseWrapper, large: BaseDatabaseWrapper, *, repeat: int, say: Callable[[str], None]
) -> list[Ratio]:
    """All ratios of list pages.

    Args:
        small, large: databases with few and many matters.
        repeat: requests per page and side in the first round; suspicious pages get more rounds.
        say: called with progress in words.
    """
    few, many = Side(small), Side(large)
    say("P1 …")
    results = [_p1(few, many, repeat)]
    say("P2 …")
    results.append(_p2(many, repeat * 2))
    say("P3, P4 …")
    results += _p3_p4(many, repeat)
    say("P11 …")
    results.append(_p11(many, repeat))
    return results


def in_turn(sides: Iterable[Callable[[], float]], times: int) -> list[list[float]]:
    """Take `times` samples of each side, one after the other, so that both meet the same machine."""
    sides = list(sides)
    found: list[list[float]] = [[] for _ in sides]
    for _ in range(times):
        gc.collect(0)
        for samples, side in zip(found, sides, strict=True):
            samples.append(side())
    return found


def _p1(few: Side, many: Side, repeat: int) -> Ratio:
    result = Ratio("P1", goal=1.1, floor=1.2)
    with using(many.database):
        # Filters offer what is on record there; the portal's own database may not even be set up.
        targets = [*plain(), *sorted_and_filtered()]
    for target in targets:
        with rows_shown() as rows:
            if few.get(target) < 0 or many.get(target) < 0:
                continue
        small: list[float] = []
        large: list[float] = []
        with rows_shown(most=rows[0]):
            for times in ROUNDS:
                # More samples where the first few look slow: with few of them the 95th percentile is mostly noise.
                more = in_turn([lambda: few.get(target), lambda: many.get(target)], repeat * times)  # noqa: B023
                small += more[0]
                large += more[1]
                if p95(large) / p95(small) <= SUSPECT:
                    break
        result.evened += rows[0] < rows[-1]
        result.take(p95(large) / p95(small), target.name, f"{p95(large) * 1000:.1f} ms / {p95(small) * 1000:.1f} ms")
    return result


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
            samples = in_turn([lambda: side.get(first), lambda: side.get(last)], repeat)  # noqa: B023
            ratio = p95(samples[1]) / p95(samples[0])
            if ratio > SUSPECT:
                more = in_turn([lambda: side.get(first), lambda: side.get(last)], repeat * 3)  # noqa: B023
                samples = [a + b for a, b in zip(samples, more, strict=True)]
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
