"""Reading tables that offices upload, .xlsx or .csv: what differs for each employer, and what came of the mail."""

import datetime as dt
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from django.utils.translation import gettext as _

from unionlaw.documents.checking import identify
from unionlaw.documents.checking.scanning import scan
from unionlaw.lib.errors import Invalid
from unionlaw.lib.sheets import read_lines

MOST_ROWS = 5000
MOST_BYTES = 5 * 1024 * 1024
DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d")


class Upload(Protocol):
    """What Django's UploadedFile offers and we need."""

    name: str
    size: int

    def read(self) -> bytes: ...


def read_table(upload: Upload, columns: Mapping[str, Sequence[str]]) -> list[tuple[int, dict[str, str]]]:
    """The rows of the first sheet: (line, column → text), empty rows left out. The file is checked and not kept.

    Args:
        columns: key → headings under which it may stand, in the first row of the sheet; others are passed over.

    Raises Invalid under "file" when it is no table, too large, or has none of the headings.
    """
    if upload.size > MOST_BYTES:
        raise Invalid({"file": _("文件超过%(most)d MB。") % {"most": MOST_BYTES // 1024 // 1024}})
    lines = _lines(upload)
    heads = [text.strip() for text in lines[0]] if lines else []
    places = {key: place for key, names in columns.items() if (place := _place(heads, names)) is not None}
    if not places:
        wanted = "、".join(names[0] for names in columns.values())
        raise Invalid({"file": _("第一行没有找到这些列名：%(columns)s。") % {"columns": wanted}})
    if len(lines) > MOST_ROWS + 1:
        raise Invalid({"file": _("最多%(most)d行。") % {"most": MOST_ROWS}})
    found = []
    for number, line in enumerate(lines[1:], start=2):
        row = {key: line[place].strip() if place < len(line) else "" for key, place in places.items()}
        if any(row.values()):
            found.append((number, row))
    if not found:
        raise Invalid({"file": _("表格里没有内容。")})
    return found


def day_of(text: str) -> dt.date | None:
    """A day as it stands in tables. Raises ValueError."""
    text = text.strip().removesuffix("00:00:00").strip()
    if not text:
        return None
    for form in DAYS:
        try:
            return dt.datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise ValueError(text)


def _place(heads: Sequence[str], names: Sequence[str]) -> int | None:
    return next((heads.index(name) for name in names if name in heads), None)


def _lines(upload: Upload) -> list[list[str]]:
    """Every row as text, after the checks of every upload: type by content, archive, virus scanner."""
    with tempfile.NamedTemporaryFile(suffix=".part") as file:
        path = Path(file.name)
        path.write_bytes(upload.read())
        try:
            kind = identify(path, upload.name).extension
            scan(path)
        except Invalid as error:
            raise Invalid({"file": [text for texts in error.errors.values() for text in texts]}) from None
        if kind not in ("xlsx", "csv"):
            raise Invalid({"file": _("请上传 .xlsx 或者 .csv 表格。")})
        return list(read_lines(path, kind, times=False))
