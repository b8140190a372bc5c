"""What is to be done next in a mediation: each status may say it from what is recorded, else the last event does."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from mediation import states
from mediation.models import Consent, Mediation, MediatorAssignment
from unionlaw.lib.wording import stored
from unionlaw.matters.models import Event, Matter, Party
from unionlaw.matters.models.matter import Kind
from unionlaw.matters.vocabulary import EventType
from unionlaw.network.actors import Actor

Step = str | Promise

ASK = gettext_lazy("征求双方意见")
TAKE_UP = gettext_lazy("受理")
TELL = gettext_lazy("一方不同意，告知其他途径")
ASSIGN = gettext_lazy("安排调解员")
SCHEDULE = gettext_lazy("安排调解会")

STEPS: dict[str, Callable[[Mediation], Step]] = {}
"""Status → the next step, "" to leave what the last event said. Parts of the app put theirs here when imported."""


def say_next_step(matter: Matter, event: Event, event_type: EventType, actor: Actor) -> None:
    """After each event of a mediation: the next step on lists follows what is recorded. Joins `matters.record`."""
    if matter.kind != Kind.MEDIATION or (source := STEPS.get(matter.status_id)) is None:
        return
    # The opening event is recorded before the mediation's own row is there; its declaration says the step.
    mediation = Mediation.objects.filter(pk=matter.pk).first()
    if mediation is not None and (step := source(mediation)):
        matter.next_step = stored(step)


def last_answers(mediation: Mediation) -> dict[int, bool]:
    """Party id → whether it last agreed to the mediation."""
    return dict(Consent.objects.filter(mediation=mediation).order_by("pk").values_list("party_id", "agreed"))


def unanswered(mediation: Mediation) -> bool:
    """Whether a party's willingness is not recorded yet."""
    parties = Party.objects.filter(dispute__matters=mediation.pk, side__in=(Party.Side.CLAIMANT, Party.Side.RESPONDENT))
    return bool(set(parties.values_list("pk", flat=True)) - set(last_answers(mediation)))


def _received(mediation: Mediation) -> Step:
    if False in last_answers(mediation).values():
        return TELL
    return ASK if unanswered(mediation) else TAKE_UP


def _accepted(mediation: Mediation) -> Step:
    return SCHEDULE if MediatorAssignment.objects.serving().filter(mediation=mediation).exists() else ASSIGN


STEPS[states.RECEIVED] = _received
STEPS[states.ACCEPTED] = _accepted
