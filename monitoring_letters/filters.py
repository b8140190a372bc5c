"""Filters of leads and letters, shared with the API: those of matters, with the statuses of one kind and their own."""

from __future__ import annotations

from typing import Any

import django_filters as df
from django import forms
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from monitoring_letters import states
from monitoring_letters.models import Approval, Instrument, Lead, Reach, SupervisionLetter, Topic
from unionlaw.lib import clock
from unionlaw.matters.filters import YES_NO, MatterFilter
from unionlaw.matters.models import Matter
from unionlaw.network.actors import Actor
from unionlaw.network.rights import get as right
from unionlaw.registers.models import Employer


def _employers(request: Any) -> QuerySet[Employer]:
    """Pages link here with the employer's id, nobody types it; its name stands on the chip."""
    actor = getattr(request, "actor", None)
    return Employer.objects.visible_to(actor) if actor is not None else Employer.objects.none()


class _BesideFilter(MatterFilter):
    """Filters on the row beside the matter. Lists walk matters and grants alike, so it is looked up row by row."""

    kind = None
    beside: Any = None

    def of_row(self, queryset: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        if value in (None, "", []):
            return queryset
        lookup = f"{name}__in" if isinstance(value, list | tuple) else name
        return self.where(queryset, self.beside.objects.filter(**{lookup: value}))

    def where(self, queryset: QuerySet[Any], rows: QuerySet[Any]) -> QuerySet[Any]:
        """Those whose row beside the matter is one of `rows`."""
        key = "pk" if queryset.model is Matter else "matter_id"
        return queryset.filter(Exists(rows.filter(matter=OuterRef(key))))


class LeadFilter(_BesideFilter):
    beside = Lead
    status = df.MultipleChoiceFilter(
        label=_("状态"), choices=[(status.code, status.label) for status in states.lead.statuses]
    )
    source = df.MultipleChoiceFilter(label=_("线索来源"), choices=Lead.Source, method="of_row")
    topic = df.MultipleChoiceFilter(label=_("事项类别"), choices=Topic, method="of_row")
    employer = df.ModelChoiceFilter(label=_("用人单位"), queryset=_employers, method="of_row", widget=forms.HiddenInput)


class LetterFilter(_BesideFilter):
    beside = SupervisionLetter
    status = df.MultipleChoiceFilter(
        label=_("状态"), choices=[(status.code, status.label) for status in states.supervision_letter.statuses]
    )
    instrument = df.MultipleChoiceFilter(label=_("文书种类"), choices=Instrument, method="of_row")
    reach = df.MultipleChoiceFilter(label=_("范围"), choices=Reach, method="of_row")
    topic = df.MultipleChoiceFilter(label=_("事项类别"), choices=Topic, method="of_row")
    result = df.MultipleChoiceFilter(label=_("了结结果"), choices=SupervisionLetter.Result, method="of_row")
    employer = df.ModelChoiceFilter(label=_("用人单位"), queryset=_employers, method="of_row", widget=forms.HiddenInput)
    reply_overdue = df.BooleanFilter(label=_("逾期未答复"), method="by_reply", widget=YES_NO)
    my_turn = df.BooleanFilter(label=_("待我审核或审批"), method="by_turn", widget=YES_NO)

    def by_reply(self, queryset: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        """Served, no reply, and the day to reply has passed — said so already or not."""
        passed = Q(matter__status=states.SERVED, matter__next_due_on__lt=clock.today())
        late = SupervisionLetter.objects.filter(passed | Q(matter__status=states.UNANSWERED))
        return self.where(queryset, late if value else SupervisionLetter.objects.exclude(pk__in=late.values("pk")))

    def by_turn(self, queryset: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        """Letters whose review or step of approval waits for the acting post."""
        mine = SupervisionLetter.objects.filter(Exists(_steps_for(self.request.actor)))
        return self.where(queryset, mine if value else SupervisionLetter.objects.exclude(pk__in=mine.values("pk")))


def _steps_for(actor: Actor) -> QuerySet[Approval]:
    """The step that waits, of the letter around it, when it is this actor's to take: persons.person_refusal decides
    finally, what somebody wrote themselves is left out here too."""
    if actor.post is None:
        return Approval.objects.none()
    earlier = Approval.objects.filter(
        letter=OuterRef("letter"), round=OuterRef("round"), position__lt=OuterRef("position"), decision=""
    )
    turn = Q(position__gt=0, role=actor.post.role, organisation=actor.post.organisation_id)
    if actor.post.role in right("letter.review").roles:
        turn |= Q(position=0, letter__reviewer=actor.post) | Q(position=0, letter__reviewer=None)
    waiting = Approval.objects.filter(
        turn,
        letter=OuterRef("pk"),
        round=F("letter__round"),
        decision="",
        letter__matter__status__in=(states.REVIEW, states.APPROVAL),
    )
    return waiting.filter(~Exists(earlier)).exclude(letter__drafted_by=actor.user)
