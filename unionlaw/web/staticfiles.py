"""Serves single files out of packages: exactly what pages use, not a package's whole folder."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage, Warning
from django.core.files.storage import FileSystemStorage


class PickedStorage(FileSystemStorage):
    """The folder a picked file lies in; knows the file by the name it is served under."""

    prefix = ""

    def __init__(self, file: Path, served: str) -> None:
        super().__init__(location=file.parent)
        self.file, self.served = file, served

    def path(self, name: str) -> str:
        return str(self.file) if name == self.served else super().path(name)


class PickedFilesFinder(BaseFinder):
    """Finds the files of ``settings.STATIC_PICKS`` (served name → path)."""

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        missing = [str(path) for path in settings.STATIC_PICKS.values() if not Path(path).is_file()]
        if not missing:
            return []
        hint = "Front-end packages are fetched by `make setup`."
        return [Warning(f"static files are missing: {', '.join(missing)}", hint=hint, id="web.W001")]

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        file = settings.STATIC_PICKS.get(path)
        if not file or not Path(file).is_file():
            return []
        return [str(file)] if find_all else str(file)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, PickedStorage]]:
        for served, file in settings.STATIC_PICKS.items():
            if Path(file).is_file():
                yield served, PickedStorage(Path(file), served)
