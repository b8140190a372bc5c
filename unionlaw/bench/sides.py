"""Two sides measured in turn, in one process, and the ratio that comes of it."""

import gc
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from statistics import fmean, quantiles

from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client

from unionlaw.accounts.models import User
from unionlaw.bench.databases import using
from unionlaw.bench.targets import READERS, Target

RUNNERS_UP = 30
CLEAR = 1.1
"""Up to this ratio no more samples are asked for."""
ROUNDS = (2, 2, 4, 8, 16)
"""Of a page that counts, in times `repeat`."""


@dataclass
class Ratio:
    """One line of the report: the worst ratio found, on which page, and what it was made of.

    `evened` counts the pages of which the larger side was held to as many rows as the smaller has to show, `in_full`
    those that were measured beyond the first rounds, where there are any.
    """

    key: str
    goal: float
    floor: float
    ratio: float = 0.0
    worst: str = ""
    detail: str = ""
    measured: int = 0
    evened: int = 0
    in_full: int = 0
    at_least: bool = False
    runners_up: list[tuple[float, str]] = field(default_factory=list)

    def exceeds(self, bound: float, ratio: float) -> bool:
        """Whether `ratio` is worse than `bound`: larger, or smaller where the more is the better (`at_least`)."""
        return ratio < bound if self.at_least else ratio > bound

    def take(self, ratio: float, name: str, detail: str = "") -> None:
        self.measured += 1
        ranked = sorted([*self.runners_up, (round(ratio, 2), name)], reverse=not self.at_least)
        self.runners_up = ranked[:RUNNERS_UP]
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


def faster_half(samples: list[float]) -> float:
    """The mean of the faster half: what a page takes when nothing disturbs it, known after few samples."""
    return fmean(sorted(samples)[: (len(samples) + 1) // 2])


def in_turn(sides: Iterable[Callable[[], float]], times: int) -> list[list[float]]:
    """Take `times` samples of each side, one after the other, so that both meet the same machine."""
    sides = list(sides)
    found: list[list[float]] = [[] for _ in sides]
    for _ in range(times):
        gc.collect(0)
        for samples, side in zip(found, sides, strict=True):
            samples.append(side())
    return found


def in_full(sides: Iterable[Callable[[], float]], repeat: int) -> list[list[float]]:
    """Samples of two sides in turn, until their 95th percentiles are clearly alike or all ROUNDS are taken.

    With few samples a 95th percentile is the one that something else disturbed: a page that looks slow is measured
    again, with all samples kept, however slow it looks.
    """
    sides = list(sides)
    found: list[list[float]] = [[] for _ in sides]
    for times in ROUNDS:
        for samples, more in zip(found, in_turn(sides, repeat * times), strict=True):
            samples += more
        if p95(found[1]) / p95(found[0]) <= CLEAR:
            break
    return found
