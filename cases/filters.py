"""Filters of consultations and aid cases, shared with the API: those of matters, with the statuses of one kind."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import django_filters as df
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from cases import states
from cases.models import Hearing
from unionlaw.deadlines.models import Deadline, State
from unionlaw.lib import clock
from unionlaw.matters.filters import YES_NO, MatterFilter
from unionlaw.matters.models import Matter

REPORT_RULE = "progress_report"
WEEK, TWO_WEEKS = timedelta(days=7), timedelta(days=14)
HEARINGS = [("coming", _("两周内要举行")), ("unlogged", _("时间已过，待记结果"))]


class ConsultationFilter(MatterFilter):
    kind = None
    status = df.MultipleChoiceFilter(
        label=_("状态"), choices=[(status.code, status.label) for status in states.consultation.statuses]
    )


class AidCaseFilter(MatterFilter):
    """Lists walk matters and grants alike, so what belongs to a case is looked up row by row."""

    kind = None
    status = df.MultipleChoiceFilter(
        label=_("状态"), choices=[(status.code, status.label) for status in states.aid_case.statuses]
    )
    hearing = df.ChoiceFilter(label=_("开庭或会议"), choices=HEARINGS, method="by_hearing")
    report_due = df.BooleanFilter(label=_("七天内要报进展"), method="by_report", widget=YES_NO)

    def by_hearing(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        rows = Hearing.objects.filter(held__isnull=True)
        if value == "coming":
            midnight = clock.midnight(clock.today())
            rows = rows.filter(starts_at__gte=midnight, starts_at__lt=midnight + TWO_WEEKS)
        else:
            rows = rows.filter(starts_at__lt=clock.now())
        return queryset.filter(Exists(rows.filter(case=OuterRef(_key(queryset)))))

    def by_report(self, queryset: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        """A progress report is late, or due within seven days."""
        rows = Deadline.objects.filter(
            rule_version__rule__key=REPORT_RULE, state=State.OPEN, due_on__lte=clock.today() + WEEK
        )
        due = Exists(rows.filter(matter=OuterRef(_key(queryset))))
        return queryset.filter(due) if value else queryset.exclude(due)


def _key(queryset: QuerySet[Any]) -> str:
    return "pk" if queryset.model is Matter else "matter_id"
