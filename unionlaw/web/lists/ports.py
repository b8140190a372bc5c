"""What lists need from the floor above, plugged in at start-up because `web` knows neither people nor their records.

`unionlaw.network.saved_views` plugs in all of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol


class Viewed(Protocol):
    """A saved view, as a tab shows it."""

    @property
    def pk(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def query(self) -> str: ...
    @property
    def shared(self) -> bool: ...
    @property
    def own(self) -> bool: ...


class Store(Protocol):
    def saved_views(self, *, by: Any, list_key: str) -> Sequence[Viewed]:
        """The views of a list that the actor saved, or that were shared with their organisation."""

    def save_view(self, *, by: Any, at: datetime, list_key: str, name: str, query: str, shared: bool) -> Any:
        """Keep a query under a name, replacing the actor's own view of that name."""

    def rename_view(self, *, by: Any, at: datetime, view_id: int, name: str) -> str:
        """Rename a view of the actor's own; gives the new name. Raises Missing for anything else, Invalid."""

    def delete_view(self, *, by: Any, at: datetime, view_id: int) -> str:
        """Delete a view of the actor's own; gives its name. Raises Missing for anything else."""

    def log_export(self, *, by: Any, at: datetime, list_key: str, reason: str, query: str) -> Any:
        """Record that the actor exports a list, and why."""


_store: Store | None = None


def plug_in(store: Store) -> None:
    """Called once, from the `ready()` of the app that keeps people's records."""
    global _store
    _store = store


def store() -> Store:
    """What was plugged in. Raises LookupError when nothing was: an export must not go unrecorded."""
    if _store is None:
        raise LookupError("no store for saved views and the reading log is plugged in")
    return _store
