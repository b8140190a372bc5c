"""Who and against whom: rows in which a worker or an employer is found, or registered in place, with their claims.

The rows are kept in the form itself, so that adding and removing them needs no script (see `rearranged`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from unionlaw.lib import clock
from unionlaw.lib.identity import clean_number
from unionlaw.matters.intake.claims import ClaimForm
from unionlaw.matters.services.taking_in import ApplicantInput
from unionlaw.network.actors import Actor
from unionlaw.registers.fields import EmployerChoiceField, LookupForm, New, Typed, WorkerChoiceField
from unionlaw.registers.models import Cause, Employer, Worker

MOST_ROWS = 500
KEY = re.compile(r"[0-9]{1,4}\Z")
SERVICE_FIELD = re.compile(r"applicant-(\d+)-(?:claim-(\d+)-)?(\w+)\Z")


class Row(LookupForm):
    """A row of one look-up field.

    Args:
        key: the row's key among its kind.
    """

    field: ClassVar[str]
    registers_at_once = False
    place = ""

    def __init__(self, *args: Any, key: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.key = key

    @property
    def is_blank(self) -> bool:
        """Nothing was chosen, searched or typed: a spare row."""
        value = self[self.field].value()
        if isinstance(value, Typed):
            new = {fact: said for fact, said in value.new.items() if fact != "id_kind"}
            return not (value.chosen or value.query.strip() or new)
        return not value


class WorkerRow(Row):
    field = "worker"
    worker = WorkerChoiceField(label=_("职工"), required=False)

    claims: list[ClaimForm]

    @property
    def is_blank(self) -> bool:
        """Claims typed for nobody are no spare row: they are not to be lost."""
        return super().is_blank and all(claim.is_blank for claim in self.claims)

    @property
    def chosen(self) -> Worker:
        found: Worker = self.cleaned_data["worker"]
        return found


class EmployerRow(Row):
    field = "employer"
    employer = EmployerChoiceField(label=_("用人单位"), required=False)

    @property
    def chosen(self) -> Employer:
        found: Employer = self.cleaned_data["employer"]
        return found


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
        given = initial.get("claims", {})
        for row in self.workers:
            known = given.get(row.initial["worker"], [])
            row.claims = self._claims(data, row.key, known) if self.with_claims else []
        self._say_which()

    def _say_which(self) -> None:
        """Tell the rows apart in the summary of errors; the only one of its kind needs no number."""
        for rows, wording in ((self.workers, _("第%(n)s人")), (self.employers, _("第%(n)s家"))):
            for n, row in enumerate(rows, 1):
                row.place = str(wording % {"n": n}) if len(rows) > 1 else ""
        for row in self.workers:
            for n, claim in enumerate(row.claims, 1):
                of_claim = str(_("第%(n)s项") % {"n": n}) if len(row.claims) > 1 else ""
                claim.place = " ".join(filter(None, (row.place, of_claim)))

    def _claims(self, data: QueryDict | None, key: str, known: list[dict[str, Any]]) -> list[ClaimForm]:
        """The claim rows of one worker; a fresh form begins with the claims that are `known`."""
        keys = keys_in(data, f"w{key}-claim") if data is not None else [str(c) for c in range(len(known) or 1)]
        values = dict(zip(keys, known, strict=False)) if data is None else {}
        return [ClaimForm(data, key=c, prefix=f"w{key}-c{c}", initial=values.get(c)) for c in keys]

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
        rows = [*self.filled_workers, *self.filled_employers]
        if good and not _say_who_is_typed_twice(rows):
            # Only now is nobody registered in vain, and a wrong name or number can still be put right.
            good = not [row for row in rows if not row.register_new()]
        else:
            good = False
        if not good:
            for form in set(self.parts) - {self, *self.checked()}:
                # Spare rows are no mistake.
                form._errors = ErrorDict()  # type: ignore[attr-defined]
        return good

    def uncheck(self) -> None:
        """Show what was typed without complaining about what is not there yet."""
        for form in self.parts:
            form._errors = ErrorDict()  # type: ignore[attr-defined]


def _say_who_is_typed_twice(rows: list[Row]) -> bool:
    """Whether a number of someone new stands in two rows; the later row says so."""
    seen: set[str] = set()
    twice = False
    for row in rows:
        new = row.cleaned_data[row.field]
        if not isinstance(new, New):
            continue
        number = clean_number(new.get("id_number") or new.get("uscc") or "")
        if number and number in seen:
            row.add_error(row.field, _("这个号码上面一行已经填写，同一个人或单位只填一行。"))
            twice = True
        seen.add(number)
    return twice


def causes() -> QuerySet[Cause]:
    """The causes that can be chosen today, without the list's headings."""
    return Cause.objects.in_force(clock.today()).filter(heading=False)


class WithClaims(WithPeople):
    """Rows of workers with their claims, and of employers; at least one of each is asked for."""

    with_claims = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
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
