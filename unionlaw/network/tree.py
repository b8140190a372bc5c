"""The tree of organisations: lineages, and those who copy them.

Whoever stores a copy of a lineage (matters, workers) subscribes with `on_moved` and copies it anew after a move, with
`on_merged` and `on_posts_succeeded` to let what an organisation held follow it into another, and with `before_closing`
to say why it cannot be closed yet. Subscribers run in the caller's transaction.
"""

from collections.abc import Callable, Mapping

from django.db import connection
from django.db.models import Model

from unionlaw.network.models.organisation import MAX_DEPTH, Organisation

_subscribers: list[Callable[[int], None]] = []
_merged: list[Callable[[int, int], None]] = []
_succeeded: list[Callable[[Mapping[int, int]], None]] = []
_objections: list[Callable[[int], str]] = []
_LOCK = 7_264_110  # advisory lock: the shape of the tree


def on_moved(subscriber: Callable[[int], None]) -> None:
    """Call `subscriber(organisation_id)` in the transaction in which that organisation moves."""
    if subscriber not in _subscribers:
        _subscribers.append(subscriber)


def on_merged(subscriber: Callable[[int, int], None]) -> None:
    """Call `subscriber(kept_id, dropped_id)` when two organisations merge, to move what the dropped one held."""
    if subscriber not in _merged:
        _merged.append(subscriber)


def merged(kept_id: int, dropped_id: int) -> None:
    """Tell the subscribers of a merger."""
    for subscriber in _merged:
        subscriber(kept_id, dropped_id)


def on_posts_succeeded(subscriber: Callable[[Mapping[int, int]], None]) -> None:
    """Call `subscriber({old_post_id: new_post_id})` when posts end in one organisation and reopen in another."""
    if subscriber not in _succeeded:
        _succeeded.append(subscriber)


def posts_succeeded(posts: Mapping[int, int]) -> None:
    """Tell the subscribers which post took the place of which."""
    for subscriber in _succeeded:
        subscriber(posts)


def before_closing(objection: Callable[[int], str]) -> None:
    """Ask `objection(organisation_id)` before closing: the reason why not, in words, or ""."""
    if objection not in _objections:
        _objections.append(objection)


def objections_to_closing(organisation_id: int) -> list[str]:
    """Why the organisation cannot be closed yet; empty when nothing stands against it."""
    return [reason for objection in _objections if (reason := objection(organisation_id))]


def lock() -> None:
    """Be the only one to change the shape of the tree until the end of this transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def steady_lineage(organisation_id: int) -> list[int]:
    """The lineage of an organisation, which cannot change until the end of this transaction.

    Whoever is about to copy a lineage reads it here; else a move in between would miss the copy.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_LOCK])
    return Organisation.objects.values_list("lineage", flat=True).get(pk=organisation_id)


def scope_columns(lineage: list[int]) -> dict[str, int | None]:
    """The scope columns (scope1 … scope5) for something held by an organisation with this lineage."""
    return {f"scope{level}": lineage[level - 1] if level <= len(lineage) else None for level in range(1, MAX_DEPTH + 1)}


def set_lineage(organisation: Organisation, parent: Organisation | None) -> None:
    """Rewrite the lineage of `organisation` and all below it for a new parent, then tell the subscribers."""
    prefix = [*(parent.lineage if parent else [])]
    old_depth = len(organisation.lineage)
    with connection.cursor() as cursor:
        # One statement for the whole subtree: keep each lineage's tail from the moved organisation on.
        cursor.execute(
            "UPDATE network_organisation SET lineage = %s::bigint[] || lineage[%s:]"
            " WHERE lineage @> ARRAY[%s]::bigint[]",
            [prefix, old_depth, organisation.pk],
        )
    organisation.refresh_from_db(fields=["lineage"])
    for subscriber in _subscribers:
        subscriber(organisation.pk)


def copy_lineage(model: type[Model], column: str, organisation_id: int) -> int:
    """Copy the lineages of an organisation's subtree into the scope columns of `model`.

    Args:
        model: has scope1 … scope5.
        column: its column that names the holding organisation, for instance "organisation_id".
        organisation_id: the organisation that moved.

    Returns the number of rows changed.
    """
    table = connection.ops.quote_name(model._meta.db_table)
    column = connection.ops.quote_name(column)
    levels = range(1, MAX_DEPTH + 1)
    assignments = ", ".join(f"scope{level} = o.lineage[{level}]" for level in levels)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} AS t SET {assignments} FROM network_organisation o"  # noqa: S608 names come from the model
            f" WHERE t.{column} = o.id AND o.lineage @> ARRAY[%s]::bigint[]",
            [organisation_id],
        )
        return cursor.rowcount
