"""P1: what the desk and the lists cost in a large city, compared with a small one."""

from collections.abc import Callable
from dataclasses import dataclass

from unionlaw.bench.databases import using
from unionlaw.bench.shown import rows_shown
from unionlaw.bench.sides import Ratio, Side, faster_half, in_full, in_turn, p95
from unionlaw.bench.targets import Target, desks, plain, sorted_and_filtered

SUSPECT = 1.05
"""From this ratio of the faster halves on a page is measured again."""
LEAST = 40
"""So many pages, the slowest as it seems, are measured in full whatever their first rounds say."""
FIRST, SECOND = 2, 4


@dataclass
class Screened:
    """A page after its first rounds; `rows`: as many as the small side shows, None where the page is no list."""

    ratio: float
    target: Target
    rows: int | None
    evened: bool


def measure(few: Side, many: Side, *, repeat: int, say: Callable[[str], None]) -> Ratio:
    """The worst ratio of the 95th percentiles over the desk, every list, reader, sort and filter.

    Every page is opened a few times on both sides in turn. With so few samples a 95th percentile is noise, so that the
    faster half is compared; every page that looks slower on the large side, and the LEAST slowest in any case, is then
    measured in full, and only those samples count.

    Args:
        few, many: the databases with few and many matters.
        repeat: half of the requests per page and side in the first full round.
    """
    result = Ratio("P1", goal=1.1, floor=1.2)
    with using(many.database):
        # Filters offer what is on record there; the portal's own database may not even be set up.
        targets = [*desks(), *plain(), *sorted_and_filtered()]
    screened = [page for target in targets if (page := _screen(few, many, target))]
    screened.sort(key=lambda page: page.ratio, reverse=True)
    suspects = [page for place, page in enumerate(screened) if place < LEAST or page.ratio > SUSPECT]
    say(f"P1: {len(suspects)} of {len(screened)} pages in full …")
    for page in suspects:
        small, large = _in_full(few, many, page, repeat)
        took = f"{p95(large) * 1000:.1f} ms / {p95(small) * 1000:.1f} ms, {len(large)} requests each"
        result.take(p95(large) / p95(small), page.target.name, took)
    result.in_full, result.measured = len(suspects), len(screened)
    result.evened = sum(page.evened for page in screened)
    return result


def _screen(few: Side, many: Side, target: Target) -> Screened | None:
    """The page after one or two rounds; None when the reader may not open it."""
    with rows_shown() as rows:
        if few.get(target) < 0 or many.get(target) < 0:
            return None
    small: list[float] = []
    large: list[float] = []
    ratio = 0.0
    most = rows[0] if rows else None
    with rows_shown(most=most):
        for times in (FIRST, SECOND):
            _more(few, many, target, small, large, times)
            ratio = faster_half(large) / faster_half(small)
            if ratio <= SUSPECT:
                break
    return Screened(ratio, target, most, bool(rows) and rows[0] < rows[-1])


def _in_full(few: Side, many: Side, page: Screened, repeat: int) -> list[list[float]]:
    with rows_shown(most=page.rows):
        return in_full([lambda: few.get(page.target), lambda: many.get(page.target)], repeat)


def _more(few: Side, many: Side, target: Target, small: list[float], large: list[float], times: int) -> None:
    found = in_turn([lambda: few.get(target), lambda: many.get(target)], times)
    small += found[0]
    large += found[1]
