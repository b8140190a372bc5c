"""Tells a file's type from its content and holds it against the extension it came with."""

from dataclasses import dataclass
from pathlib import Path

import filetype
from django.utils.translation import gettext as _

from unionlaw.documents.checking import archives
from unionlaw.documents.checking.names import extension_of
from unionlaw.lib.errors import Invalid
from unionlaw.lib.wording import listed

HEAD_BYTES = 8192


@dataclass(frozen=True, slots=True)
class Content:
    """What a file is: its media type and the extension it is kept under."""

    media_type: str
    extension: str


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Extension people use → what the content must be.
ACCEPTED: dict[str, Content] = {
    "pdf": Content("application/pdf", "pdf"),
    "jpg": Content("image/jpeg", "jpg"),
    "jpeg": Content("image/jpeg", "jpg"),
    "png": Content("image/png", "png"),
    "webp": Content("image/webp", "webp"),
    "heic": Content("image/heic", "heic"),
    "docx": Content(_WORD, "docx"),
    "xlsx": Content(_SHEET, "xlsx"),
    "doc": Content("application/msword", "doc"),
    "xls": Content("application/vnd.ms-excel", "xls"),
    "txt": Content("text/plain", "txt"),
    "csv": Content("text/csv", "csv"),
    "mp3": Content("audio/mpeg", "mp3"),
    "m4a": Content("audio/mp4", "m4a"),
    "mp4": Content("video/mp4", "mp4"),
    "wav": Content("audio/wav", "wav"),
    "zip": Content("application/zip", "zip"),
}
WORDS = "PDF JPG PNG WEBP HEIC DOC DOCX XLS XLSX TXT CSV MP3 M4A MP4 WAV ZIP".split()

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEIC_BRANDS = {b"heic", b"heix", b"mif1", b"msf1", b"hevc"}


def identify(path: Path, name: str) -> Content:
    """What the file at `path`, sent as `name`, is.

    Raises Invalid, saying what to do, when its type is not accepted or is not what its name says.
    """
    extension = extension_of(name)
    if extension not in ACCEPTED:
        raise Invalid(
            _("不能上传“%(name)s”：只收 %(types)s 文件。请转成其中一种后再上传。")
            % {"name": name, "types": listed(WORDS)},
            field="files",
        )
    claimed = ACCEPTED[extension]
    found = _families(path, claimed)
    if claimed.extension not in found:
        raise Invalid(
            _("“%(name)s”的内容不是%(claimed)s文件。请用原来的软件打开，另存为%(claimed)s后再上传，不要只改扩展名。")
            % {"name": name, "claimed": claimed.extension.upper()},
            field="files",
        )
    return claimed


def _families(path: Path, claimed: Content) -> set[str]:
    """The extensions under which content like this may come."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if head.startswith(b"PK\x03\x04"):
        return {archives.check(path, claimed.extension)}
    if head.startswith(_OLE):
        return _ole_families(path)
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        # Phones record sound into MP4 containers under many brands.
        return {"heic"} if brand in _HEIC_BRANDS else {"mp4", "m4a"}
    guess = filetype.guess(head)
    if guess is not None:
        return {{"jpeg": "jpg"}.get(guess.extension, guess.extension)}
    return {"txt", "csv"} if claimed.extension in ("txt", "csv") and _is_text(path) else set()


def _ole_families(path: Path) -> set[str]:
    content = path.read_bytes()
    streams = {"doc": "WordDocument", "xls": "Workbook"}
    found = {extension for extension, stream in streams.items() if stream.encode("utf-16-le") in content}
    if "Book".encode("utf-16-le") in content:
        found.add("xls")
    return found


def _is_text(path: Path) -> bool:
    """UTF-8 or GB18030 text without control characters."""
    raw = path.read_bytes()
    if any(byte < 32 and byte not in b"\t\n\r\f" for byte in raw):
        return False
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False
