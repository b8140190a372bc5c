"""Whether something can be done with a lead or a letter now, and if not, why: every action shows its reason."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from monitoring_letters.models import SupervisionLetter
from monitoring_letters.services import serving
from monitoring_letters.services.duties import open_duties
from monitoring_letters.services.escalating import next_refusal
from monitoring_letters.services.following import reply_limit, silence_refusal
from monitoring_letters.services.payments import payment_refusal
from monitoring_letters.services.persons import person_refusal
from monitoring_letters.services.preconditions import lacking
from unionlaw.lib import clock
from unionlaw.matters import statuses
from unionlaw.matters.models import Matter
from unionlaw.matters.models.matter import Kind
from unionlaw.matters.services.locking import status_refusal
from unionlaw.network.actors import Actor


def refusal(matter: Matter, verb: str, actor: Actor) -> str:
    """Why `actor` cannot do `verb` with a lead or a letter now, or "" when they can.

    The same conditions hold in the services; this only tells them beforehand.

    Raises KeyError for a verb that is not in the matter's workflow.
    """
    transition = statuses.workflow_of(matter.kind).by_verb[verb]
    if reason := actor.refusal(transition.right) or status_refusal(matter, transition):
        return reason
    if matter.kind != Kind.SUPERVISION_LETTER:
        return ""
    letter: SupervisionLetter = matter.supervision_letter
    condition = _CONDITIONS.get(verb)
    return person_refusal(letter, verb, actor) or (condition(letter) if condition else "")


def draft_refusal(matter: Matter, actor: Actor) -> str:
    """Why no letter can be drafted from a consultation or an aid case, or "". For the referral "发函"."""
    if matter.dispute is None or not matter.dispute.parties.filter(employer__isnull=False).exists():
        return _("本事项没有登记用人单位。")
    return ""


def _complete(letter: SupervisionLetter) -> str:
    lines = lacking(letter)
    return lines[0] if lines else ""


def _nothing_open(letter: SupervisionLetter) -> str:
    duties = open_duties(letter)
    if not duties:
        return ""
    return _("还有%(count)d项未了：%(first)s") % {"count": len(duties), "first": duties[0].text}


def _reply_overdue(letter: SupervisionLetter) -> str:
    return silence_refusal(reply_limit(letter), clock.today())


def _has_demands(letter: SupervisionLetter) -> str:
    return "" if letter.demands.exists() else _("没有整改要求。")


def _has_payment(letter: SupervisionLetter) -> str:
    if reason := payment_refusal(letter):
        return reason
    return "" if letter.matter.payments.filter(cancelled_reason="").exists() else _("没有可以撤销的到账。")


def _awaits_answer(letter: SupervisionLetter) -> str:
    return "" if letter.linked.filter(answered_on=None).exists() else _("没有等待结果的移送。")


def _has_inquiry(letter: SupervisionLetter) -> str:
    return "" if letter.inquiries.exists() else _("没有登记调查。")


_CONDITIONS: dict[str, Callable[[SupervisionLetter], str]] = {
    "remove_inquiry": _has_inquiry,
    "submit_for_review": _complete,
    "start_service": serving.service_refusal,
    "confirm_service": serving.result_refusal,
    "record_failed_service": serving.result_refusal,
    "publish": serving.publication_refusal,
    "mark_unanswered": _reply_overdue,
    "judge_demand": _has_demands,
    "answer_linked": _awaits_answer,
    "prepare_next": next_refusal,
    "close_letter": _nothing_open,
    "record_payment": payment_refusal,
    "cancel_payment": _has_payment,
}
