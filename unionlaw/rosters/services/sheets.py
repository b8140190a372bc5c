"""A sheet from upload to take-over: begun, its columns mapped, checked, taken over or given up.

Checking and taking over are done by a worker (working.py); these only put the import in line.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from unionlaw.documents.files import Upload, path_of, store_upload
from unionlaw.documents.models import StoredFile
from unionlaw.lib.errors import Conflict, Invalid, Missing, Refused, Taken
from unionlaw.matters.models import Matter
from unionlaw.network.actors import Actor
from unionlaw.network.models import Post
from unionlaw.network.readlog import log_read
from unionlaw.rosters import purposes
from unionlaw.rosters.models import ColumnMapping, SheetImport, SheetRow
from unionlaw.rosters.services.reading import read_sheet

State = SheetImport.State
EXTENSIONS = ("xlsx", "csv")


def begin_import(*, purpose: str, upload: Upload, by: Actor, at: datetime, matter_id: int | None = None) -> SheetImport:
    """Check and keep an uploaded sheet, read its headings, and suggest how its columns are to be read.

    A sheet of the same matter that was not taken over is given up; while one is being worked at, this is refused.

    Args:
        purpose: what for (purposes.py).
        matter_id: the matter it is about, for purposes that have one.

    Raises:
        Missing, Refused: no such matter for this actor, or no right.
        Invalid: on `file`, saying what to do.
        Taken: another sheet of this matter is being worked at right now.
    """
    found = purposes.get(purpose)
    matter = None
    if matter_id is not None and (matter := Matter.objects.visible_to(by).filter(pk=matter_id).first()) is None:
        raise Missing(_("没有这个事项，或者您无权查看。"))
    by.require("sheet.import")
    by.require(found.right)
    if by.post is None:
        raise Refused(_("请以任职岗位导入。"))
    if not upload.name.lower().endswith(tuple(f".{extension}" for extension in EXTENSIONS)):
        raise Invalid(_("请上传 XLSX 或 CSV 表格。"), field="file")
    # The slow part comes before the locks.
    try:
        kept = store_upload(upload)
    except Invalid as error:
        raise Invalid({"file": [said for messages in error.errors.values() for said in messages]}) from None
    sheet = read_sheet(path_of(kept.sha256), kept.extension, found)
    remembered = ColumnMapping.objects.filter(
        organisation=by.post.organisation, purpose=purpose, signature=sheet.signature
    ).first()
    with transaction.atomic():
        file, _created = StoredFile.objects.get_or_create(
            sha256=kept.sha256,
            defaults={
                "size": kept.size, "media_type": kept.media_type, "extension": kept.extension, "stored_at": at,
            },
        )  # fmt: skip
        row = SheetImport(
            purpose=purpose,
            matter=matter,
            organisation=by.post.organisation,
            file=file,
            name=kept.name,
            signature=sheet.signature,
            headings=sheet.headings,
            heading_line=sheet.heading_line,
            columns=remembered.columns if remembered else purposes.guessed(found, sheet.headings),
            options=remembered.options if remembered else {},
            total=len(sheet.rows),
            begun_at=at,
            begun_by=by.post,
        )
        if reason := found.refusal(row, by):
            raise Conflict(reason)
        if matter is not None:
            _give_way(matter, at)
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            raise Taken(_("本事项有另一份名册正在导入，请等它完成。")) from None
    return row


def _give_way(matter: Matter, at: datetime) -> None:
    """Give up what lies open; what a worker is at stays, and the constraint refuses the new one."""
    for open_one in SheetImport.objects.select_for_update().filter(
        matter=matter, state__in=[State.MAPPING, State.CHECKED]
    ):
        _throw_away(open_one, at)


def _throw_away(sheet: SheetImport, at: datetime) -> None:
    SheetRow.objects.filter(sheet=sheet).delete()
    sheet.state, sheet.finished_at, sheet.file = State.DISCARDED, at, None
    sheet.save()


@transaction.atomic
def map_columns(
    *, sheet_id: int, columns: Mapping[str, int], options: Mapping[str, Any], by: Actor, at: datetime
) -> SheetImport:
    """Say which column is which, remember it for the next sheet with these headings, and put the dry run in line.

    Args:
        columns: column of ours → position in the sheet, the first is 0.
        options: what the purpose asks besides.

    Raises Missing, Refused, Conflict; Invalid on a column that is required, unknown, or named twice.
    """
    sheet = lock_sheet(sheet_id, by)
    purpose = purposes.get(sheet.purpose)
    if sheet.state not in (State.MAPPING, State.CHECKED):
        raise Conflict(_("这份表格已经在处理或者已经完成。"))
    errors: dict[str, str] = {}
    taken: dict[int, str] = {}
    for key, position in columns.items():
        if purpose.column(key) is None or not 0 <= position < len(sheet.headings):
            raise Missing(_("没有这一列。"))
        if position in taken:
            errors[key] = _("这一列已经用作另一项。")
        taken[position] = key
    for column in purpose.columns:
        if column.required and column.key not in columns:
            errors[column.key] = _("请指出哪一列是“%(label)s”。") % {"label": column.label}
    if errors:
        raise Invalid(errors)
    sheet.columns, sheet.options = dict(columns), dict(options)
    ColumnMapping.objects.update_or_create(
        organisation=sheet.organisation,
        purpose=sheet.purpose,
        signature=sheet.signature,
        defaults={"columns": sheet.columns, "options": sheet.options, "used_at": at},
    )
    _line_up(sheet, State.WAITING)
    return sheet


@transaction.atomic
def confirm_import(*, sheet_id: int, by: Actor, at: datetime) -> SheetImport:
    """Put the take-over of the rows without errors in line.

    Raises Missing, Refused; Conflict when it was not checked, nothing is right in it, or the matter does not allow it.
    """
    sheet = lock_sheet(sheet_id, by)
    if sheet.state != State.CHECKED:
        raise Conflict(_("请先核对表格，再导入。"))
    if sheet.wrong >= sheet.total:
        raise Conflict(_("没有一行可以导入，请按说明改正后重新上传。"))
    if reason := purposes.get(sheet.purpose).refusal(sheet, by):
        raise Conflict(reason)
    sheet.begun_by, sheet.taken_at = _post(by), at
    _line_up(sheet, State.TAKING)
    return sheet


@transaction.atomic
def discard_import(*, sheet_id: int, by: Actor, at: datetime) -> SheetImport:
    """Give a sheet up before it was taken over. Raises Missing, Refused, Conflict."""
    sheet = lock_sheet(sheet_id, by)
    if sheet.state not in SheetImport.OPEN or sheet.state == State.TAKING:
        raise Conflict(_("已经导入的不能放弃。"))
    _throw_away(sheet, at)
    return sheet


def lock_sheet(sheet_id: int, by: Actor) -> SheetImport:
    """The import, locked. Raises Missing or Refused."""
    sheet = SheetImport.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=sheet_id).first()
    if sheet is None:
        raise Missing(_("没有这份表格，或者您无权查看。"))
    by.require(purposes.get(sheet.purpose).right)
    return sheet


def _line_up(sheet: SheetImport, state: str) -> None:
    sheet.state, sheet.done, sheet.attempts, sheet.failure = state, 0, 0, ""
    try:
        with transaction.atomic():
            sheet.save()
    except IntegrityError:
        raise Taken(_("本事项有另一份名册正在导入，请等它完成。")) from None


def _post(by: Actor) -> Post:
    if by.post is None:
        raise Refused(_("请以任职岗位导入。"))
    return by.post


def open_copy(*, sheet_id: int, by: Actor, at: datetime) -> SheetImport:
    """The import whose sheet `by` takes away with errors beside the rows; written down, since numbers stand in it.

    Raises Missing when there is none or its file was removed.
    """
    sheet = SheetImport.objects.visible_to(by).select_related("file").filter(pk=sheet_id).first()
    if sheet is None or sheet.file is None:
        raise Missing(_("没有这份表格，或者文件已按期删除。"))
    by.require(purposes.get(sheet.purpose).right)
    log_read(by=by, at=at, action="open", subject=f"sheet:{sheet.pk}", data={"matter": sheet.matter_id or 0})
    return sheet
