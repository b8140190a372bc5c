"""A list as CSV or as JSON lines: the same columns, rows and order as the workbook, in text.

Where every column can be told by the database, it writes the file itself (COPY) and nothing passes through Python;
otherwise, as for sealed columns, rows are read page by page along the screen's index. Both give the same text.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import IO, TYPE_CHECKING, Any

from django.core.exceptions import FieldError
from django.db import connections, models
from django.utils import timezone
from django.utils.translation import gettext as _

from unionlaw.web.lists import keyset
from unionlaw.web.lists.cells import Choice
from unionlaw.web.lists.columns import Column
from unionlaw.web.lists.export import MOST_ROWS

if TYPE_CHECKING:
    from unionlaw.web.lists.listing import Listing

BOM = "\ufeff"  # by which Excel knows that the text is UTF-8
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # a spreadsheet takes it for a formula
FIRST_WIDE = 0xFF00  # the block of the wide letters among them
SHORTEST_LONG = 12  # digits of a number that a spreadsheet would round, or show as 4.4E+17
# Types whose text is the same from the database as from Python; a sealed column's is not among them.
TEXTS = (models.CharField, models.TextField)
PLAIN = (
    *TEXTS,
    models.DateField,
    models.DateTimeField,
    models.DecimalField,
    models.IntegerField,
    models.BigIntegerField,
    models.SmallIntegerField,
    models.PositiveIntegerField,
    models.PositiveSmallIntegerField,
    models.AutoField,
    models.BigAutoField,
)
# The text of a JSON object holds none of these, so that COPY has nothing to quote: one object stands on each line.
AS_LINES = "(FORMAT csv, DELIMITER E'\\x02', QUOTE E'\\x01')"


def csv_file(listing: Listing, columns: Sequence[Column]) -> IO[bytes]:
    """Comma-separated values with a heading, open for reading at its start.

    A text that a spreadsheet would run as a formula gets an apostrophe in front, a long number a tab, which keeps it
    text.
    """
    file, columns = _begun(".csv"), _exported(columns)
    heading = io.StringIO()
    csv.writer(heading, lineterminator="\n").writerow([_guarded(str(column.label)) for column in columns])
    file.write((BOM + heading.getvalue()).encode())
    select = _select(listing, columns, guarded=True)
    if select is not None:
        _copy(listing, f"COPY ({select[0]}) TO STDOUT (FORMAT csv)", select[1], file)
    else:
        _write(file, _rows(listing, columns), _as_csv)
    file.seek(0)
    return file


def json_lines_file(listing: Listing, columns: Sequence[Column]) -> IO[bytes]:
    """A JSON object for each row on a line of its own, by the columns' keys; open for reading at its start."""
    file, columns = _begun(".jsonl"), _exported(columns)
    select = _select(listing, columns, guarded=False)
    if select is not None:
        copy = f"COPY (SELECT row_to_json(line) FROM ({select[0]}) line) TO STDOUT {AS_LINES}"  # noqa: S608
        _copy(listing, copy, select[1], file)
    else:
        keys = [column.key for column in columns]
        _write(file, _rows(listing, columns), lambda rows: _as_lines(keys, rows))
    file.seek(0)
    return file


def _begun(suffix: str) -> IO[bytes]:
    return tempfile.TemporaryFile(prefix="list-", suffix=suffix)


def _exported(columns: Sequence[Column]) -> list[Column]:
    return [column for column in columns if column.export]


# -- by the database -------------------------------------------------------------------------------------------------


def _select(listing: Listing, columns: Sequence[Column], *, guarded: bool) -> tuple[str, list[Any]] | None:
    """The statement that gives the list's rows in its order, or None where a column is told by Python only."""
    _key, sort, descending = listing.sort
    branches = [branch for branch in listing.branches if branch.queryset.exists()]
    cells = [column.as_cell().copied() for column in columns]
    if not branches or None in cells:
        return None
    told = {f"told_{index}": expression for index, expression in enumerate(cells)}
    model = listing.view.rows(listing.actor).model
    whole = _one_walk(branches, model, sort, descending)
    # Whether the actor may see a row is settled by its key, in the same statement.
    rows = model._default_manager.order_by() if whole is None else whole
    try:
        rows = rows.annotate(**told)
    except FieldError:
        return None
    fields = [rows.query.annotations[name].output_field for name in told]
    if any(type(field) not in PLAIN for field in fields):
        return None
    if whole is not None:
        rows = rows[:MOST_ROWS]
    data, params = rows.values_list(*told, "pk").query.get_compiler(rows.db).as_sql()
    plan = zip(columns, fields, strict=True)
    shown = ", ".join(f"{_told(column, field, guarded)} AS {_quoted(column)}" for column, field in plan)
    names = ", ".join(map(_quoted, columns))
    if whole is not None:
        return f"SELECT {shown} FROM ({data}) d ({names}, own_pk)", list(params)  # noqa: S608
    keys, key_params = keyset.ordered(branches, sort, descending=descending, take=MOST_ROWS)
    way = "DESC" if descending else "ASC"
    return (
        f"SELECT {shown} FROM ({keys}) k JOIN ({data}) d ({names}, own_pk) ON d.own_pk = k.list_pk"  # noqa: S608
        f" ORDER BY k.s, k.list_key {way}, k.list_pk {way}",
        [*key_params, *params],
    )


