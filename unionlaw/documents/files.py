"""The folder of kept files: named by content, outside the web root, written whole or not at all."""

import hashlib
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from unionlaw.documents.checking import clean_name, identify
from unionlaw.documents.checking.pictures import draw_anew, is_picture
from unionlaw.documents.checking.scanning import scan
from unionlaw.lib.errors import Invalid

INCOMING = "incoming"
CHUNK = 1024 * 1024
# A file without a row may belong to an upload that is still under way; after this long it belongs to none.
ORPHAN_AGE = 24 * 3600


class Upload(Protocol):
    """What Django's UploadedFile offers and we need."""

    name: str

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]: ...


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that was checked and is on disk; its row comes next."""

    sha256: str
    size: int
    media_type: str
    extension: str
    name: str


def path_of(sha256: str) -> Path:
    """Where the file with this hash is kept: two levels of folders, so that none grows too large."""
    return settings.FILES_DIR / sha256[:2] / sha256[2:4] / sha256


def open_file(sha256: str) -> IO[bytes]:
    """Raises FileNotFoundError."""
    return path_of(sha256).open("rb")


def store_upload(upload: Upload) -> Kept:
    """Check an uploaded file and keep it. The one way by which files come in.

    Size, type by content, extension, archives, pictures drawn anew, virus scanner; then written to a temporary file,
    synced and renamed to its hash. Until a row names it, the sweep may remove it after ORPHAN_AGE.

    Raises Invalid on `files`, saying what to do.
    """
    incoming = settings.FILES_DIR / INCOMING
    incoming.mkdir(parents=True, exist_ok=True, mode=0o750)
    with _temporary(incoming) as received, _temporary(incoming) as redrawn:
        _receive(upload, received)
        content = identify(received, upload.name)
        scan(received)
        chosen = received
        if is_picture(content):
            content, chosen = draw_anew(received, redrawn, content), redrawn
        sha256, size = _hash(chosen)
        with _only_one(sha256):
            _put(chosen, path_of(sha256))
    return Kept(sha256, size, content.media_type, content.extension, clean_name(upload.name, content.extension))


def store_made(content: bytes, *, name: str, media_type: str, extension: str) -> Kept:
    """Keep a file that the portal itself made. As with uploads, its row comes next or the sweep takes it."""
    incoming = settings.FILES_DIR / INCOMING
    incoming.mkdir(parents=True, exist_ok=True, mode=0o750)
    sha256 = hashlib.sha256(content).hexdigest()
    with _temporary(incoming) as made:
        made.write_bytes(content)
        # No turns to take with uploads: nobody else has this content, which carries a code of its own.
        _put(made, path_of(sha256))
    return Kept(sha256, len(content), media_type, extension, clean_name(name, extension))


def sweep(now: float | None = None) -> int:
    """Remove files that no row names and that are older than ORPHAN_AGE.

    Args:
        now: seconds since the epoch; the present when left out.

    Returns how many.
    """
    from unionlaw.documents.models import StoredFile

    removed = 0
    limit = (time.time() if now is None else now) - ORPHAN_AGE
    for path in list(settings.FILES_DIR.rglob("*")):
        if not path.is_file() or path.stat().st_mtime > limit:
            continue
        if path.parent.name == INCOMING:
            path.unlink(missing_ok=True)
            removed += 1
            continue
        with _only_one(path.name):
            # Looked at again under the lock: an upload of the same content may just have taken this file up.
            old = path.exists() and path.stat().st_mtime <= limit
            if old and len(path.name) == 64 and not StoredFile.objects.filter(sha256=path.name).exists():
                path.unlink()
                removed += 1
    return removed


def _receive(upload: Upload, target: Path) -> None:
    most = settings.UPLOAD_MAX_BYTES
    size = 0
    with target.open("wb") as file:
        for chunk in upload.chunks(CHUNK):
            size += len(chunk)
            if size > most:
                raise Invalid(
                    _("“%(name)s”超过%(most)d MB。请压缩或分成几份后再上传。")
                    % {"name": upload.name, "most": most // 1024 // 1024},
                    field="files",
                )
            file.write(chunk)
    if not size:
        raise Invalid(_("“%(name)s”是空文件。请核对后重新选择。") % {"name": upload.name}, field="files")


def _put(source: Path, target: Path) -> None:
    if target.exists():
        os.utime(target)
        return
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    with source.open("rb") as file:
        os.fsync(file.fileno())
    source.chmod(0o640)
    source.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _hash(path: Path) -> tuple[str, int]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return digest, path.stat().st_size


@contextmanager
def _temporary(folder: Path) -> Iterator[Path]:
    handle, name = tempfile.mkstemp(dir=folder, suffix=".part")
    os.close(handle)
    try:
        yield Path(name)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(name)


@contextmanager
def _only_one(sha256: str) -> Iterator[None]:
    """Uploads and the sweep take turns at one content."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"file:{sha256}"])
        yield
