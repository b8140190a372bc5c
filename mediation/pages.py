"""Where mediation joins the shell: navigation, the page of its kind, referrals, the desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mediation import states
from unionlaw.matters import desk, panels, referrals, searching
from unionlaw.matters.models.matter import Kind
from unionlaw.matters.presenters import referral_actions
from unionlaw.network.actors import Actor
from unionlaw.network.roles import Role
from unionlaw.web import navigation

# What the menu offers, in order; True marks the verbs that move the mediation forward. The page of a verb has its name.
VERBS: tuple[tuple[str, bool], ...] = (
    ("judge_warnings", True),
    ("accept", True),
    ("record_consent", True),
    ("conclude", True),
    ("assign_mediator", True),
    ("hold_session", True),
    ("schedule_session", True),
    ("record_outcomes", True),
    ("sign_agreement", True),
    ("draft_agreement", True),
    ("close_performed", True),
    ("decide_confirmation", True),
    ("file_confirmation", True),
    ("apply_for_confirmation", True),
    ("record_payment", True),
    ("propose_times", False),
    ("answer_times", False),
    ("adjourn_session", False),
    ("reschedule_session", False),
    ("cancel_session", False),
    ("fill_facts_sheet", False),
    ("note_caucus", False),
    ("record_offer", False),
    ("answer_offer", False),
    ("revise_agreement", False),
    ("resume_talks", False),
    ("remind_debtor", False),
    ("record_breach", False),
    ("cure_breach", False),
    ("prepare_remedy", False),
    ("cancel_payment", False),
    ("set_fast_track", False),
    ("change_facts", False),
    ("invite_organ", False),
    ("set_organ_number", False),
    ("sign_off", False),
    ("object_to_mediator", False),
    ("recuse", False),
    ("withdraw", False),
    ("decline", False),
    ("fail", False),
    ("hand_over", False),
    ("close_unperformed", False),
    ("reopen", False),
)

FROM_KINDS = frozenset({Kind.CONSULTATION, Kind.AID_CASE, Kind.LEAD, Kind.SUPERVISION_LETTER})


def mediation_actions(matter: Any, actor: Actor) -> list[panels.Action]:
    """Every verb of the mediation, each with the reason when it cannot be done now, and where it can go on."""
    from mediation.services import actions

    return actions_for(matter, actions.refusals(matter, [verb for verb, _primary in VERBS], actor), actor)


def actions_for(matter: Any, refusals: Mapping[str, str], actor: Actor) -> list[panels.Action]:
    """The menu from the reasons against each verb, "" where there is none; a verb without a page is left out."""
    from mediation.services.first_step import first_verb
    from mediation.services.persons import OF_HOLDER

    first = first_verb(matter.mediation)
    unjudged = not refusals["judge_warnings"] and matter.mediation.warning_signs.filter(judgement="").exists()
    offered = [
        panels.Action(
            states.mediation.by_verb[verb].label,
            url,
            refusal=refusals[verb],
            # While it is being mediated one verb is next; in other statuses the order of the menu decides.
            primary=primary and not refusals[verb] and (unjudged if verb == "judge_warnings" else first in ("", verb)),
        )
        for verb, primary in VERBS
        # What is the holder's to do is no business of partner organs.
        if not (actor.is_outside and verb in OF_HOLDER) and (url := page_of(verb, matter.pk))
    ]
    ended_without = matter.status_id in (states.FAILED, states.UNPERFORMED, states.DECLINED)
    for action in referral_actions(matter, actor):
        # What ended without a result goes on into legal aid.
        onward = ended_without and not action.refusal and not any(one.primary for one in offered)
        offered.append(replace(action, primary=onward or action.primary))
    return offered


def page_of(verb: str, pk: int) -> str:
    """The address of the page of a verb, "" where there is none."""
    try:
        return reverse(f"mediation:{verb}", args=[pk])
    except NoReverseMatch:
        return ""


def mediation_refusal(matter: Any, actor: Actor) -> str:
    """Why no mediation can be opened from this matter now, or ""."""
    from unionlaw.matters.models import Matter, Party
    from unionlaw.matters.models.matter import LIVE_PHASES

    if matter.dispute_id is None:
        return _g("本事项还没有登记当事人。")
    if not Party.objects.filter(dispute=matter.dispute_id, side=Party.Side.RESPONDENT).exists():
        return _g("本事项没有登记用人单位。")
    live = Matter.objects.filter(dispute=matter.dispute_id, kind=Kind.MEDIATION, phase__in=LIVE_PHASES).first()
    return _g("本争议已有正在办理的调解%(number)s。") % {"number": live.number} if live else ""


def organs_numbers(numbers: list[str]) -> Any:
    """Mediations that an organ passed on or takes part in under one of these numbers of its own."""
    from mediation.models import Mediation, Participation

    passed_on = Mediation.objects.filter(reference__in=numbers).order_by().values_list("pk")
    return passed_on.union(Participation.objects.filter(own_number__in=numbers).order_by().values_list("mediation"))


def join() -> None:
    """Register at start-up."""
    panels.register(panels.KindPage(Kind.MEDIATION, "mediation:mediation", mediation_actions))
    navigation.register(
        navigation.NavItem(
            pgettext_lazy("list", "调解"),
            "mediation:mediations",
            "users-group",
            right="mediation.view",
            order=35,
            key="j",
        )
    )
    referrals.register(
        referrals.Referral(
            "mediation", _("转调解"), FROM_KINDS, "mediation.record", "mediation:mediation_from", mediation_refusal
        )
    )
    searching.register(
        searching.Group("mediations", pgettext_lazy("list", "调解"), "mediation:mediations", searching.of_matter, 30)
    )
    searching.register_numbers(organs_numbers)
    deciders = frozenset({Role.CASEWORKER, Role.SUPERVISOR})
    desk.register_decision(
        desk.Decision(states.RECEIVED, states.mediation.label(states.RECEIVED), deciders, "mediation:mediations")
    )
    for key, label, tone, due, order in (
        ("mediating-overdue", _("已逾期"), "danger", "due=overdue", 10),
        ("mediating-due", _("今天到期"), "soon", "due=today", 11),
        ("mediating-week", _("七天内到期"), "soon", "due=week", 12),
        ("mediating", _("我调解的"), "active", "phase=open&phase=waiting", 61),
    ):
        query = f"mediating=true&{due}&sort=due"
        desk.register(desk.Tile(key, label, tone, "mediation:mediations", query, {Role.MEDIATOR}, order))
    for key, label, tone, session, order in (
        ("sessions-today", _("今天的调解会"), "soon", "today", 30),
        ("sessions-week", _("七天内的调解会"), "active", "week", 31),
        ("sessions-unlogged", _("待记调解会"), "soon", "unlogged", 32),
    ):
        query = f"mediating=true&session={session}"
        desk.register(desk.Tile(key, label, tone, "mediation:mediations", query, {Role.MEDIATOR}, order))
    desk.register_start(desk.Start(_("登记调解"), "mediation:record", "mediation.record"))
    desk.register_start(desk.Start(_("移送调解"), "mediation:refer_in", "mediation.refer"))
