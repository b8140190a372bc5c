"""What a paper can say of a matter: values that apps declare by kind, each with a label and an example."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
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
Sources = Callable[[Sequence["Matter"]], list[Any]]
_fields: dict[str, dict[str, Field]] = {}
_sources: dict[str, Source] = {}
_many: dict[str, Sources] = {}


def declare(kind: str, source: Source, *declared: Field, many: Sources | None = None) -> None:
    """Let papers about matters of `kind` show `declared`; `source(matter)` loads what their values are read from.

    Args:
        many: the sources of several matters in a number of queries that does not grow with them, for batches.

    Raises ValueError for a key declared twice.
    """
    known = _fields.setdefault(kind, {})
    for field in declared:
        if field.key in known:
            raise ValueError(f"The field {field.key} of {kind} is declared twice.")
        known[field.key] = field
    _sources[kind] = source
    if many is not None:
        _many[kind] = many


def of_kind(kind: str) -> dict[str, Field]:
    """The declared fields of a kind by key."""
    return _fields.get(kind, {})


def sources_of(matters: Sequence[Matter]) -> dict[int, Any]:
    """The sources of matters of one kind by matter, where the kind can load them together; else empty."""
    together = _many.get(matters[0].kind) if matters else None
    return dict(zip([matter.pk for matter in matters], together(matters), strict=True)) if together else {}


def values_of(matter: Matter, keys: Iterable[str], actor: Actor, source: Any = None) -> dict[str, Any]:
    """The values of these fields for the matter; keys that are not declared are left out.

    Args:
        source: what sources_of loaded for it; loaded here when None.
    """
    known = of_kind(matter.kind)
    wanted = [known[key] for key in dict.fromkeys(keys) if key in known]
    if wanted and source is None:
        source = _sources[matter.kind](matter)
    return {field.key: field.value(source, actor) for field in wanted}


def examples(kind: str) -> dict[str, Any]:
    return {key: field.example for key, field in of_kind(kind).items()}
