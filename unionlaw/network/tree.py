"""The tree of organisations: lineages, and those who copy them.

Whoever stores a copy of a lineage (matters, workers) subscribes with `on_moved` and copies it anew after a move.
"""

from collections.abc import Callable

from django.db import connection
from django.db.models import Model

from unionlaw.network.models.organisation import MAX_DEPTH, Organisation

_subscribers: list[Callable[[int], None]] = []


def on_moved(subscriber: Callable[[int], None]) -> None:
    """Call `subscriber(organisation_id)` in the transaction in which that organisation moves."""
    if subscriber not in _subscribers:
        _subscribers.append(subscriber)


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
