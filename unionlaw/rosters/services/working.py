"""What a worker does with sheets in line: the dry run, chunk by chunk, and the take-over, in one transaction.

Who works at a sheet holds an advisory lock of its session. A worker that is killed lets go of it; the next one throws
the rows of an unfinished dry run away and reads the sheet again. A take-over that did not commit did not happen.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pghistory
from django.db import connection, transaction
from django.utils import timezone, translation
from psycopg.types.json import Jsonb

from unionlaw.documents.files import path_of
from unionlaw.lib.errors import DomainError
from unionlaw.lib.wording import STORED_IN, shown, stored
from unionlaw.network.actors import Actor
from unionlaw.rosters import purposes
from unionlaw.rosters.models import SheetImport, SheetRow
from unionlaw.rosters.services.reading import read_sheet

log = logging.getLogger(__name__)
State = SheetImport.State
CHUNK = 1_000
MOST_ATTEMPTS = 3
AT_ONCE = 300
"""Sheets up to this many rows are worked at while the page waits: that is faster than a worker wakes."""
KEPT = timedelta(days=30)
"""How long the file of a finished import stays, for the copy with errors. It holds identity numbers in clear."""
IDLE = timedelta(days=7)
"""How long a sheet that nobody takes over stays open."""

_STAGED = [field for field in SheetRow._meta.local_fields if field.name != "id"]
_JSON = {field.attname for field in _STAGED if field.get_internal_type() == "JSONField"}


def unfinished() -> list[int]:
    """Sheets on which work is to be done."""
    found = SheetImport.objects.filter(state__in=SheetImport.RUNNING).order_by("begun_at")
    return list(found.values_list("pk", flat=True))


def work_off(*, sheet_id: int, at: datetime) -> bool:
    """Do what is in line for one sheet. Returns False when another worker is at it or nothing is."""
    with _alone(sheet_id) as mine:
        sheet = (
            SheetImport.objects.select_related("matter", "file", "begun_by__user", "begun_by__organisation")
            .filter(pk=sheet_id, state__in=SheetImport.RUNNING)
            .first()
            if mine
            else None
        )
        if sheet is None:
            return False
        SheetImport.objects.filter(pk=sheet.pk).update(attempts=sheet.attempts + 1)
        taking = sheet.state == State.TAKING
        try:
            with translation.override(STORED_IN), pghistory.context(sheet=sheet.pk, **_who(sheet)):
                _take(sheet, at) if taking else _check(sheet, at)
        except DomainError as error:
            _stop(sheet, error.message, at, state=State.CHECKED if taking else State.FAILED)
        except Exception:
            if sheet.attempts + 1 < MOST_ATTEMPTS:
                raise
            log.exception("sheet %s was given up", sheet.pk)
            _stop(sheet, stored("系统错误，没有导入任何内容。请稍后重新上传。"), at, state=State.FAILED)
    return True


def _who(sheet: SheetImport) -> dict[str, int]:
    return {"user": sheet.begun_by.user_id, "post": sheet.begun_by_id}


def _actor(sheet: SheetImport) -> Actor:
    return Actor(user=sheet.begun_by.user, post=sheet.begun_by)


@contextmanager
def _alone(sheet_id: int) -> Iterator[bool]:
    """Whether this session is the only one at the sheet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [f"sheet:{sheet_id}"])
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [f"sheet:{sheet_id}"])


def _stop(sheet: SheetImport, why: str, at: datetime, *, state: str) -> None:
    finished = at if state == State.FAILED else None
    SheetImport.objects.filter(pk=sheet.pk).update(state=state, failure=why[:500] or "—", finished_at=finished, done=0)


