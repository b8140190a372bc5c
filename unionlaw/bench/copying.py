"""Filling tables with COPY: values as text, and indexes made again afterwards."""

from datetime import UTC, date, datetime
from typing import Any


def drop_indexes(cursor: Any, tables: list[str]) -> list[str]:
    """Drop the indexes of `tables` that no constraint stands on, and return what makes them again.

    Building an index over a full table takes a fraction of what row by row upkeep costs.
    """
    cursor.execute(
        "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i"
        " WHERE i.indrelid = ANY (%s::regclass[]) AND NOT i.indisunique"
        " AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)",
        [tables],
    )
    found = cursor.fetchall()
    for name, _definition in found:
        cursor.execute(f"DROP INDEX {name}")
    return [definition for _name, definition in found]


def stamp(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat() if at else None


def as_text(value: Any) -> str:
    """One value in PostgreSQL's COPY text format."""
    if value is None:
        return "\\N"
    if value is True or value is False:
        return "t" if value else "f"
    if isinstance(value, bytes):
        return "\\\\x" + value.hex()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
