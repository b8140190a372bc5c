"""Filters of consultations and aid cases, shared with the API: those of matters, with the statuses of one kind."""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from typing import Any

import django_filters as df
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases import states
from cases.models import AidCase, Hearing
from unionlaw.deadlines.models import Deadline, RuleVersion, State
from unionlaw.deadlines.querysets import DeadlineQuerySet
from unionlaw.lib import clock
from unionlaw.matters.beside_filters import BesideFilter
from unionlaw.matters.filters import YES_NO, MatterFilter
from unionlaw.matters.models import Matter
from unionlaw.network.actors import Actor

REPORT_RULE = "progress_report"
WEEK, TWO_WEEKS = timedelta(days=7), timedelta(days=14)
HEARINGS = [("coming", _("两周内要举行")), ("unlogged", _("时间已过，待记结果"))]


class ConsultationFilter(MatterFilter):
    kind = None
    status = df.MultipleChoiceFilter(
        label=_("状态"), choices=[(status.code, status.label) for status in states.consultation.statuses]
    )


class AidCaseFilter(BesideFilter):
    beside = AidCase
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
        return self.narrow(queryset, name, rows, way="case")

    def by_report(self, queryset: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        """A progress report is late, or due within seven days."""
        soon = clock.today() + WEEK
        due = Deadline.objects.filter(state=State.OPEN, due_on__lte=soon)
        rows = due.filter(rule_version__rule__key=REPORT_RULE)
        if not value:
            return self.narrow(queryset, name, rows, having=False, look_up=False)
        if queryset.model is Matter:
            # Whose limits they are is known from the limits themselves: the reader's only are looked up in the list.
            found = _matters(due.filter(rule_version__in=self.report_rules), self.request.actor)
            return queryset.filter(pk__in=found)
        # Grants are as many as the reader has matters; theirs that have any limit by then are looked at one by one.
        return self.narrow(queryset.filter(next_due_on__lte=soon), name, rows, look_up=False)

    @cached_property
    def report_rules(self) -> list[int]:
        """The versions of the rule by number, so that their limits are one range of an index each."""
        return list(RuleVersion.objects.filter(rule__key=REPORT_RULE).values_list("pk", flat=True))


def _matters(rows: DeadlineQuerySet, actor: Actor) -> QuerySet[Any]:
    """The matters of those of the limits that the actor sees, each part along an index of its own."""
    if actor.is_system:
        return rows.values("matter")
    return rows.in_tree_of(actor).values("matter").union(rows.granted_to(actor).values("matter"))
