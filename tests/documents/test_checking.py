"""What comes in is what it says it is, or stays out with a word on what to do."""

import io
import struct
import zipfile
from pathlib import Path

import pytest
from django.test import override_settings
from PIL import Image

from tests.documents.conftest import PDF, archive, office, picture, upload
from unionlaw.documents import files
from unionlaw.documents.checking.names import clean_name
from unionlaw.lib.errors import Invalid

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
MP4 = b"\0\0\0\x18ftypisom\0\0\2\0isomiso2" + b"\0" * 64
WAV = b"RIFF$\0\0\0WAVEfmt " + b"\0" * 32

pytestmark = pytest.mark.django_db


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(Invalid) as caught:
        files.store_upload(upload(name, content))
    assert caught.value.field == "files"
    return caught.value.message


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("劳动合同.pdf", PDF, "application/pdf"),
        ("工资条.JPG", picture(), "image/jpeg"),
        ("工资条.jpeg", picture(), "image/jpeg"),
        ("截图.png", picture("PNG"), "image/png"),
        ("截图.webp", picture("WEBP"), "image/webp"),
        ("合同.docx", office("word/document.xml"), files.identify.__globals__["_WORD"]),
        ("工资表.xlsx", office("xl/workbook.xml"), files.identify.__globals__["_SHEET"]),
        ("合同.doc", OLE + "WordDocument".encode("utf-16-le"), "application/msword"),
        ("工资表.xls", OLE + "Workbook".encode("utf-16-le"), "application/vnd.ms-excel"),
        ("聊天记录.txt", "老板：下月发".encode(), "text/plain"),
        ("聊天记录.txt", "老板：下月发".encode("gb18030"), "text/plain"),
        ("录音.mp3", b"ID3\x03\0\0\0" + b"\0" * 64, "audio/mpeg"),
        ("录音.m4a", MP4, "audio/mp4"),
        ("录像.mp4", MP4, "video/mp4"),
        ("录音.wav", WAV, "audio/wav"),
        ("材料.zip", archive(合同_dot_pdf=PDF), "application/zip"),
    ],
)
def test_what_offices_and_phones_send_is_taken(name, content, media_type):
    kept = files.store_upload(upload(name, content))
    assert kept.media_type == media_type
    assert files.path_of(kept.sha256).stat().st_size == kept.size


def test_pictures_of_iphones_become_jpeg():
    kept = files.store_upload(upload("照片.heic", picture("HEIF")))
    assert (kept.media_type, kept.name) == ("image/jpeg", "照片.jpg")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("脚本.exe", b"MZ\x90", "只收"),
        ("网页.html", b"<script>", "只收"),
        ("无扩展名", PDF, "只收"),
        ("合同.pdf", b"MZ\x90\0" * 20, "不是PDF文件"),
        ("合同.pdf", picture(), "不是PDF文件"),
        ("照片.jpg", PDF, "不是JPG文件"),
        ("照片.png", picture("JPEG"), "不是PNG文件"),
        ("合同.docx", office("xl/workbook.xml"), "不是DOCX文件"),
        ("合同.docx", archive(a_dot_txt=b"x"), "不是DOCX文件"),
        ("合同.doc", OLE + "Workbook".encode("utf-16-le"), "不是DOC文件"),
        ("记录.txt", b"\x00\x01\x02", "不是TXT文件"),
        ("空.pdf", b"", "空文件"),
        ("合同.docx", office("word/document.xml", word__vbaProject_dot_bin=b"x"), "宏"),
        ("程序.zip", archive(dir__setup_dot_exe=b"MZ"), "程序文件"),
        ("程序.zip", archive(readme_dot_txt=b"MZ\x90\0"), "程序文件"),
        ("套包.zip", archive(a_dot_zip=archive(x=b"y")), "还有压缩包"),
        ("套包.zip", archive(a_dot_txt=archive(x=b"y")), "还有压缩包"),
        ("炸弹.zip", archive(a_dot_txt=b"\0" * 20_000_000), "太大"),
        ("很多.zip", archive(**{f"f{n}": b"" for n in range(501)}), "超过500个"),
        ("坏.zip", b"PK\x03\x04" + b"\0" * 40, "已损坏"),
        ("坏.jpg", picture()[:200], "已损坏"),
    ],
)
def test_what_is_not_taken_says_what_to_do(folder, name, content, words):
    assert words in refusal(name, content)
    assert not [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "C:\\x.txt"])
