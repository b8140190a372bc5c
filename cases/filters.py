"""Filters of consultations and aid cases, shared with the API: those of matters, with the statuses of one kind."""

from __future__ import annotations

import django_filters as df
from django.utils.translation import gettext_lazy as _

from cases import states
from unionlaw.matters.filters import MatterFilter


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
