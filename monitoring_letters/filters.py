"""Filters of leads and letters, shared with the API: those of matters, with the statuses of one kind and their own."""

from __future__ import annotations

from typing import Any

import django_filters as df
from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from monitoring_letters import states
from monitoring_letters.models import Instrument, Lead, Reach, SupervisionLetter, Topic
from unionlaw.matters.filters import MatterFilter
from unionlaw.matters.models import Matter


class _BesideFilter(MatterFilter):
    """Filters on the row beside the matter. Lists walk matters and grants alike, so it is looked up row by row."""

    kind = None
    beside: Any = None

    def of_row(self, queryset: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        if value in (None, "", []):
            return queryset
        key = "pk" if queryset.model is Matter else "matter_id"
        lookup = f"{name}__in" if isinstance(value, list | tuple) else name
        return queryset.filter(Exists(self.beside.objects.filter(matter=OuterRef(key), **{lookup: value})))

    def of_employer(self, queryset: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        """By the employer's id; pages link here, nobody types it."""
        return self.of_row(queryset, name, int(value) if 0 < value < 2**63 else None)


class LeadFilter(_BesideFilter):
    beside = Lead
    status = df.MultipleChoiceFilter(
        label=_("状态"), choices=[(status.code, status.label) for status in states.lead.statuses]
    )
    source = df.MultipleChoiceFilter(label=_("线索来源"), choices=Lead.Source, method="of_row")
    topic = df.MultipleChoiceFilter(label=_("事项类别"), choices=Topic, method="of_row")
    employer = df.NumberFilter(label=_("用人单位"), method="of_employer", widget=forms.HiddenInput)


class LetterFilter(_BesideFilter):
    beside = SupervisionLetter
    status = df.MultipleChoiceFilter(
        label=_("状态"), choices=[(status.code, status.label) for status in states.supervision_letter.statuses]
    )
    instrument = df.MultipleChoiceFilter(label=_("文书种类"), choices=Instrument, method="of_row")
    reach = df.MultipleChoiceFilter(label=_("范围"), choices=Reach, method="of_row")
    topic = df.MultipleChoiceFilter(label=_("事项类别"), choices=Topic, method="of_row")
    result = df.MultipleChoiceFilter(label=_("了结结果"), choices=SupervisionLetter.Result, method="of_row")
    employer = df.NumberFilter(label=_("用人单位"), method="of_employer", widget=forms.HiddenInput)
