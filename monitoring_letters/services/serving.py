"""Getting a letter to its addressee: tries until one succeeds; a public letter is published instead."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from monitoring_letters.models import Instrument, Publication, ServiceAttempt, SupervisionLetter
from monitoring_letters.services.steps import begin, check_document, record
from unionlaw.documents.models import Document
from unionlaw.lib.errors import Conflict, Missing
from unionlaw.lib.wording import stored
from unionlaw.matters.services.checking import check_columns, need, need_reason, not_in_future, refuse_if, said
from unionlaw.network.actors import Actor

SERVED = {
    Instrument.NOTICE: "letter.notice_served",
    Instrument.OPINION: "letter.served",
    Instrument.RECOMMENDATION: "letter.recommendation_served",
}


@transaction.atomic
def start_service(
    *,
    letter_id: int,
    method: str,
    sent_to: str,
    sent_on: date,
    tracking_number: str = "",
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> ServiceAttempt:
    """Send the letter.

    Args:
        method: one of ServiceAttempt.Method.
        sent_to: address or person.
        tracking_number: of the mail; needed when it is mailed.

    Raises Conflict for a public letter or while another try is under way; Invalid per argument.
    """
    letter = begin(letter_id=letter_id, verb="start_service", by=by, version=version)
    if reason := service_refusal(letter):
        raise Conflict(reason)
    errors: dict[str, Any] = {}
    attempt = ServiceAttempt(letter=letter, method=method, sent_on=sent_on, tracking_number=tracking_number.strip())
    attempt.sent_to = need(sent_to, "sent_to", _("请写明送达地址或收件人。"), errors, longest=200)
    check_columns(attempt, ["method", "tracking_number"], errors)
    if method == ServiceAttempt.Method.MAIL and not attempt.tracking_number:
        errors.setdefault("tracking_number", _("邮寄的请填写邮件号。"))
    _not_before_issue(letter, sent_on, "sent_on", errors)
    not_in_future(sent_on, "sent_on", timezone.localdate(at), errors)
    refuse_if(errors)
    attempt.save()
    record(letter, "letter.service_started", by=by, at=at, data=_data(attempt))
    return attempt


@transaction.atomic
def confirm_service(
    *,
    letter_id: int,
    attempt_id: int,
    served_on: date,
    proof: str,
    document: Document | None = None,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> SupervisionLetter:
    """The letter reached its addressee; the time to reply runs from then.

    Args:
        served_on: the day of the slip (送达回证), the receipt or the record.
        proof: what shows it, in words. document: its scan in the letter's folder.

    Raises Missing or Conflict for a try that is unknown or over; Invalid per argument.
    """
    letter = begin(letter_id=letter_id, verb="confirm_service", by=by, version=version)
    attempt = _open_attempt(letter, attempt_id)
    errors: dict[str, Any] = {}
    attempt.proof = need(proof, "proof", _("请写明送达凭证。"), errors, longest=300)
    check_document(document, letter.matter, "document", errors)
    _end(attempt, ServiceAttempt.State.SERVED, served_on, "served_on", at, errors)
    attempt.document = document
    attempt.save()
    letter.served_on = served_on
    data = {
        "method": stored(attempt.get_method_display()),
        "served_on": said(served_on),
        "reply_by": said(letter.reply_by),
    }
    record(letter, SERVED[Instrument(letter.instrument)], by=by, at=at, data=data)
    return letter


@transaction.atomic
def record_failed_service(
    *,
    letter_id: int,
    attempt_id: int,
    failed_on: date,
    reason: str,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> ServiceAttempt:
    """The letter came back or could not be handed over; it can be served again, in another way or elsewhere.

    Raises Missing or Conflict for a try that is unknown or over; Invalid per argument.
    """
    letter = begin(letter_id=letter_id, verb="record_failed_service", by=by, version=version)
    attempt = _open_attempt(letter, attempt_id)
    reason = need_reason(reason, _("请写明未送达的原因。"))
    attempt.proof = reason[:300]
    _end(attempt, ServiceAttempt.State.FAILED, failed_on, "failed_on", at, {})
    attempt.save()
    record(letter, "letter.service_failed", by=by, at=at, reason=reason, data=_data(attempt))
    return attempt


@transaction.atomic
def publish(
    *,
    letter_id: int,
    published_on: date,
    where: str,
    address: str = "",
    employers_reached: int = 0,
    workers_reached: int = 0,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> SupervisionLetter:
    """Write down how a letter to an industry or area was made known.

    Args:
        where: paper, site, meeting, in words. address: its link.
        employers_reached, workers_reached: how many, as far as known.

    Raises Conflict for a letter to one employer; Invalid per argument.
    """
    letter = begin(letter_id=letter_id, verb="publish", by=by, version=version)
    if reason := publication_refusal(letter):
        raise Conflict(reason)
    errors: dict[str, Any] = {}
    publication = Publication(
        letter=letter, published_on=published_on, address=address.strip(), employers_reached=employers_reached,
        workers_reached=workers_reached,
    )  # fmt: skip
    publication.where = need(where, "where", _("请写明公布载体。"), errors, longest=200)
    check_columns(publication, ["address", "employers_reached", "workers_reached"], errors)
    _not_before_issue(letter, published_on, "published_on", errors)
    not_in_future(published_on, "published_on", timezone.localdate(at), errors)
    refuse_if(errors)
    publication.save()
    data = {"happened_on": published_on.isoformat(), "where": publication.where}
    record(letter, "letter.published", by=by, at=at, data=data)
    return letter


def service_refusal(letter: SupervisionLetter) -> str:
    """Why no try to serve it can begin, or ""."""
    if letter.is_public:
        return _("面向行业或区域的提示函登记公布，不送达。")
    if letter.attempts.filter(state=ServiceAttempt.State.SENT).exists():
        return _("上一次发送还没有结果。")
    return ""


def result_refusal(letter: SupervisionLetter) -> str:
    """Why no result of service can be recorded, or ""."""
    return "" if letter.attempts.filter(state=ServiceAttempt.State.SENT).exists() else _("没有在途的送达。")


def publication_refusal(letter: SupervisionLetter) -> str:
    """Why it is not published, or ""."""
    return "" if letter.is_public else _("只有面向行业或区域的提示函才登记公布。")


def _open_attempt(letter: SupervisionLetter, attempt_id: int) -> ServiceAttempt:
    attempt = letter.attempts.filter(pk=attempt_id).first()
    if attempt is None:
        raise Missing(_("本函书没有这次送达。"))
    if attempt.state != ServiceAttempt.State.SENT:
        raise Conflict(_("这次送达已经登记了结果。"))
    return attempt


def _end(attempt: ServiceAttempt, state: str, on: date, field: str, at: datetime, errors: dict[str, Any]) -> None:
    not_in_future(on, field, timezone.localdate(at), errors)
    if on < attempt.sent_on:
        errors[field] = _("结果日期不能早于发送日期。")
    refuse_if(errors)
    attempt.state, attempt.ended_on = state, on


def _not_before_issue(letter: SupervisionLetter, day: date, field: str, errors: dict[str, Any]) -> None:
    if letter.issued_on and day < letter.issued_on:
        errors[field] = _("不能早于制发日期%(on)s。") % {"on": letter.issued_on.isoformat()}


def _data(attempt: ServiceAttempt) -> dict[str, Any]:
    return {"method": stored(attempt.get_method_display()), "to": attempt.sent_to}
