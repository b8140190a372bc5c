"""Where legal-aid work joins the shell: navigation, pages of its kinds, referrals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases import documents_hook, papers, rosters_hook, states
from unionlaw.matters import desk, panels, referrals, searching
from unionlaw.matters.models.matter import Kind
from unionlaw.matters.presenters import referral_actions
from unionlaw.matters.services.locking import status_refusal
from unionlaw.network.actors import Actor
from unionlaw.network.roles import Role
from unionlaw.web import navigation

# What the menu of a case offers, in order; True marks the verbs that move the case forward.
AID_CASE_VERBS: tuple[tuple[str, str, bool], ...] = (
    ("grant", "cases:grant", True),
    ("grant_urgently", "cases:grant_urgently", False),
    ("receive_supplement", "cases:receive_supplement", True),
    ("request_supplement", "cases:request_supplement", True),
    ("refuse", "cases:refuse", False),
    ("uphold_refusal", "cases:uphold_refusal", False),
    ("object_to_refusal", "cases:object_to_refusal", True),
    ("refer_elsewhere", "cases:refer_elsewhere", False),
    ("assign", "cases:assign", True),
    ("accept_assignment", "cases:accept_assignment", True),
    ("decline_assignment", "cases:decline_assignment", False),
    ("record_outcomes", "cases:record_outcomes", True),
    ("record_payment", "cases:record_payment", False),
    ("schedule_hearing", "cases:schedule_hearing", False),
    ("log_filing", "cases:log_filing", False),
    ("log_work", "cases:log_work", False),
    ("set_stage", "cases:set_stage", False),
    ("close_case", "cases:close_case", True),
    ("record_follow_up", "cases:record_follow_up", True),
    ("change_facts", "cases:facts", False),
    ("replace_lawyer", "cases:replace_lawyer", False),
    ("withdraw", "cases:withdraw", False),
    ("reopen_case", "cases:reopen_case", False),
)
# Other proceedings of a dispute that an application can go on from; they stay as they are.
CONTINUED = frozenset({Kind.SUPERVISION_LETTER, Kind.MEDIATION})
CONSULTATION_VERBS: tuple[tuple[str, str, bool], ...] = (
    ("answer_consultation", "cases:answer_consultation", True),
    ("refer_consultation", "cases:refer_consultation", False),
)


def aid_case_actions(matter: Any, actor: Actor) -> list[panels.Action]:
    """Every verb of the case, each with the reason when it cannot be done now."""
    from cases.services import actions

    refusals = {verb: actions.refusal(matter, verb, actor) for verb, _url, _primary in AID_CASE_VERBS}
    return [*actions_for(matter, refusals), *referral_actions(matter, actor)]


def actions_for(matter: Any, refusals: Mapping[str, str]) -> list[panels.Action]:
    """The menu of a case from the reasons against each verb, "" where there is none."""
    return [
        panels.Action(
            states.aid_case.by_verb[verb].label,
            reverse(url_name, args=[matter.pk]),
            refusal=refusals[verb],
            primary=primary,
        )
        for verb, url_name, primary in AID_CASE_VERBS
    ]


def consultation_actions(matter: Any, actor: Actor) -> list[panels.Action]:
    """Answering and referring, then what can be opened from here."""
    from cases.services import actions

    offered = [
        panels.Action(
            states.consultation.by_verb[verb].label,
            reverse(url_name, args=[matter.pk]),
            refusal=actions.refusal(matter, verb, actor),
            primary=primary,
        )
        for verb, url_name, primary in CONSULTATION_VERBS
    ]
    return [*offered, *referral_actions(matter, actor)]


def application_refusal(matter: Any, actor: Actor) -> str:
    """Why no application can be made from this consultation now, or ""."""
    return status_refusal(matter, states.consultation.by_verb["apply_for_aid"])


def continuation_refusal(matter: Any, actor: Actor) -> str:
    """Why no application can go on from this letter or mediation, or ""."""
    return _g("本事项没有登记当事人，不能申请援助。") if matter.dispute_id is None else ""


def court_numbers(numbers: list[str]) -> Any:
    """Cases with a filing that a tribunal or court took under one of these numbers."""
    from cases.models import Filing

    return Filing.objects.filter(reference__in=numbers).order_by().values_list("case")


def join() -> None:
    """Subscribe at start-up."""
    navigation.register(
        navigation.NavItem(
            pgettext_lazy("list", "咨询"),
            "cases:consultations",
            "message-question",
            right="consultation.view",
            order=30,
            key="q",
        )
    )
    navigation.register(
        navigation.NavItem(_("法律援助"), "cases:aid_cases", "scale", right="aid_case.view", order=40, key="c")
    )
    panels.register(panels.KindPage(Kind.CONSULTATION, "cases:consultation", consultation_actions))
    panels.register(panels.KindPage(Kind.AID_CASE, "cases:aid_case", aid_case_actions))
    referrals.register(
        referrals.Referral(
            key="aid_case",
            label=_("申请法律援助"),
            from_kinds=frozenset({Kind.CONSULTATION}),
            right="aid_case.apply",
            url_name="cases:apply_from",
            refusal=application_refusal,
            primary=True,
        )
    )
    referrals.register(
        referrals.Referral(
            key="aid_case_onward",
            label=_("申请法律援助"),
            from_kinds=CONTINUED,
            right="aid_case.apply",
            url_name="cases:continue_as_aid",
            refusal=continuation_refusal,
        )
    )
    deciders = frozenset({Role.SUPERVISOR})
    desk.register_start(desk.Start(_("登记咨询"), "cases:record_consultation", "consultation.record"))
    for status in (states.SUBMITTED, states.OBJECTED, states.GRANTED):
        desk.register_decision(desk.Decision(status, states.aid_case.label(status), deciders, "cases:aid_cases"))
    for tile in (
        desk.Tile(
            "to-accept", _("待接受的指派"), "soon", "cases:aid_cases",
            f"mine=true&status={states.ASSIGNED}&sort=due", {Role.LAWYER}, 21,
        ),
        desk.Tile(
            "hearings", _("两周内开庭或会议"), "active", "cases:aid_cases",
            "mine=true&hearing=coming", {Role.LAWYER}, 30,
        ),
        desk.Tile(
            "unlogged", _("待记结果"), "soon", "cases:aid_cases", "mine=true&hearing=unlogged", {Role.LAWYER}, 31
        ),
        desk.Tile(
            "reports-due", _("待报进展"), "soon", "cases:aid_cases", "mine=true&report_due=true", {Role.LAWYER}, 32
        ),
    ):  # fmt: skip
        desk.register(tile)
    for key, label, url_name, order in (
        ("consultations", pgettext_lazy("list", "咨询"), "cases:consultations", 10),
        ("aid_cases", _("法律援助"), "cases:aid_cases", 20),
    ):
        searching.register(searching.Group(key, label, url_name, searching.of_matter, order))
    searching.register_numbers(court_numbers)
    documents_hook.join()
    papers.join()
    rosters_hook.join()
