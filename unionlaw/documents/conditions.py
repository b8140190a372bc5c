"""When a paper can be issued: apps say by kind of matter what stands against it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from unionlaw.matters.models import Matter

Refusal = Callable[["Matter", str], str]
_refusals: dict[str, Refusal] = {}


def register(kind: str, refusal: Refusal) -> None:
    """Ask `refusal(matter, key)` for the reason why the paper `key` cannot be issued now, or ""."""
    _refusals[kind] = refusal


def refusal(matter: Matter, key: str) -> str:
    """Why the paper cannot be issued for the matter now, or ""."""
    asked = _refusals.get(matter.kind)
    return asked(matter, key) if asked else ""
