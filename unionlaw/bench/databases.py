"""Databases of their own for measuring, beside the portal's: one small, one large, kept between runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from unionlaw.bench.bulk import Bulk
from unionlaw.lib import clock
from unionlaw.matters.models import Matter
from unionlaw.matters.models.matter import Kind
from unionlaw.matters.statuses import write_statuses


def open_database(matters: int, say: Any) -> BaseDatabaseWrapper:
    """The database that holds `matters` bulk matters, made when it does not exist yet or holds something else.

    Args:
        matters: how many.
        say: called with progress in words.
    """
    name = f"unionlaw_bench_{matters}"
    portal = connections["default"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone() is None:
            cursor.execute(f'CREATE DATABASE "{name}"')
    database = connection_to(name)
    with using(database):
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()) or _held() != matters:
            say(f"filling {name} …")
            _fill(database, portal, name, matters)
    return database


def _held() -> int:
    """How many matters were filled in; the reports that P5 leaves behind are not among them."""
    return Matter.objects.exclude(kind=Kind.REPORT).count()


def _fill(database: BaseDatabaseWrapper, portal: BaseDatabaseWrapper, name: str, matters: int) -> None:
    # An older or half-filled one is not worth repairing: its rows are all invented.
    database.close()
    with portal.cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}"')
    call_command("migrate", verbosity=0, interactive=False)
    write_statuses()
    call_command("load_reference", verbosity=0)
    call_command("load_deadline_rules", verbosity=0)
    Bulk(matters, clock.now()).write()


def connection_to(name: str) -> BaseDatabaseWrapper:
    """A connection to another database of the portal's server."""
    own = connections["default"]
    return type(own)({**own.settings_dict, "NAME": name}, alias="default")


@contextmanager
def using(database: BaseDatabaseWrapper) -> Iterator[None]:
    """Everything that talks to the default database talks to this one."""
    former = connections["default"]
    connections["default"] = database
    try:
        yield
    finally:
        connections["default"] = former
