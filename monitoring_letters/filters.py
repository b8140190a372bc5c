"""Filters of leads and letters, shared with the API: those of matters, with the statuses of one kind and their own."""

from __future__ import annotations

from typing import Any

import django_filters as df
from django import forms
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from monitoring_letters import states
from monitoring_letters.models import Approval, Instrument, Lead, Reach, SupervisionLetter, Topic
from monitoring_letters.models.lead import LEAD_CHOICES
from monitoring_letters.models.letter import LETTER_CHOICES
from unionlaw.lib import clock
from unionlaw.matters.beside_filters import BesideFilter
from unionlaw.matters.filters import YES_NO
from unionlaw.network.actors import Actor
from unionlaw.network.rights import get as right
from unionlaw.registers.models import Employer

DECIDED_ON = (states.REVIEW, states.APPROVAL)
"""Where a letter waits for a review or a step of approval."""


def _employers(request: Any) -> QuerySet[Employer]:
    """Pages link here with the employer's id, nobody types it; its name stands on the chip."""
    actor = getattr(request, "actor", None)
    return Employer.objects.visible_to(actor) if actor is not None else Employer.objects.none()


class LeadFilter(BesideFilter):
    beside = Lead
    choices_in_order = LEAD_CHOICES
    status = df.MultipleChoiceFilter(
        label=_("状态"), choices=[(status.code, status.label) for status in states.lead.statuses]
    )
    source = df.MultipleChoiceFilter(label=_("线索来源"), choices=Lead.Source, method="of_row")
    topic = df.MultipleChoiceFilter(label=_("事项类别"), choices=Topic, method="of_row")
    employer = df.ModelChoiceFilter(label=_("用人单位"), queryset=_employers, method="of_row", widget=forms.HiddenInput)


class LetterFilter(BesideFilter):
    beside = SupervisionLetter
    choices_in_order = LETTER_CHOICES
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
        # Matters and grants alike have both columns. The first condition names the only parts of an index to look at.
        late = Q(status__in=(states.SERVED, states.UNANSWERED)) & (
            Q(next_due_on__lt=clock.today()) | Q(status=states.UNANSWERED)
        )
        return queryset.filter(late) if value else queryset.exclude(late)

    def by_turn(self, queryset: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        """Letters whose review or step of approval waits for the acting post."""
        actor = self.request.actor
        # What waits for a review waits for every reviewer of the city: looked up one by one on a walk through the
        # reader's own part of the tree. Steps of approval are those of one office: looked up by key.
        reviews = actor.post is not None and actor.post.role in right("letter.review").roles
        # Matters and grants alike have the column.
        waiting = queryset.filter(status__in=DECIDED_ON) if value else queryset
        return self.narrow(waiting, name, _steps_for(actor), way="letter", having=value, look_up=not reviews)


class CampaignFilter(LetterFilter):
    """Campaigns are so few that each is looked at; keys of letters would only lead away from them."""

    few = 0
    choices_in_order = ()


def waiting_for(actor: Actor) -> QuerySet[SupervisionLetter]:
    """Letters whose review or step of approval waits for this actor."""
    return SupervisionLetter.objects.filter(pk__in=_steps_for(actor).values("letter"))


def _steps_for(actor: Actor) -> QuerySet[Approval]:
    """The steps that wait, when they are this actor's to take: persons.person_refusal decides
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
        round=F("letter__round"),
        decision="",
        letter__matter__status__in=DECIDED_ON,
    )
    return waiting.filter(~Exists(earlier)).exclude(letter__drafted_by=actor.user)
