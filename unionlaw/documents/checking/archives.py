"""Archives and office files (which are archives): neither bombs nor programs."""

import lzma
import struct
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext as _

from unionlaw.lib.errors import Invalid

MOST_ENTRIES = 500
MOST_UNPACKED = 300 * 1024 * 1024
WORST_RATIO = 100
RATIO_FROM = 1024 * 1024

# fmt: off
_PROGRAMS = {
    "exe", "dll", "com", "scr", "pif", "bat", "cmd", "ps1", "vbs", "vbe", "js", "jse", "wsf", "wsh", "hta", "msi",
    "msp", "lnk", "jar", "apk", "app", "sh", "so", "dylib", "reg", "cpl", "iso", "img",
}
_ARCHIVES = {"zip", "rar", "7z", "gz", "tgz", "bz2", "xz", "tar", "cab", "arj"}
# fmt: on
_PROGRAM_HEADS = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"#!")
_ARCHIVE_HEADS = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
# What zipfile and the libraries it unpacks with raise for damaged contents: they have no class in common.
_DAMAGE = (
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    IndexError,
    MemoryError,
    struct.error,
    zlib.error,
    lzma.LZMAError,
)
_OFFICE_IN_ARCHIVE = frozenset({"docx", "xlsx", "pptx"})


def check(path: Path, claimed: str) -> str:
    """What the archive at `path` is: "docx", "xlsx" or "zip".

    Raises Invalid for a damaged, encrypted, oversized or suspicious archive.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check_size(entries)
            names = {entry.filename for entry in entries}
            office = _office_kind(names)
            if office:
                if any(PurePosixPath(name).name.lower() == "vbaproject.bin" for name in names):
                    raise _invalid(_("文件里有宏。请另存为不含宏的格式后再上传。"))
                return office
            if claimed == "zip":
                for entry in entries:
                    _check_entry(archive, entry)
            return "zip"
    except _DAMAGE:
        raise _invalid(_("压缩包已损坏，打不开。请重新压缩后再上传。")) from None


def _check_size(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES:
        raise _invalid(_("压缩包里的文件超过%(most)d个。请分成几个压缩包上传。") % {"most": MOST_ENTRIES})
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if unpacked > MOST_UNPACKED or (unpacked > RATIO_FROM and unpacked > WORST_RATIO * max(packed, 1)):
        raise _invalid(_("压缩包解开后太大。请分成几个压缩包，或者直接上传里面的文件。"))


def _office_kind(names: set[str]) -> str:
    if "[Content_Types].xml" not in names:
        return ""
    if "word/document.xml" in names:
        return "docx"
    return "xlsx" if "xl/workbook.xml" in names else ""


def _check_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    if entry.is_dir():
        return
    if entry.flag_bits & 0x1:
        raise _invalid(_("压缩包有密码，无法检查。请去掉密码后再上传。"))
    parts = PurePosixPath(entry.filename.replace("\\", "/")).parts
    if entry.filename.startswith("/") or ".." in parts or ":" in parts[0]:
        raise _invalid(_("压缩包里的路径不安全。请重新压缩后再上传。"))
    extension = parts[-1].rpartition(".")[2].lower()
    with archive.open(entry) as file:
        head = file.read(8)
    shown = {"name": parts[-1][:60]}
    if extension in _PROGRAMS or head.startswith(_PROGRAM_HEADS):
        raise _invalid(_("压缩包里有程序文件“%(name)s”。请删除后再上传。") % shown)
    if extension in _ARCHIVES or (head.startswith(_ARCHIVE_HEADS) and extension not in _OFFICE_IN_ARCHIVE):
        raise _invalid(_("压缩包里还有压缩包“%(name)s”。请解开后重新压缩成一个再上传。") % shown)


def _invalid(message: str) -> Invalid:
    return Invalid(message, field="files")
