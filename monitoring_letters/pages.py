"""Where supervision letters join the shell: navigation, pages of their kinds, referrals, the desk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from monitoring_letters import states
from unionlaw.matters import desk, panels, referrals, searching
from unionlaw.matters.models.matter import Kind
from unionlaw.network.actors import Actor
from unionlaw.network.roles import Role
from unionlaw.web import navigation

# What the menus offer, in order; True marks the verbs that move the matter forward. The page of a verb has its name.
LEAD_VERBS: tuple[tuple[str, bool], ...] = (
    ("assess_lead", True),
    ("draft_from_lead", True),
    ("join_lead", False),
    ("refer_lead", False),
    ("drop_lead", False),
    ("amend_lead", False),
)
LETTER_VERBS: tuple[tuple[str, bool], ...] = (
    ("submit_for_review", True),
    ("pass_review", True),
    ("return_from_review", False),
    ("approve", True),
    ("return_for_changes", False),
    ("issue", True),
    ("confirm_service", True),
    ("start_service", True),
    ("record_failed_service", False),
    ("publish", True),
    ("mark_unanswered", True),
    ("close_letter", True),
    ("record_reply", True),
    ("judge_demand", True),
    ("reinspect", False),
    ("prepare_next", False),
    ("record_payment", False),
    ("record_linked", False),
    ("answer_linked", False),
    ("amend_letter", False),
    ("set_demands", False),
    ("record_inquiry", False),
    ("set_findings", False),
    ("set_copies", False),
    ("remove_inquiry", False),
    ("record_early_correction", False),
    ("withdraw_draft", False),
    ("correct_letter", False),
    ("withdraw_letter", False),
    ("cancel_payment", False),
    ("reopen_letter", False),
)


TURNS = frozenset({Role.SUPERVISOR, Role.LETTER_APPROVER, Role.LAWYER})
"""Who may be asked to review or approve a letter."""


def lead_verbs(matter: Any) -> tuple[tuple[str, bool], ...]:
    """The menu of a lead: once assessed, assessing again is possible but no longer the next step."""
    done = matter.status_id == states.ASSESSED
    return tuple((verb, primary and not (done and verb == "assess_lead")) for verb, primary in LEAD_VERBS)


def letter_verbs(matter: Any) -> tuple[tuple[str, bool], ...]:
    """The menu of a letter: after the answer, or without one, the next step follows from the demands."""
    from monitoring_letters.services.due import next_verbs

    first = next_verbs(matter.supervision_letter)
    if not first:
        return LETTER_VERBS
    return (*((verb, True) for verb in first), *((verb, False) for verb, _primary in LETTER_VERBS if verb not in first))


def lead_actions(matter: Any, actor: Actor) -> list[panels.Action]:
    """Every verb of the lead, each with the reason when it cannot be done now."""
    from monitoring_letters.services import actions

    verbs = lead_verbs(matter)
    return actions_for(matter, verbs, {verb: actions.refusal(matter, verb, actor) for verb, _primary in verbs})


def letter_actions(matter: Any, actor: Actor) -> list[panels.Action]:
    """Every verb of the letter, each with the reason when it cannot be done now."""
    from monitoring_letters.services import actions

    refusals = {verb: actions.refusal(matter, verb, actor) for verb, _primary in LETTER_VERBS}
    return actions_for(matter, letter_verbs(matter), refusals)


def actions_for(matter: Any, verbs: tuple[tuple[str, bool], ...], refusals: Mapping[str, str]) -> list[panels.Action]:
    """The menu from the reasons against each verb, "" where there is none."""
    labels = (states.lead if matter.kind == Kind.LEAD else states.supervision_letter).by_verb
    return [
        panels.Action(
            labels[verb].label,
            reverse(f"monitoring_letters:{verb}", args=[matter.pk]),
            refusal=refusals[verb],
            primary=primary,
        )
        for verb, primary in verbs
    ]


def document_numbers(numbers: list[str]) -> Any:
    """Letters issued under one of these numbers."""
    from monitoring_letters.models import SupervisionLetter

    return SupervisionLetter.objects.filter(document_number__in=numbers).order_by().values_list("pk")


def letters_for(actor: Actor) -> Q:
    """Letters whose review or approval waits for this actor."""
    from monitoring_letters.filters import waiting_for

    if actor.role not in TURNS:
        return Q(pk__in=[])
    return Q(pk__in=waiting_for(actor).values("pk"))


def join() -> None:
    """Register at start-up."""
    from monitoring_letters.services.actions import draft_refusal

    panels.register(panels.KindPage(Kind.SUPERVISION_LETTER, "monitoring_letters:letter", letter_actions))
    panels.register(panels.KindPage(Kind.LEAD, "monitoring_letters:lead", lead_actions))
    navigation.register(
        navigation.NavItem(
            _("一函两书"), "monitoring_letters:letters", "file-text", right="letter.view", order=45, key="l"
        )
    )
    navigation.register(
        navigation.NavItem(_("批量发函"), "monitoring_letters:campaigns", "files", right="letter.view", order=46)
    )
    navigation.register(
        navigation.NavItem(_("线索"), "monitoring_letters:leads", "bulb", right="lead.view", order=46, key="x")
    )
    from_kinds = frozenset({Kind.CONSULTATION, Kind.AID_CASE, Kind.MEDIATION})
    for key, label, right, url_name in (
        ("lead", _("登记线索"), "lead.record", "monitoring_letters:lead_from"),
        ("supervision_letter", _("发函"), "letter.draft", "monitoring_letters:letter_from"),
    ):
        referrals.register(referrals.Referral(key, label, from_kinds, right, url_name, draft_refusal))
    for key, group, group_url, order in (
        ("letters", _("一函两书"), "monitoring_letters:letters", 40),
        ("leads", _("线索"), "monitoring_letters:leads", 50),
    ):
        searching.register(searching.Group(key, group, group_url, searching.of_matter, order))
    searching.register_numbers(document_numbers)
    supervisor, approver = Role.SUPERVISOR, Role.LETTER_APPROVER
    leads, letters = "monitoring_letters:leads", "monitoring_letters:letters"
    for workflow, status, roles, url_name in (
        (states.lead, states.RECORDED, {supervisor}, leads),
        (states.supervision_letter, states.APPROVED, {supervisor, approver}, letters),
    ):
        desk.register_decision(desk.Decision(status, workflow.label(status), frozenset(roles), url_name))
    # Whose turn a letter under review is, its ladder says.
    desk.register_turn(letters_for)
    desk.register(desk.Tile("my-turn", _("待我审批"), "soon", letters, "my_turn=true&sort=due", TURNS, 30))
    desk.register_start(desk.Start(_("登记线索"), "monitoring_letters:record_lead", "lead.record"))
    desk.register_start(desk.Start(_("向工会移交线索"), "monitoring_letters:hand_in_lead", "lead.hand_in"))
