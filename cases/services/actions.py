"""Whether something can be done with a matter now, and if not, why: every action on a page shows its reason."""

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _

from cases.limitation import is_urgent
from cases.models import AidCase
from cases.services import reviews
from cases.services.duties import open_duties
from cases.services.steps import person_refusal
from unionlaw.matters import statuses
from unionlaw.matters.models import Matter
from unionlaw.matters.models.matter import Kind
from unionlaw.matters.services.locking import status_refusal
from unionlaw.network.actors import Actor


def refusal(matter: Matter, verb: str, actor: Actor) -> str:
    """Why `actor` cannot do `verb` with a consultation or an aid case now, or "" when they can.

    The same conditions hold in the services; this only tells them beforehand. Prefetch `materials` on the case to
    ask for many verbs at the cost of few queries.

    Raises KeyError for a verb that is not in the matter's workflow.
    """
    transition = statuses.workflow_of(matter.kind).by_verb[verb]
    if reason := actor.refusal(transition.right) or status_refusal(matter, transition):
        return reason
    if matter.kind != Kind.AID_CASE:
        return ""
    case: AidCase = matter.aid_case
    condition = _CONDITIONS.get(verb)
    return person_refusal(case, verb, actor) or (condition(case) if condition else "")


def urgency_note(case: AidCase, today: date) -> str:
    """What a page says beside the urgent path: why it is open, or what it would need."""
    if is_urgent(case.limitation_on, today) and case.limitation_on:
        return _("时效至%(on)s，剩%(days)d天，可以先行提供援助。") % {
            "on": case.limitation_on.isoformat(),
            "days": (case.limitation_on - today).days,
        }
    return reviews.urgency_refusal(case)


def _nothing_scheduled(case: AidCase) -> str:
    return "" if case.hearings.filter(held__isnull=True).exists() else _("没有待记录结果的开庭或会议。")


def _all_received(case: AidCase) -> str:
    return "" if any(m.received_on is None for m in case.materials.all()) else _("清单上的材料都已收到。")


def _all_settled(case: AidCase) -> str:
    return "" if any(not m.is_settled for m in case.materials.all()) else _("没有欠交的材料。")


def _no_outcome(case: AidCase) -> str:
    return "" if case.matter.outcomes.exists() else _("请先登记结果，再登记到账。")


def _no_payment(case: AidCase) -> str:
    return "" if case.matter.payments.filter(cancelled_reason="").exists() else _("没有可以撤销的到账。")


def _still_open(case: AidCase) -> str:
    duties = open_duties(case)
    if not duties:
        return ""
    return _("还有%(count)d项未了：%(first)s") % {"count": len(duties), "first": duties[0].text}


_CONDITIONS: dict[str, Callable[[AidCase], str]] = {
    "request_supplement": reviews.supplement_refusal,
    "receive_supplement": reviews.missing_refusal,
    "grant": reviews.missing_refusal,
    "conclude_hearing": _nothing_scheduled,
    "receive_material": _all_received,
    "waive_material": _all_settled,
    "record_payment": _no_outcome,
    "cancel_payment": _no_payment,
    "close_case": _still_open,
}
