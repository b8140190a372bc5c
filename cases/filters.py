"""Filters of consultations and aid cases, shared with the API: those of matters, with the statuses of one kind."""

from __future__ import annotations

import django_filters as df
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases import states
from unionlaw.lib import clock
from unionlaw.matters.filters import MatterFilter
from unionlaw.registers.models import Cause


def causes() -> QuerySet[Cause]:
    """The causes that can be chosen today, without the list's headings."""
    return Cause.objects.in_force(clock.today()).filter(heading=False)


class ConsultationFilter(MatterFilter):
    kind = None
    status = df.MultipleChoiceFilter(
        label=_("状态"), choices=[(status.code, status.label) for status in states.consultation.statuses]
    )


class AidCaseFilter(MatterFilter):
    kind = None
    status = df.MultipleChoiceFilter(
        label=_("状态"), choices=[(status.code, status.label) for status in states.aid_case.statuses]
    )
