"""Setting many papers beside the writing of their rows: in other processes, many in one document."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Self

from unionlaw.documents.files import Kept
from unionlaw.documents.models import Seal
from unionlaw.documents.services.drafting import Draft, render_many
from unionlaw.documents.services.marks import new_code, seal_svg
from unionlaw.documents.services.papers import Sheet, page_of, store_paper
from unionlaw.matters.services.numbering import Number

AT_ONCE = 2  # processes that set


@dataclass(frozen=True, slots=True)
class Order:
    """A paper to be set, numbered already; `picture` is the seal's, read before other threads take over."""

    made: Draft
    number: Number | None
    seal: Seal | None
    picture: str | None
    code: str


def order(made: Draft, number: Number | None, seal: Seal | None = None) -> Order:
    return Order(made, number, seal, seal_svg(seal) if seal else None, new_code())


def set_pdfs(orders: Sequence[Order], at: datetime) -> list[bytes]:
    """The papers as PDF/A-2b, in order. Touches no database. Raises Invalid when one cannot be set."""
    done: dict[int, bytes] = {}
    versions = {one.made.version.pk: one.made.version for one in orders}
    for version in versions.values():
        places = [place for place, one in enumerate(orders) if one.made.version.pk == version.pk]
        pages = [
            page_of(one.made, number=one.number, code=one.code, seal=one.picture, at=at)
            for one in (orders[place] for place in places)
        ]
        done |= zip(places, render_many(version.source, pages, at), strict=True)
    return [done[place] for place in range(len(orders))]


Coming = tuple[Sequence[Order], Future[list[Future[Kept]]]]


class Press:
    """A few threads that wait for the processes that set papers, and others that wait for the disk that keeps them.

    with Press(at) as press:
        coming = [press.take(orders) for orders in groups]   # while these are set …
        for one in coming:
            sheets = press.sheets(one)                       # … rows of those that are ready are written
    """

    def __init__(self, at: datetime) -> None:
        self.at = at
        self._setting, self._keeping = ThreadPoolExecutor(AT_ONCE), ThreadPoolExecutor(AT_ONCE)

    def take(self, orders: Sequence[Order]) -> Coming:
        """Begin to set these together."""
        return orders, self._setting.submit(self._set, orders)

    def sheets(self, coming: Coming) -> list[Sheet]:
        """The papers, set and stored. Raises Invalid when one cannot be set."""
        orders, kept = coming
        return [
            Sheet(one.made, b"", one.number, one.code, one.seal, kept=file.result())
            for one, file in zip(orders, kept.result(), strict=True)
        ]

    def _set(self, orders: Sequence[Order]) -> list[Future[Kept]]:
        return [
            self._keeping.submit(store_paper, content, one.made, one.number)
            for one, content in zip(orders, set_pdfs(orders, self.at), strict=True)
        ]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._setting.shutdown(cancel_futures=True)
        self._keeping.shutdown(cancel_futures=True)
