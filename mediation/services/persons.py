"""Who may act for what in one mediation, beyond the right of their role."""

from django.utils.translation import gettext as _

from mediation.models import Mediation, MediatorAssignment, Participation
from unionlaw.network.actors import Actor
from unionlaw.network.roles import Role

ONLY_MEDIATORS = frozenset({"note_caucus", "recuse"})
"""For those who mediate here, whatever their role."""

CONDUCTING = frozenset(
    {
        "propose_times",
        "answer_times",
        "schedule_session",
        "reschedule_session",
        "cancel_session",
        "hold_session",
        "adjourn_session",
        "fill_facts_sheet",
        "record_offer",
        "answer_offer",
        "record_outcomes",
        "conclude",
        "fail",
        "draft_agreement",
        "revise_agreement",
        "sign_agreement",
        "resume_talks",
    }
)
"""For the clerk and heads of the holder's tree, and for lawyers, mediators and organs that serve in this mediation."""

FOR_ONE_ORGAN = frozenset({"set_organ_number", "sign_off"})
"""For people of a participating organ, for their own organ."""

OF_HOLDER = frozenset(
    {
        "record_consent",
        "accept",
        "decline",
        "withdraw",
        "change_facts",
        "set_fast_track",
        "judge_warnings",
        "object_to_mediator",
        "hand_over",
        "close_performed",
        "close_unperformed",
    }
)
"""For the people of the union's side, whose centre answers for the mediation; partner organs' mediators mediate."""

GROUPS = (ONLY_MEDIATORS, CONDUCTING, FOR_ONE_ORGAN, OF_HOLDER)
"""Within a group the same person is refused for the same reason."""


def serving_as(mediation: Mediation, actor: Actor) -> MediatorAssignment | None:
    """The actor's standing assignment as mediator here, or None."""
    if actor.post is None:
        return None
    standing = MediatorAssignment.objects.serving().filter(mediation=mediation, post=actor.post)
    return standing.select_related("participation").first()


def participation_of(mediation: Mediation, actor: Actor) -> Participation | None:
    """The part of the actor's own organ in this mediation, or None; people of the holder's tree act for the holder."""
    if actor.organisation is None:
        return None
    parts = list(mediation.participations.filter(left_on=None).select_related("organisation"))
    own = [part for part in parts if part.organisation_id == actor.organisation.pk]
    if own or actor.is_outside:
        return own[0] if own else None
    # Staff of the union tree: the deepest participating union or centre that lies above or below their own.
    lineage = actor.organisation.lineage
    related = [
        part
        for part in parts
        if not part.organisation.is_partner
        and (part.organisation_id in lineage or actor.organisation.pk in part.organisation.lineage)
    ]
    return max(related, key=lambda part: len(part.organisation.lineage), default=None)


def person_refusal(mediation: Mediation, verb: str, actor: Actor) -> str:
    """Why this person may not do `verb` although their role may, or ""."""
    if actor.is_system:
        return ""
    if verb in ONLY_MEDIATORS:
        return "" if serving_as(mediation, actor) else _("只有本次调解的调解员可以这样做。")
    if verb in CONDUCTING and (actor.is_outside or actor.role in (Role.LAWYER, Role.MEDIATOR)):
        return "" if serving_as(mediation, actor) else _("您没有被安排为本次调解的调解员。")
    if verb in OF_HOLDER and actor.is_outside:
        return _("由承办单位办理。")
    if verb in FOR_ONE_ORGAN and participation_of(mediation, actor) is None:
        return _("您所在的单位没有参与本次调解。")
    return ""
