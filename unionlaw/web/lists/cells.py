"""What stands in a cell: HTML for the page and a plain value for the spreadsheet, both by plain functions.

A page of fifty rows and eight columns has four hundred cells, so no cell loads a template or resolves a URL of its own.
"""

from __future__ import annotations

import datetime as dt
import html
import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from operator import attrgetter
from typing import Any

from django.db.models import DecimalField, ExpressionWrapper, F, Func, TextField, Value
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from unionlaw.lib.wording import STORED_IN, shown
from unionlaw.web.format import badge

EMPTY = SafeString('<span class="text-secondary">—</span>')
YES = _("是")
_SENTINEL = 981_234_567_890_123
_badge = lru_cache(512)(badge)  # few words, many rows


class Cell:
    """Text of an attribute; the base of the other cells.

    Args:
        path: attribute of the row, dots follow relations ("organisation.short_name"); or a function of the row.
    """

    def __init__(self, path: str | Callable[[Any], Any]) -> None:
        self._get = attrgetter(path) if isinstance(path, str) else path
        self.path = path if isinstance(path, str) else ""

    is_day = False
    """Whether a point in time is exported as its day."""

    def value(self, row: Any) -> Any:
        """The plain value, None where a relation on the way is empty."""
        try:
            return self._get(row)
        except AttributeError:
            return None

    def html(self, row: Any) -> str:
        """Safe HTML."""
        value = self.value(row)
        if value is None or value == "":
            return EMPTY
        return value if isinstance(value, SafeString) else html.escape(str(value))

    def export(self, row: Any) -> Any:
        """What a spreadsheet gets."""
        return self.value(row)

    def copied(self) -> Any:
        """The same as an expression of the database, or None where only Python can tell.

        Whether a path is a plain column, of a type that reads the same from both, is seen when it is used.
        """
        as_here = type(self).export in {Cell.export, Date.export, Moment.export}
        return F(self.path.replace(".", "__")) if self.path and as_here else None


class Date(Cell):
    """A day as 2026-11-21; of a timestamp, the day in the project's time zone."""

    is_day = True

    def export(self, row: Any) -> Any:
        value = self.value(row)
        return timezone.localtime(value).date() if isinstance(value, dt.datetime) else value

    def html(self, row: Any) -> str:
        value = self.export(row)
        return EMPTY if value is None else f"<time>{value.isoformat()}</time>"


class Moment(Cell):
    """A timestamp as 2026-11-21 14:30."""

    def html(self, row: Any) -> str:
        value = self.value(row)
        return EMPTY if value is None else f"<time>{timezone.localtime(value):%Y-%m-%d %H:%M}</time>"

    def export(self, row: Any) -> Any:
        value = self.value(row)
        return None if value is None else timezone.localtime(value).replace(tzinfo=None)


class Choice(Cell):
    """A stored code shown by its label."""

    def __init__(self, path: str | Callable[[Any], Any], labels: Mapping[Any, Any]) -> None:
        super().__init__(path)
        self._labels = labels

    def export(self, row: Any) -> Any:
        value = self.value(row)
        return str(self._labels.get(value, value or ""))

    def html(self, row: Any) -> str:
        return html.escape(self.export(row)) or EMPTY

    def copied(self) -> Any:
        return worded(self.path, self._labels) if self.path and type(self).export is Choice.export else None


class Words(Cell):
    """Words that are stored in the portal's own language, shown in the reader's."""

    def html(self, row: Any) -> str:
        return html.escape(self.export(row)) or EMPTY

    def export(self, row: Any) -> Any:
        return str(shown(self.value(row) or ""))

    def copied(self) -> Any:
        # The message files are Python's: only who reads the portal's own language needs none.
        return F(self.path.replace(".", "__")) if self.path and get_language() == STORED_IN else None


def worded(path: str, labels: Mapping[Any, Any]) -> Any:
    """A stored code as its label, by the database; one without a label as it is."""
    field = F(path.replace(".", "__"))
    words = json.dumps({str(code): str(label) for code, label in labels.items()}, ensure_ascii=False)
    # One look-up in a constant; a CASE would compare with code after code.
    label = Func(Value(words), field, template="(%(expressions)s)", arg_joiner="::jsonb ->> ", output_field=TextField())
    return Coalesce(label, field, output_field=TextField()) if labels else field


class Badge(Choice):
    """A label with the colour and sign its meaning has.

    Args:
        labels: code -> word.
        tones: code -> a tone of `unionlaw.web.format.badge` (danger, soon, done, waiting, active, quiet).
        tone: path of the code that picks the tone, where it is not the one that picks the label.
    """

    def __init__(
        self,
        path: str | Callable[[Any], Any],
        labels: Mapping[Any, Any],
        tones: Mapping[Any, str],
        tone: str | Callable[[Any], Any] | None = None,
    ) -> None:
        super().__init__(path, labels)
        self._tones = tones
        self._tone = Cell(path if tone is None else tone)

    def html(self, row: Any) -> str:
        label = self.export(row)
        return _badge(label, self._tones.get(self._tone.value(row), "quiet")) if label else EMPTY


class Money(Cell):
    """Integer fen as 130,000.00; a number of yuan in the spreadsheet."""

    def html(self, row: Any) -> str:
        value = self.value(row)
        return EMPTY if value is None else f"{value // 100:,}.{value % 100:02d}"

    def export(self, row: Any) -> Any:
        value = self.value(row)
        return None if value is None else value / 100

    def copied(self) -> Any:
        yuan = DecimalField(max_digits=20, decimal_places=2)
        return ExpressionWrapper(Cast(F(self.path.replace(".", "__")), yuan) / Value(100), yuan) if self.path else None


class Flag(Cell):
    """A yes shown as a word, a no as nothing."""

    def __init__(self, path: str | Callable[[Any], Any], label: Any = YES, tone: str = "quiet") -> None:
        super().__init__(path)
        self._label, self._shade = label, tone

    def html(self, row: Any) -> str:
        return _badge(str(self._label), self._shade) if self.value(row) else ""

    def export(self, row: Any) -> Any:
        return str(self._label) if self.value(row) else ""


class RowUrl:
    """The address of a row's own page, with the URL name resolved once and not once per row.

    Args:
        name: URL name with one argument, an integer key.
        path: attribute holding that key.
    """

    def __init__(self, name: str, path: str = "pk") -> None:
        self._name, self._get = name, attrgetter(path)
        self._ends: tuple[str, str] | None = None

    def __call__(self, row: Any) -> str:
        return self.of(self._get(row))

    def of(self, key: int) -> str:
        """The address of the page with this key."""
        if self._ends is None:
            before, _sentinel, behind = reverse(self._name, args=[_SENTINEL]).partition(str(_SENTINEL))
            self._ends = (before, behind)
        return f"{self._ends[0]}{key}{self._ends[1]}"
