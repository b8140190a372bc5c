"""Asking the processes that run Typst: one is kept for each thread that asks at once, warm between papers."""

import atexit
import json
import os
import re
import select
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from unionlaw.documents.typesetting import fonts

HERE = Path(__file__).parent
LIBRARY = HERE / "library" / "official.typ"
EDITABLE = HERE / "library" / "editable.typ"
TIMEOUT = 10.0  # seconds for one paper; a letter takes some 0.015
START_TIMEOUT = 60.0  # seconds until fonts are read on a busy machine
MOST_BYTES = 30 * 1024 * 1024
MOST_IDLE = 2
RECYCLED_AFTER = 2000  # papers, so that Typst's caches do not grow without end


class Broken(Exception):
    """Typst refused the source.

    Args:
        message: Typst's own words.
        line: the line of the template, from 1; 0 when it is unknown.
    """

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.message, self.line = message, line


class TooSlow(Broken):
    """The paper took longer than TIMEOUT, or more memory than it may."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """What was set: one PDF, or one PNG for each page."""

    parts: list[bytes]

    @property
    def pdf(self) -> bytes:
        return self.parts[0]


class Child:
    """One process. Used by one thread at a time."""

    def __init__(self) -> None:
        command = [sys.executable, "-I", str(HERE / "child.py"), json.dumps(fonts.folders()), str(LIBRARY)]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"},
            bufsize=0,
        )
        self.used, self._rest = 0, b""
        hello = self._head(time.monotonic() + START_TIMEOUT)
        self.roles, self.offset = fonts.cast(hello["families"]), int(hello["offset"])

    def ask(self, question: Mapping[str, Any], timeout: float) -> list[bytes]:
        """Raises Broken, or TooSlow after which this process is dead."""
        self.used += len(question["data"]) if isinstance(question["data"], list) else 1
        limit = time.monotonic() + timeout
        line = json.dumps(question, ensure_ascii=False).encode() + b"\n"
        try:
            self.process.stdin.write(line)  # type: ignore[union-attr]  # the child reads whole lines before it works
            head = self._head(limit)
            if "error" in head:
                raise Broken(head["error"], _line_of(head["diagnostic"], question.get("offset", self.offset)))
            if sum(head["sizes"]) > MOST_BYTES:
                raise TooSlow("too large")
            return [self._take(size, limit) for size in head["sizes"]]
        except TooSlow:
            self.kill()
            raise
        except OSError:
            self.kill()
            raise TooSlow("gone") from None

    def kill(self) -> None:
        """End the process at once."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(OSError):
                pipe.close()  # type: ignore[union-attr]

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    def _head(self, limit: float) -> dict[str, Any]:
        while b"\n" not in self._rest:
            self._rest += self._read(limit)
        line, _, self._rest = self._rest.partition(b"\n")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _take(self, size: int, limit: float) -> bytes:
        parts, got = [self._rest], len(self._rest)
        while got < size:
            parts.append(self._read(limit))
            got += len(parts[-1])
        whole = b"".join(parts)
        self._rest = whole[size:]
        return whole[:size]

    def _read(self, limit: float) -> bytes:
        out = self.process.stdout
        if out is None:
            raise TooSlow("gone")
        ready, _w, _x = select.select([out], [], [], max(limit - time.monotonic(), 0))
        if not ready:
            raise TooSlow("time")
        data = os.read(out.fileno(), 1 << 20)
        if not data:
            raise TooSlow("gone")
        return data


class Typesetter:
    """The idle processes of this one; a fork starts with none."""

    def __init__(self) -> None:
        self.idle: list[Child] = []
        self.lock = threading.Lock()
        self.owner = os.getpid()

    def take(self) -> Child:
        with self.lock:
            if self.owner != os.getpid():
                self.idle, self.owner = [], os.getpid()
            while self.idle:
                child = self.idle.pop()
                if child.alive:
                    return child
        return Child()

    def give_back(self, child: Child) -> None:
        with self.lock:
            if child.alive and child.used < RECYCLED_AFTER and len(self.idle) < MOST_IDLE:
                self.idle.append(child)
                return
        child.kill()

    def close(self) -> None:
        with self.lock:
            idle, self.idle = self.idle, []
        for child in idle if self.owner == os.getpid() else []:
            child.kill()

    @cached_property
    def registered(self) -> None:
        atexit.register(self.close)


typesetters = Typesetter()


def typeset(
    source: str, data: Mapping[str, Any], *, timestamp: int, form: str = "pdf", ppi: int = 110, timeout: float = TIMEOUT
) -> Rendered:
    """Set a paper.

    Args:
        source: the template.
        data: what official.typ reads as `input`, fonts excepted; JSON values, all of them set as text; `qr` is the text
            of the code, or None.
        timestamp: seconds since the epoch, the date inside the PDF.
        form: "pdf" for PDF/A-2b, "png" for pictures of the pages at `ppi` pixels per inch.
        timeout: seconds.

    Raises Broken with the line of the template, TooSlow when it took too much time or memory.
    """
    typesetters.registered  # noqa: B018  once
    child = typesetters.take()
    try:
        whole = {**data, "fonts": child.roles}
        parts = child.ask(
            {"source": source, "data": whole, "format": form, "ppi": ppi, "timestamp": timestamp}, timeout
        )
    finally:
        typesetters.give_back(child)
    return Rendered(parts)


def typeset_parts(source: str, data: Mapping[str, Any]) -> str:
    """The paper as a run of named parts, for an editable copy: the HTML that editable.typ makes of the template.

    Args:
        source: the template.
        data: as for typeset.

    Raises Broken with the line of the template, or TooSlow.
    """
    prelude = EDITABLE.read_text(encoding="utf-8").rstrip("\n") + "\n#show: paper\n"
    typesetters.registered  # noqa: B018  once
    child = typesetters.take()
    try:
        question = {
            "source": prelude + source,
            "data": {**data, "qr": None, "fonts": child.roles},
            "format": "html",
            "ppi": 0,
            "timestamp": 0,
            "offset": prelude.count("\n"),
        }
        [made] = child.ask(question, TIMEOUT)
    finally:
        typesetters.give_back(child)
    return made.decode()


def _line_of(diagnostic: str, offset: int) -> int:
    """The first line of the template that the diagnostic of the error names; the library's own lines come before it."""
    _before, _mark, errors = diagnostic.partition("error: ")
    for found in re.finditer(r"__typst_py_bytes__\.typ:(\d+):\d+", errors):
        line = int(found[1]) - offset
        if line > 0:
            return line
    return 0
