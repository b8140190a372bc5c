"""How many rows a page shows, and pages that show no more than so many."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from unionlaw.web.lists.listing import Listing

_fetch = Listing.fetch


@contextmanager
def rows_shown(most: int | None = None) -> Iterator[list[int]]:
    """Yields a list that gets the number of rows of every list opened meanwhile.

    Args:
        most: fetch and print only so many of the rows that were found. All are looked for and counted as ever: two
            databases are compared by what finding costs, and not by how many rows there are to print.
    """
    shown: list[int] = []

    def fetch(listing: Listing, ids: list[Any]) -> list[Any]:
        shown.append(len(ids[:most]))
        return _fetch(listing, ids[:most])

    with patch.object(Listing, "fetch", fetch):
        yield shown
