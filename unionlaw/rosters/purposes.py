"""What sheets can be imported for. Each purpose says which columns it knows, and how rows are checked and taken over.

Reading, mapping columns, errors beside rows, progress and resuming are the same for all (services/).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

from unionlaw.lib.wording import stored

if TYPE_CHECKING:
    from unionlaw.network.actors import Actor
    from unionlaw.rosters.models import SheetImport, SheetRow

Text = str | Promise
Mistake = tuple[str, str]
"""A column of ours and what is wrong with it, as stored."""


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column that a purpose knows.

    Args:
        key: its name among ours.
        label: on the page of columns and in the blank sheet.
        also: other headings people use.
        required: whether a sheet without it cannot be read.
        example: what stands in the blank sheet.
        group: heading under which the page of columns shows it.
    """

    key: str
    label: Text
    also: tuple[str, ...] = ()
    required: bool = False
    example: str = ""
    group: Text = ""


@dataclass(frozen=True, slots=True)
class Option:
    """Something asked once for the whole sheet."""

    key: str
    field: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a sheet is imported for.

    Args:
        key: stored with the import.
        label: heading of its pages.
        right: who may begin one.
        columns: in the order in which people expect them.
        options: asked beside the columns.
        read_row: (values by column key, options, today) → the row, with its errors; no queries.
        check_rows: (import, actor) → counts for the page, after all rows are staged: one statement per rule.
        take_over: (import, by, at) → counts; in the caller's transaction.
        refusal: (import, actor) → why it cannot be taken over now, or "".
        done_url: where the page of a finished import leads.
        row_words: counts → lines for people.
    """

    key: str
    label: Text
    right: str
    columns: Sequence[SheetColumn]
    read_row: Callable[[Mapping[str, str], Mapping[str, Any], date], SheetRow]
    check_rows: Callable[[SheetImport, Actor], dict[str, Any]]
    take_over: Callable[..., dict[str, Any]]
    refusal: Callable[[SheetImport, Actor], str]
    done_url: Callable[[SheetImport], str]
    row_words: Callable[[Mapping[str, Any]], list[Text]]
    options: Sequence[Option] = ()

    def column(self, key: str) -> SheetColumn | None:
        return next((column for column in self.columns if column.key == key), None)


_purposes: dict[str, Purpose] = {}


def register(purpose: Purpose) -> None:
    """Add a purpose; registering it again replaces it, so start-up may run twice."""
    _purposes[purpose.key] = purpose


def get(key: str) -> Purpose:
    """The purpose. Raises LookupError for one that nobody registered."""
    try:
        return _purposes[key]
    except KeyError:
        raise LookupError(f"No sheets are imported for {key!r}.") from None


def heading(text: str) -> str:
    """A heading as it is compared: NFKC, lower case, without blanks, stars, colons and what is in brackets."""
    folded = unicodedata.normalize("NFKC", text).lower()
    kept, depth = "", 0
    for sign in folded:
        depth += sign == "("
        if not depth and not sign.isspace() and sign not in "*:_-/.":
            kept += sign
        depth -= sign == ")"
    return kept


def guessed(purpose: Purpose, headings: Sequence[str]) -> dict[str, int]:
    """Column of ours → position, by the headings people use; each position is taken once."""
    wanted = {
        heading(name): column.key
        for column in purpose.columns
        for name in (stored(column.label), str(column.label), *column.also)
    }
    found: dict[str, int] = {}
    for position, text in enumerate(headings):
        key = wanted.get(heading(text))
        if key and key not in found:
            found[key] = position
    return found


def join() -> None:
    """Register what this floor imports."""
    from unionlaw.rosters.services import roster_rows

    register(roster_rows.PURPOSE)
