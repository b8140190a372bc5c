"""Forms with rows of people: the consultation at the window and the application for aid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cases.filters import causes
from cases.forms.claims import ClaimForm
from cases.forms.consultation import ConsultationForm
from cases.forms.people import EmployerRow, WorkerRow
from cases.models import AidCase
from cases.services.applications import ApplicantInput
from unionlaw.matters.models.matter import Channel
from unionlaw.network.actors import Actor
from unionlaw.registers.models import Cause
from unionlaw.web.forms import DateField

MOST_ROWS = 500
KEY = re.compile(r"[0-9]{1,4}\Z")
SERVICE_FIELD = re.compile(r"applicant-(\d+)-(?:claim-(\d+)-)?(\w+)\Z")


def keys_in(data: QueryDict, name: str) -> list[str]:
    """The keys of the rows of one kind, in order; damaged ones are left out."""
    return list(dict.fromkeys(key for key in data.getlist(name) if KEY.match(key)))[:MOST_ROWS]


def _started(data: QueryDict | None, name: str, initial: dict[str, Any]) -> list[tuple[str, int | None]]:
    """The key of each row and, on a fresh form, whom it starts with."""
    if data is not None:
        return [(key, None) for key in keys_in(data, name)]
    return [(str(index), pk) for index, pk in enumerate(initial.get(f"{name}s") or [None])]


def rearranged(data: QueryDict, command: str) -> QueryDict:
    """What was typed, with one row more or one less.

    Args:
        command: "add:worker", "drop:employer:2", "add:claim:0", "drop:claim:0:1", "copy:claims"; anything else
            changes nothing.
    """
    data = data.copy()
    verb, _sep, rest = command.partition(":")
    what, _sep, rest = rest.partition(":")
    key, _sep, value = rest.partition(":")
    letter = {"worker": "w", "employer": "e"}.get(what)
    if what == "claim":
        rows = f"w{key}-claim"
        if verb == "add":
            data.setlist(rows, [*keys_in(data, rows), _next(keys_in(data, rows))])
        elif verb == "drop":
            data.setlist(rows, [k for k in keys_in(data, rows) if k != value])
    elif command == "copy:claims":
        _copy_claims(data)
    elif letter and verb == "add":
        added = _next(keys_in(data, what))
        data.setlist(what, [*keys_in(data, what), added])
        data.setlist(f"{letter}{added}-claim", ["0"])
    elif letter and verb == "drop":
        data.setlist(what, [k for k in keys_in(data, what) if k != key])
    return data


def _next(keys: list[str]) -> str:
    return str(max((int(key) for key in keys), default=-1) + 1)


def _copy_claims(data: QueryDict) -> None:
    """The first applicant's claims for all the others who have none typed."""
    first, *others = keys_in(data, "worker") or [""]
    source = keys_in(data, f"w{first}-claim")
    for key in others:
        theirs = keys_in(data, f"w{key}-claim")
        if any(data.get(f"w{key}-c{c}-{name}") for c in theirs for name in ("head", "amount")):
            continue
        data.setlist(f"w{key}-claim", source)
        for c in source:
            for name in ("head", "amount", "from_on", "to_on", "basis"):
                data[f"w{key}-c{c}-{name}"] = data.get(f"w{first}-c{c}-{name}", "")