def _one_walk(branches: Sequence[keyset.Branch], model: Any, sort: keyset.Sort, descending: bool) -> Any:
    """The rows as one query in order, where a single branch of the list's own model holds all of them."""
    branch = branches[0]
    if len(branches) > 1 or branch.queryset.model is not model or branch.pk not in {"id", "pk"} or branch.repeats > 1:
        return None
    key = models.F(branch.columns.get(sort.field, sort.field))
    last = True if sort.nullable else None
    order = (key.desc(nulls_last=last), "-pk") if descending else (key.asc(nulls_last=last), "pk")
    return branch.queryset.order_by(*order)


def _told(column: Column, field: models.Field[Any, Any], guarded: bool) -> str:
    """The SQL of one column as the file has it."""
    name, cell = f"d.{_quoted(column)}", column.as_cell()
    if isinstance(field, models.DateTimeField):
        local = f"({name} AT TIME ZONE '{timezone.get_current_timezone_name()}')"
        return f"{local}::date" if cell.is_day else f"to_char({local}, 'YYYY-MM-DD HH24:MI')"
    if not isinstance(field, TEXTS):
        return name
    if not guarded or isinstance(cell, Choice):
        return f"nullif({name}, '')"
    marks = ", ".join(str(ord(mark)) for mark in DANGEROUS)
    return (
        # Most texts begin with a letter or a Chinese character and are done with one look.
        f"CASE WHEN ascii({name}) BETWEEN {ord('A')} AND {FIRST_WIDE} THEN {name}"
        f" WHEN ascii({name}) IN ({marks}) THEN '''' || {name}"
        f" WHEN {name} ~ '^[0-9]{{{SHORTEST_LONG},}}$' THEN E'\\t' || {name}"
        f" ELSE nullif({name}, '') END"
    )


def _quoted(column: Column) -> str:
    return f'"{column.key}"'


def _copy(listing: Listing, statement: str, params: Sequence[Any], file: IO[bytes]) -> None:
    with connections[listing.branches[0].queryset.db].cursor() as cursor, cursor.copy(statement, params) as copy:
        for block in copy:
            file.write(block)


# -- by Python -------------------------------------------------------------------------------------------------------


def _rows(listing: Listing, columns: Sequence[Column]) -> Iterator[list[Any]]:
    exporters = [column.as_cell().export for column in columns]
    for row in islice(listing.all_rows(), MOST_ROWS):
        yield [_plain(exporter(row)) for exporter in exporters]


def _write(file: IO[bytes], rows: Iterator[list[Any]], write: Callable[[Iterable[list[Any]]], str]) -> None:
    while block := list(islice(rows, 1_000)):
        file.write(write(block).encode())


def _plain(value: Any) -> Any:
    """The value as it stands in both files: days and times as ISO has them, nothing for an empty text."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, dt.datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float | Decimal):
        return Decimal(f"{value:.2f}")
    return value if isinstance(value, int) else str(value)


def _as_csv(rows: Iterable[list[Any]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([_guarded(value) if isinstance(value, str) else value for value in row] for row in rows)
    return text.getvalue()


def _as_lines(keys: Sequence[str], rows: Iterable[list[Any]]) -> str:
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=float).encode
    return "".join(f"{encode(dict(zip(keys, row, strict=True)))}\n" for row in rows)


def _guarded(text: str) -> str:
    if text.startswith(DANGEROUS):
        return f"'{text}"
    long = len(text) >= SHORTEST_LONG and text.isascii() and text.isdigit()
    return f"\t{text}" if long else text
