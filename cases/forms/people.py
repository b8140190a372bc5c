"""Who and against whom: rows in which a worker or an employer is found, or registered in place."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from cases.forms.claims import ClaimForm
from unionlaw.registers.fields import EmployerChoiceField, LookupForm, Typed, WorkerChoiceField
from unionlaw.registers.models import Employer, Worker


class Row(LookupForm):
    """A row of one look-up field.

    Args:
        key: the row's key among its kind.
    """

    field: ClassVar[str]

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