class WithPeople(forms.Form):
    """A form with rows of workers and employers beside its own fields.

    The hidden fields `worker` and `employer` hold the keys of the rows, so that adding and removing them needs nothing
    but the form itself (see `rearranged`).
    """

    with_claims = False

    def __init__(
        self, data: QueryDict | None = None, files: Any = None, *, actor: Actor, initial: dict[str, Any] | None = None
    ) -> None:
        initial = initial or {}
        super().__init__(data, files, initial=initial)
        self.workers = [
            WorkerRow(data, key=key, prefix=f"w{key}", initial={"worker": given}, actor=actor)
            for key, given in _started(data, "worker", initial)
        ]
        self.employers = [
            EmployerRow(data, key=key, prefix=f"e{key}", initial={"employer": given}, actor=actor)
            for key, given in _started(data, "employer", initial)
        ]
        for row in self.workers:
            row.claims = self._claims(data, row.key) if self.with_claims else []

    def _claims(self, data: QueryDict | None, key: str) -> list[ClaimForm]:
        keys = keys_in(data, f"w{key}-claim") if data is not None else ["0"]
        return [ClaimForm(data, key=c, prefix=f"w{key}-c{c}") for c in keys]

    @property
    def filled_workers(self) -> list[WorkerRow]:
        return [row for row in self.workers if not row.is_blank]

    @property
    def filled_employers(self) -> list[EmployerRow]:
        return [row for row in self.employers if not row.is_blank]

    @property
    def parts(self) -> list[forms.Form]:
        """Every form on the page, in reading order, for the summary of errors."""
        parts: list[forms.Form] = []
        for row in self.workers:
            parts += [row, *row.claims]
        return [*parts, *self.employers, self]

    def checked(self) -> Iterator[forms.Form]:
        """The forms that must be right before anything is saved."""
        yield from self.filled_workers
        yield from self.filled_employers

    def is_valid(self) -> bool:
        good = super().is_valid()
        # Every one is checked, so that all mistakes are named at once.
        good = not [form for form in self.checked() if not form.is_valid()] and good
        if not good:
            for form in set(self.parts) - {self, *self.checked()}:
                # Spare rows are no mistake.
                form._errors = ErrorDict()  # type: ignore[attr-defined]
        return good

    def uncheck(self) -> None:
        """Show what was typed without complaining about what is not there yet."""
        for form in self.parts:
            form._errors = ErrorDict()  # type: ignore[attr-defined]


class ConsultationIntake(WithPeople, ConsultationForm):
    """The consultation with who asks and against whom; rows left empty are ignored."""

    def take_errors(self, errors: dict[str, list[str]]) -> dict[str, list[str]]:
        """All of the service's complaints are about the form's own fields, or the whole."""
        return errors


class ApplicationForm(WithPeople):
    with_claims = True

    cause: forms.ModelChoiceField[Cause] = forms.ModelChoiceField(
        label=_("案由"), queryset=None, empty_label=_("请选择"), error_messages={"required": _("请选择案由。")}
    )
    facts = forms.CharField(
        label=_("事实与理由"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("请写明事实与理由。")},
    )
    infringed_on = DateField(label=_("知道权利被侵害之日"), required=False, help_text=_("如最后一次应发工资的日期。"))
    employment_ended_on = DateField(label=_("劳动关系终止日期"), required=False, help_text=_("仍在职的留空。"))
    limitation_on = DateField(label=_("时效届满日"), required=False, help_text=_("与推算不同时才填。"))
    eligibility = forms.ChoiceField(
        label=_("援助条件"),
        choices=AidCase.Eligibility.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择援助条件。")},
    )
    hardship_note = forms.CharField(
        label=_("困难情况说明"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    channel = forms.ChoiceField(label=_("来源"), choices=Channel.choices, initial=Channel.WINDOW)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cause"].queryset = causes()  # type: ignore[attr-defined]
        for row in [*self.workers, *self.employers]:
            row.fields[row.field].required = True

    def claims_of(self, row: WorkerRow) -> list[ClaimForm]:
        """The claim rows of an applicant that are not left empty."""
        return [form for form in row.claims if not form.is_blank]

    def checked(self) -> Iterator[forms.Form]:
        # Without any applicant, employer or claim, the first empty row says what is missing.
        yield from self.filled_workers or self.workers[:1]
        for row in self.filled_workers:
            yield from self.claims_of(row) or row.claims[:1]
        yield from self.filled_employers or self.employers[:1]

    def applicants(self) -> list[ApplicantInput]:
        """The applicants with their claims, for the service."""
        return [
            ApplicantInput(row.chosen, [form.claim() for form in self.claims_of(row)]) for row in self.filled_workers
        ]

    def take_errors(self, errors: dict[str, list[str]]) -> dict[str, list[str]]:
        """Put the service's complaints about rows beside them; returns those about the form's own fields."""
        rest: dict[str, list[str]] = {}
        for name, said in errors.items():
            match = SERVICE_FIELD.match(name)
            if not match:
                rest[name] = said
                continue
            row = self.filled_workers[int(match[1])]
            target: forms.Form = self.claims_of(row)[int(match[2])] if match[2] else row
            for message in said:
                target.add_error(match[3] if match[3] in target.fields else "worker", message)
        return rest
