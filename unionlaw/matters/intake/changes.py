"""Forms by which a worker or an employer joins a matter that is under way."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from unionlaw.matters.intake.claims import ClaimForm
from unionlaw.registers.fields import EmployerChoiceField, LookupForm, WorkerChoiceField


class ApplicantForm(LookupForm, ClaimForm):
    """One more worker with a first claim; further claims are added on the matter's page."""

    worker = WorkerChoiceField(label=_("职工"))
    field_order = ["worker", "head", "amount", "from_on", "to_on", "basis"]


class RespondentForm(LookupForm):
    employer = EmployerChoiceField(label=_("用人单位"))
