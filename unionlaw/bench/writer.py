"""Rows of many tables, collected as text and written with COPY; ids and numbers of matters are given out here."""

from collections import defaultdict
from typing import Any

from django.apps import apps
from django.db import connection

from unionlaw.bench.copying import as_text
from unionlaw.bench.tables import NUMBERED, TABLES


class Writer:
    """Collects rows; `flush` writes them, `settle` brings sequences and counters in line at the end."""

    def __init__(self) -> None:
        self.rows: dict[str, list[str]] = defaultdict(list)
        self._next = {table: _after_last(table) for table in NUMBERED}
        self._serials: dict[tuple[int, str, int], int] = {}

    def new_id(self, table: str) -> int:
        """The next id of one of NUMBERED."""
        given = self._next[table]
        self._next[table] = given + 1
        return given

    def last_id(self, table: str) -> int:
        """The id that was given last."""
        return self._next[table] - 1

    def serial(self, organisation: int, kind: str, year: int) -> int:
        """The next number of an organisation, kind and year, after those it has given out."""
        key = (organisation, kind, year)
        if key not in self._serials:
            counter = apps.get_model("matters", "Counter").objects.filter(organisation=organisation)
            last = counter.filter(kind=kind, year=year).values_list("last", flat=True).first()
            self._serials[key] = int(last or 0)
        self._serials[key] += 1
        return self._serials[key]

    def add(self, table: str, *values: Any) -> None:
        """A row with the columns of TABLES."""
        self.rows[table].append("\t".join(map(as_text, values)))

    def flush(self, cursor: Any) -> None:
        for table, columns in TABLES.items():
            if lines := self.rows.pop(table, None):
                names = ", ".join(f'"{column}"' for column in columns)
                with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                    copy.write("\n".join(lines) + "\n")

    def settle(self, cursor: Any) -> None:
        for table in NUMBERED:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"  # noqa: S608
            )
        cursor.executemany(
            "INSERT INTO matters_counter (organisation_id, kind, year, last) VALUES (%s, %s, %s, %s)"
            " ON CONFLICT (organisation_id, kind, year) DO UPDATE SET last = excluded.last",
            [(*key, last) for key, last in self._serials.items()],
        )


def _after_last(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {table}")  # noqa: S608  names of our own tables
        return int(cursor.fetchone()[0])