def _check(sheet: SheetImport, at: datetime) -> None:
    """The dry run: every row staged with what is wrong with it, then what only all rows together show."""
    purpose = purposes.get(sheet.purpose)
    SheetImport.objects.filter(pk=sheet.pk).update(state=State.CHECKING, done=0)
    SheetRow.objects.filter(sheet=sheet).delete()
    assert sheet.file is not None
    read = read_sheet(path_of(sheet.file.sha256), sheet.file.extension, purpose)
    today = timezone.localdate(at)
    for start in range(0, len(read.rows), CHUNK):
        chunk = read.rows[start : start + CHUNK]
        staged = []
        for line, row_cells in chunk:
            values = {key: row_cells[position] for key, position in sheet.columns.items()}
            row = purpose.read_row(values, sheet.options, today)
            if row.errors:
                with translation.override("en"):
                    row.errors = _bilingual(row.errors, purpose.read_row(values, sheet.options, today).errors)
            row.sheet_id, row.line = sheet.pk, line
            staged.append(row)
        with transaction.atomic():
            stage(staged)
            SheetImport.objects.filter(pk=sheet.pk).update(done=start + len(chunk))
    if len(read.rows) > AT_ONCE:
        # Rows that were just written have no statistics yet, and ten thousand of them would be joined like one.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE rosters_sheetrow")
    with transaction.atomic():
        result = purpose.check_rows(sheet, _actor(sheet))
        rows = SheetRow.objects.filter(sheet=sheet)
        wrong = rows.exclude(errors=[]).count()
        SheetImport.objects.filter(pk=sheet.pk, state=State.CHECKING).update(
            state=State.CHECKED, total=len(read.rows), wrong=wrong, result=result, failure=""
        )


def _bilingual(chinese: list[Any], english: list[Any]) -> list[Any]:
    """What is wrong with a row, with the English kept where `shown` cannot find it: in a sentence with values in it.

    To be called with English active.
    """
    pairs = zip(chinese, english, strict=True)
    return [[key, said if shown(said) == other else {"zh": said, "en": other}] for (key, said), (_key, other) in pairs]


def stage(rows: Sequence[SheetRow]) -> None:
    """Write rows with COPY into the unlogged table."""
    names = ", ".join(f'"{field.attname}"' for field in _STAGED)
    columns = [field.attname for field in _STAGED]
    with connection.cursor() as cursor, cursor.copy(f"COPY rosters_sheetrow ({names}) FROM STDIN") as copy:
        for row in rows:
            values = row.__dict__
            copy.write_row([Jsonb(values[name]) if name in _JSON else values[name] for name in columns])


def _take(sheet: SheetImport, at: datetime) -> None:
    purpose = purposes.get(sheet.purpose)
    wanted = sheet.total
    if SheetRow.objects.filter(sheet=sheet).count() != wanted:
        # The database crashed meanwhile and emptied the unlogged table: read the sheet again, and ask again.
        _check(sheet, at)
        return
    taken_at = sheet.taken_at or at
    with transaction.atomic():
        result: dict[str, Any] = purpose.take_over(sheet, by=_actor(sheet), at=taken_at)
        # Errors stay beside their rows for the copy; what was taken over needs its row no longer.
        SheetRow.objects.filter(sheet=sheet, errors=[]).delete()
        SheetImport.objects.filter(pk=sheet.pk).update(
            state=State.DONE, result=result, done=sheet.total - sheet.wrong, finished_at=at, failure=""
        )


@transaction.atomic
def clear_old(*, at: datetime) -> int:
    """Give up sheets that nobody took over, and forget the files and rows of those that are finished for long."""
    idle = SheetImport.objects.filter(state__in=[State.MAPPING, State.CHECKED], begun_at__lt=at - IDLE).update(
        state=State.DISCARDED, finished_at=at
    )
    old = SheetImport.objects.filter(finished_at__lt=at - KEPT, file__isnull=False)
    discarded = SheetImport.objects.filter(state=State.DISCARDED, file__isnull=False)
    SheetRow.objects.filter(sheet__in=old | discarded).delete()
    return int(idle + (old | discarded).update(file=None))
