"""What can be done with several rows of a list at once; docs/how-to/lists.md shows one declared.

An action calls one ordinary service for each row, so rights, locks, versions and the timeline are the service's own.
The pages are in `bulk_pages`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

MOST_ROWS = 200
Text = str | Promise


@dataclass
class Line:
    """One chosen row on its way through preview and result.

    `known` holds what the action `reads` beside the list's own columns; `version` what the actor has seen of the row,
    None where the service checks none; `changes` what others did meanwhile, one line each.
    """

    pk: int
    row: Any = None
    cells: list[tuple[Text, str, SafeString]] = field(default_factory=list)
    url: str = ""
    known: Mapping[str, Any] = field(default_factory=dict)
    version: int | None = None
    ticked: bool = True
    refusal: str = ""
    changes: list[str] = field(default_factory=list)
    effect: str = ""


class BulkAction:
    """One action on several rows. Subclasses set what is below and write `perform`.

    key         names it in the form
    label       the button, a verb
    right       who sees the button; the service asks for the same
    icon        of the button
    form_class  what is asked once for all rows; None when nothing is
    reads       columns of the row besides those the list shows; "version" is handed to the service
    at_once     harmless: done without a preview
    danger      hard to undo: the button says so by its colour
    """

    key = ""
    label: Text = ""
    right = ""
    icon = "checks"
    form_class: type[forms.Form] | None = None
    reads: Sequence[str] = ("version",)
    at_once = False
    danger = False
    done_word: Text = _("已办理")

    def form(self, data: QueryDict | None, *, actor: Any, lines: Sequence[Line]) -> forms.Form | None:
        """What is asked once; choices may depend on the rows."""
        return self.form_class(data) if self.form_class else None

    def refusal(self, line: Line, *, actor: Any) -> str:
        """Why this row cannot be acted on, as its own page says it; "" when it can. Reads no more of the database."""
        return ""

    def effect(self, line: Line, cleaned: Mapping[str, Any], result: Any) -> str:
        """What will happen with the row, from what the service gave when it was tried."""
        return str(self.label)

    def perform(self, line: Line, *, by: Any, at: datetime, **cleaned: Any) -> Any:
        """Call the service for one row. Raises DomainError."""
        raise NotImplementedError  # each action calls a service of its own


def offered(actions: Sequence[BulkAction], actor: Any) -> list[BulkAction]:
    """The actions whose right the actor has."""
    return [action for action in actions if not action.right or actor.may(action.right)]
