"""Forms with rows that are added, removed and moved by buttons of the form itself: it needs no JavaScript and nothing
typed is lost.

    class DemandRow(RowForm):
        text = forms.CharField(label=_("整改要求"))

    class DemandsForm(RowsForm):
        row_class = DemandRow
        row_name = "demand"

The hidden fields named like the rows hold their keys; a button named "do" says what to do: "add:demand",
"drop:demand:2", "up:demand:2". The view derives from RowsView. Templates draw form.rows; form.parts is for the
summary of errors.
"""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django import forms
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse, QueryDict

from unionlaw.lib.errors import Invalid
from unionlaw.web.views import FormActionView

MOST_ROWS = 100
KEY = re.compile(r"[0-9]{1,4}\Z")
COMMANDS = ("add:", "drop:", "up:")


class RowForm(forms.Form):
    """One row. Args: key: its key among the rows of the form."""

    def __init__(self, *args: Any, key: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.key = key

    @property
    def is_blank(self) -> bool:
        """Nothing was typed or chosen: a spare row."""
        return not any(str(self[name].value() or "").strip() for name in self.fields)


class RowsForm(forms.Form):
    """A form with rows of one kind beside its own fields; `initial["rows"]` lists what they start with.

    Rows left empty are spare: they are neither checked nor given to the service.
    """

    row_class: ClassVar[type[RowForm]]
    row_name: ClassVar[str] = "row"
    fewest_rows: ClassVar[int] = 1

    def __init__(
        self, data: QueryDict | None = None, files: Any = None, *, initial: dict[str, Any] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(data, files, initial=initial, **kwargs)
        if data is not None:
            self.rows = [self.make_row(data, files, key=key) for key in keys_in(data, self.row_name)]
        else:
            given = list((initial or {}).get("rows", ()))
            given += [{}] * (self.fewest_rows - len(given))
            self.rows = [self.make_row(key=str(index), initial=row) for index, row in enumerate(given)]

    def make_row(self, *args: Any, key: str, **kwargs: Any) -> Any:
        return self.row_class(*args, key=key, prefix=f"{self.row_name}{key}", **self.row_kwargs(), **kwargs)

    def row_kwargs(self) -> dict[str, Any]:
        """What every row is told, for instance the choices of its fields."""
        return {}

    @property
    def filled(self) -> list[Any]:
        return [row for row in self.rows if not row.is_blank]

    @property
    def parts(self) -> list[forms.Form]:
        """Every form on the page, for the summary of errors."""
        return [self, *self.rows]

    def is_valid(self) -> bool:
        filled = self.filled
        # Every one is checked, so that all mistakes are named at once.
        good = not [row for row in filled if not row.is_valid()]
        good = super().is_valid() and good
        for row in self.rows:
            if row not in filled:
                row._errors = ErrorDict()
        return good

    def uncheck(self) -> None:
        """Show what was typed without complaining about what is not there yet."""
        for part in self.parts:
            part._errors = ErrorDict()  # type: ignore[attr-defined]

    def take_errors(self, errors: dict[str, list[str]]) -> dict[str, list[str]]:
        """Put a service's complaints about "<row_name>-<i>-<field>" beside the row; returns the others."""
        rest: dict[str, list[str]] = {}
        match_row = re.compile(rf"{self.row_name}-(\d+)-(\w+)\Z")
        for name, said in errors.items():
            if not (match := match_row.match(name)):
                rest[name] = said
                continue
            row = self.filled[int(match[1])]
            for message in said:
                row.add_error(match[2] if match[2] in row.fields else None, message)
        return rest


class RowsView(FormActionView):
    """A page with a RowsForm; stands before the view that says what it does."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        do = request.POST.get("do", "")
        if do.startswith(COMMANDS) or any(name.endswith("-find") for name in request.POST):
            self.object  # noqa: B018  a stranger gets 404
            return self.show(self.unfinished(rearranged(request.POST, do)))
        return super().post(request, *args, **kwargs)

    def unfinished(self, fields: Any) -> Any:
        """The form as typed so far, without complaints."""
        form = self.make_form(fields)
        form.uncheck()
        return form

    def show(self, form: Any, *, status: int = 200, **extra: Any) -> HttpResponse:
        if "draft" in extra:
            form.uncheck()
        return super().show(form, status=status, **extra)

    def perform(self, form: Any) -> Any:
        try:
            return super().perform(form)
        except Invalid as error:
            raise Invalid(form.take_errors(error.errors)) from error


def keys_in(data: QueryDict, name: str) -> list[str]:
    """The keys of the rows of one kind, in order; damaged ones are left out."""
    return list(dict.fromkeys(key for key in data.getlist(name) if KEY.match(key)))[:MOST_ROWS]


def rearranged(data: QueryDict, command: str) -> QueryDict:
    """What was typed, with one row more, one less, or one moved up; anything else changes nothing."""
    data = data.copy()
    verb, _sep, rest = command.partition(":")
    name, _sep, key = rest.partition(":")
    keys = keys_in(data, name)
    if verb == "add":
        keys.append(str(max((int(known) for known in keys), default=-1) + 1))
    elif verb == "drop":
        keys = [known for known in keys if known != key]
    elif verb == "up" and key in keys[1:]:
        at = keys.index(key)
        keys[at - 1 : at + 1] = [keys[at], keys[at - 1]]
    if verb in ("add", "drop", "up"):
        data.setlist(name, keys)
    return data
