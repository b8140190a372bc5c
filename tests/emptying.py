"""Emptying the database after a test that commits: only what was written, and what is installed only if it changed.

Django truncates every table, which makes the server write some thousand new files; most tests that commit touch a dozen
tables. Rules, calendar, statuses and content types are as after an installation and are left where nobody changed them.
"""

from typing import Any

from django.apps import apps
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations

INSTALLED = (
    "auth.Permission",
    "contenttypes.ContentType",
    "deadlines.CalendarDay",
    "deadlines.CalendarYear",
    "deadlines.Ladder",
    "deadlines.Rule",
    "deadlines.RuleVersion",
    "matters.Status",
)

_truncate = DatabaseOperations.execute_sql_flush
_installed: dict[str, tuple[int, int]] = {}


def begin() -> None:
    """From now on emptying is quick. Call it when everything is installed."""
    _installed.update(_stamps(apps.get_model(name)._meta.db_table for name in INSTALLED))
    DatabaseOperations.execute_sql_flush = _empty  # type: ignore[method-assign]


def is_as_installed() -> bool:
    """Whether nothing that an installation brings was changed."""
    return bool(_installed) and _stamps(_installed) == _installed


def _empty(self: DatabaseOperations, sql_list: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if not cursor.fetchone()[0]:
            _truncate(self, sql_list)
            return
        tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
        cursor.execute(" UNION ALL ".join(f"SELECT '{t}' WHERE EXISTS (SELECT 1 FROM \"{t}\")" for t in tables))
        written = {row[0] for row in cursor.fetchall()}
        untouched = set(_installed) if is_as_installed() else set()
        # No triggers and no foreign keys while rows go; the role is the session's until the transaction ends.
        cursor.execute(
            "BEGIN; SET LOCAL session_replication_role = replica;"
            + "".join(f'DELETE FROM "{table}";' for table in sorted(written - untouched))
            + "COMMIT"
        )


def _stamps(tables: Any) -> dict[str, tuple[int, int]]:
    """How many rows each table has and the youngest transaction that wrote one."""
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(
                f"SELECT '{t}', count(*), coalesce(max(xmin::text::bigint), 0) FROM \"{t}\"" for t in tables
            )
        )
        return {name: (count, youngest) for name, count, youngest in cursor.fetchall()}