def test_paths_that_lead_out_of_an_archive_are_refused(name):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr(zipfile.ZipInfo(name), "x")
    assert "路径" in refusal("包.zip", out.getvalue())


def test_encrypted_archives_cannot_be_checked():
    content = bytearray(archive(a_dot_txt=b"x"))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    assert "密码" in refusal("包.zip", bytes(content))


def nameless() -> bytes:
    """An archive of one file without a name."""
    return archive(ABCD=b"x").replace(b"ABCD", b"\0BCD")


def broken(method: int) -> bytes:
    """An archive whose only file does not unpack."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as file:
        file.writestr("a.txt", b"abc" * 200)
    content = bytearray(out.getvalue())
    start = content.index(b"a.txt") + len("a.txt")
    content[start : start + 8] = b"\xff" * 8
    return bytes(content)


@pytest.mark.parametrize(
    "content",
    [nameless(), broken(zipfile.ZIP_DEFLATED), broken(zipfile.ZIP_LZMA), broken(zipfile.ZIP_BZIP2)],
    ids=["nameless", "deflate", "lzma", "bzip2"],
)
def test_a_damaged_archive_is_refused_with_what_to_do(content):
    assert "重新压缩" in refusal("包.zip", content)


@pytest.mark.parametrize("error", [TypeError, RuntimeError, IndexError])
def test_whatever_the_library_says_of_a_damaged_picture_it_is_refused_with_what_to_do(monkeypatch, error):
    def stumble(*args, **kwargs):
        raise error("The fill character must be a unicode character, not bytes")

    monkeypatch.setattr("PIL.ImageOps.exif_transpose", stumble)
    assert "图片已损坏" in refusal("现场.jpg", picture())


def test_a_file_over_the_limit_is_refused_before_it_is_read_in_full():
    with override_settings(UPLOAD_MAX_BYTES=1024 * 1024):
        assert "超过1 MB" in refusal("合同.pdf", PDF + b"\0" * 2_000_000)


def test_where_a_picture_was_taken_is_not_kept():
    exif = Image.Exif()
    exif[0x010F] = "PhoneMaker"
    exif[0x0112] = 6
    sent = picture(exif=exif.tobytes())
    assert b"PhoneMaker" in sent
    kept = files.store_upload(upload("现场.jpg", sent))
    stored = files.path_of(kept.sha256).read_bytes()
    assert b"PhoneMaker" not in stored
    with Image.open(io.BytesIO(stored)) as image:
        assert not image.getexif()
        assert image.size == (20, 40), "turned upright before the mark that says so is dropped"


def test_a_picture_that_would_fill_the_memory_is_refused():
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    import zlib

    chunk = struct.pack(">I", 13) + b"IHDR" + header + struct.pack(">I", zlib.crc32(b"IHDR" + header))
    rest = struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))
    said = refusal("大.png", b"\x89PNG\r\n\x1a\n" + chunk + rest)
    assert "像素" in said or "损坏" in said


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("C:\\桌面\\合同.PDF", "合同.pdf"),
        ("../../合同.pdf", "合同.pdf"),
        ("照片\u202egpj.exe.pdf", "照片gpj.exe.pdf"),
        ("\x00\n合\r同.pdf", "合同.pdf"),
        ("字" * 300 + ".pdf", "字" * 146 + ".pdf"),
        (".pdf", "pdf.pdf"),
    ],
)
def test_names_are_made_fit(sent, kept):
    assert clean_name(sent, "pdf") == kept


def find_virus(path: Path) -> str:
    return "Eicar" if b"EICAR" in path.read_bytes() else ""


def broken_scanner(path: Path) -> str:
    raise ConnectionError("no answer")


def test_the_scanner_of_the_site_is_asked():
    with override_settings(UPLOAD_SCANNER=f"{__name__}.find_virus"):
        assert files.store_upload(upload("好.pdf", PDF)).size == len(PDF)
        assert "病毒" in refusal("坏.pdf", PDF + b"EICAR")


def test_a_scanner_that_does_not_answer_keeps_files_out():
    with override_settings(UPLOAD_SCANNER=f"{__name__}.broken_scanner"):
        assert "暂时无法查毒" in refusal("好.pdf", PDF)


def test_the_same_content_is_kept_once(folder):
    first, second = (files.store_upload(upload(name, PDF)) for name in ("一.pdf", "二.pdf"))
    assert first.sha256 == second.sha256
    assert len([path for path in folder.rglob("*") if path.is_file()]) == 1
