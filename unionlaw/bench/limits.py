"""Databases full of open time limits, for measuring the sweep."""

from typing import Any

from django.db import connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from unionlaw.bench.copying import drop_indexes
from unionlaw.bench.databases import connection_to, using
from unionlaw.bench.deadlines import INSERT, STEPS, VERSIONS
from unionlaw.deadlines.models import Deadline
from unionlaw.lib import clock

OPEN_ONES = f"""
    {INSERT}
    SELECT m.id, v.ids[1 + m.id %% cardinality(v.ids)], l.n::text, m.owner_id, m.organisation_id, 'open', l.due_on - 30,
           l.due_on, '[]', '[]', m.opened_at, NULL, NULL, s.at, 0, s.at[1], m.kind, m.scope1, m.scope2, m.scope3
    FROM (SELECT n, %(now)s::date + 30 + n %% 300 AS due_on FROM generate_series(1, %(count)s) n) l
    JOIN (SELECT *, row_number() OVER (ORDER BY id) - 1 AS place FROM matters_matter) m
        ON m.place = l.n %% (SELECT count(*) FROM matters_matter)
    JOIN ({VERSIONS}) v ON v.kind = m.kind
    {STEPS}
"""  # noqa: S608


def open_limits(count: int, like: BaseDatabaseWrapper, say: Any) -> BaseDatabaseWrapper:
    """The database with `count` open limits of the matters of the bench database `like`, made when it is not there.

    Args:
        say: called with progress in words.
    """
    name = f"unionlaw_bench_limits_{count}"
    database = connection_to(name)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        there = cursor.fetchone() is not None
    if there:
        with using(database):
            executor = MigrationExecutor(connection)
            current = not executor.migration_plan(executor.loader.graph.leaf_nodes())
            if current and Deadline.objects.filter(state="open").count() == count:
                return database
    say(f"filling {name} …")
    database.close()
    like.close()
    with connections["default"].cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like.settings_dict["NAME"]}"')
    with using(database):
        _fill(count)
    return database


def _fill(count: int) -> None:
    now = clock.now()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SET LOCAL maintenance_work_mem = '1GB'")
        cursor.execute("TRUNCATE deadlines_deadline, notices_notice CASCADE")
        definitions = drop_indexes(cursor, ["deadlines_deadline"])
        cursor.execute(OPEN_ONES, {"count": count, "now": now})
        for definition in definitions:
            cursor.execute(definition)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE deadlines_deadline")
