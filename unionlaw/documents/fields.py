"""What a paper can say of a matter: values that apps declare by kind, each with a label and an example."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from unionlaw.matters.models import Matter
    from unionlaw.network.actors import Actor

TEXT, PROSE, LIST, TABLE = "text", "prose", "list", "table"
SHAPES = {TEXT: _("文字"), PROSE: _("分段文字"), LIST: _("列举"), TABLE: _("表格")}
# How a template calls values of each shape.
CALLS = {
    "field": {TEXT, PROSE},
    "prose": {TEXT, PROSE},
    "list-of": {LIST},
    "table-of": {TABLE},
    "when": {TEXT, PROSE, LIST, TABLE},
    "unless": {TEXT, PROSE, LIST, TABLE},
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: `wide` takes what room is left, `number` stands to the right."""

    label: str
    wide: bool = False
    number: bool = False


def table(columns: Iterable[Column], rows: Iterable[Iterable[str]]) -> dict[str, Any]:
    """A value of the shape TABLE; empty without rows."""
    filled = [[str(cell) for cell in row] for row in rows]
    if not filled:
        return {}
    return {
        "columns": [{"label": str(c.label), "wide": c.wide, "number": c.number} for c in columns],
        "rows": filled,
    }


@dataclass(frozen=True, slots=True)
class Field:
    """A value that papers about matters of one kind can show.

    Args:
        key: how templates name it, "employer.name".
        label: what it is, on screens and in a preview where it is missing.
        example: what the lint and the editor set in its place.
        value: (source, actor) → a text, a list of texts or a table; empty where there is none. `source` is what the
            kind's source function made of the matter.
        shape: one of TEXT, PROSE, LIST, TABLE.
    """

    key: str
    label: str | Promise
    example: Any
    value: Callable[[Any, Actor], Any]
    shape: str = TEXT


Source = Callable[["Matter"], Any]
_fields: dict[str, dict[str, Field]] = {}
_sources: dict[str, Source] = {}


def declare(kind: str, source: Source, *declared: Field) -> None:
    """Let papers about matters of `kind` show `declared`; `source(matter)` loads what their values are read from.

    Raises ValueError for a key declared twice.
    """
    known = _fields.setdefault(kind, {})
    for field in declared:
        if field.key in known:
            raise ValueError(f"The field {field.key} of {kind} is declared twice.")
        known[field.key] = field
    _sources[kind] = source


def of_kind(kind: str) -> dict[str, Field]:
    """The declared fields of a kind by key."""
    return _fields.get(kind, {})


def values_of(matter: Matter, keys: Iterable[str], actor: Actor) -> dict[str, Any]:
    """The values of these fields for the matter; keys that are not declared are left out."""
    known = of_kind(matter.kind)
    wanted = [known[key] for key in dict.fromkeys(keys) if key in known]
    source = _sources[matter.kind](matter) if wanted else None
    return {field.key: field.value(source, actor) for field in wanted}


def examples(kind: str) -> dict[str, Any]:
    return {key: field.example for key, field in of_kind(kind).items()}
