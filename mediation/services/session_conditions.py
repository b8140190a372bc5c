"""Why a verb of sessions or talks cannot be done now: for pages, the same that its service would say."""

from __future__ import annotations

from django.utils.translation import gettext as _

from mediation.models import Mediation, MediatorAssignment, Offer, Session, TimeSlot
from mediation.services import actions


def no_mediator(mediation: Mediation) -> str:
    """A session needs somebody who mediates."""
    serving = MediatorAssignment.objects.serving().filter(mediation=mediation)
    return "" if serving.exists() else _("还没有安排调解员，请先安排。")


def nothing_proposed(mediation: Mediation) -> str:
    """Answers are to times that were proposed, or to none yet."""
    return "" if mediation.time_slots.filter(state=TimeSlot.State.PROPOSED).exists() else _("还没有提出时间。")


def nothing_planned(mediation: Mediation) -> str:
    """Only a planned session can be moved or called off."""
    planned = mediation.sessions.filter(state=Session.State.PLANNED)
    return "" if planned.exists() else _("没有待召开的调解会。")


def nothing_to_record(mediation: Mediation) -> str:
    """Minutes belong to a session that was not called off."""
    sessions = mediation.sessions.exclude(state=Session.State.CANCELLED)
    return "" if sessions.exists() else _("还没有安排调解会。")


def no_open_offer(mediation: Mediation) -> str:
    """Only an open offer can be answered."""
    return "" if mediation.offers.filter(state=Offer.State.OPEN).exists() else _("没有待答复的方案。")


def join() -> None:
    """Put the conditions where pages ask for them."""
    actions.CONDITIONS["schedule_session"] = no_mediator
    actions.CONDITIONS["reschedule_session"] = nothing_planned
    actions.CONDITIONS["cancel_session"] = nothing_planned
    actions.CONDITIONS["hold_session"] = nothing_to_record
    actions.CONDITIONS["adjourn_session"] = nothing_planned
    actions.CONDITIONS["answer_offer"] = no_open_offer
