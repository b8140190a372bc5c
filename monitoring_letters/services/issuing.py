"""Issuing a letter: number, text and paper in one transaction; withdrawing and correcting it."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring_letters import states
from monitoring_letters.models import Demand, SupervisionLetter
from monitoring_letters.services import paper
from monitoring_letters.services.preconditions import lacking
from monitoring_letters.services.reviewing import stop_review
from monitoring_letters.services.steps import begin, record
from unionlaw.lib.wording import stored
from unionlaw.matters.models import Grant
from unionlaw.matters.services.checking import check_columns, need, need_reason, not_in_future, refuse_if, said
from unionlaw.matters.services.grants import grant
from unionlaw.matters.services.numbering import take_number
from unionlaw.network.actors import Actor


@transaction.atomic
def issue(
    *, letter_id: int, sealed: bool = False, by: Actor, at: datetime, version: int | None = None
) -> SupervisionLetter:
    """Number an approved letter and make its paper.

    The number is the next of the union, instrument and year; whatever fails afterwards gives it back. The authority
    that a 建议书 goes to sees the matter from now on: the case papers go with the letter.

    Args:
        sealed: put the union's seal on the paper; needs the right to use it.

    Raises Invalid under "" when a precondition is no longer met, Refused for the seal.
    """
    letter = begin(letter_id=letter_id, verb="issue", by=by, version=version)
    today = timezone.localdate(at)
    lines = lacking(letter)
    if letter.reply_by and letter.reply_by <= today:
        lines.append(_("要求答复日期已到，请退回修改。"))
    refuse_if({"": lines} if lines else {})
    number = take_number(organisation=letter.matter.organisation, kind=states.NUMBERED_AS[letter.instrument], at=at)
    letter.document_number, letter.number_serial = number.text, number.serial
    letter.number_organisation_id, letter.number_year = number.organisation_id, number.year
    letter.issued_on, letter.issued_by = today, by.post
    letter.issued_text = paper.text_of(letter, on=today)
    letter.paper = paper.make_paper(letter, number, sealed=sealed, by=by, at=at)
    if letter.authority is not None:
        grant(matter=letter.matter, viewer=letter.authority, why=Grant.Why.REFERRED_ORGAN, by=by, at=at)
    data: dict[str, Any] = {"number": number.text, "document_id": letter.paper and letter.paper.pk}
    record(letter, "letter.issued", by=by, at=at, data=data)
    return letter


@transaction.atomic
def withdraw_draft(
    *, letter_id: int, reason: str, by: Actor, at: datetime, version: int | None = None
) -> SupervisionLetter:
    """Give a letter up before it is issued; it never had a number. Raises Invalid without a reason."""
    letter = begin(letter_id=letter_id, verb="withdraw_draft", by=by, version=version)
    reason = need_reason(reason, _("请写明撤回原因。"))
    stop_review(letter, at)
    record(letter, "letter.withdrawn_unissued", by=by, at=at, reason=reason)
    return letter


@transaction.atomic
def withdraw_letter(
    *, letter_id: int, reason: str, by: Actor, at: datetime, version: int | None = None
) -> SupervisionLetter:
    """Take an issued letter back; its number stays used, its time limits end. Raises Invalid without a reason."""
    letter = begin(letter_id=letter_id, verb="withdraw_letter", by=by, version=version)
    reason = need_reason(reason, _("请写明撤销原因。"))
    record(letter, "letter.withdrawn", by=by, at=at, reason=reason)
    return letter


@transaction.atomic
def correct_letter(
    *,
    letter_id: int,
    reason: str,
    title: str | None = None,
    facts: str | None = None,
    legal_basis: str | None = None,
    reply_by: date | None = None,
    reply_to: str | None = None,
    sealed: bool = False,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> SupervisionLetter:
    """Put an error in an issued letter right: same number, a paper that replaces the former one.

    Args:
        reason: what was wrong.
        reply_by: a new reply date; the running limit follows it. What is None stays.

    Raises Invalid without a reason, when nothing changes, or per argument.
    """
    letter = begin(letter_id=letter_id, verb="correct_letter", by=by, version=version)
    errors: dict[str, Any] = {}
    reason = need(reason, "reason", _("请写明更正原因。"), errors)
    changed = []
    labels = {
        "facts": gettext_lazy("事实"),
        "legal_basis": gettext_lazy("法律依据"),
        "reply_to": gettext_lazy("答复地址和联系人"),
    }
    for name, text in (("facts", facts), ("legal_basis", legal_basis), ("reply_to", reply_to)):
        if text is not None and text.strip() != getattr(letter, name):
            setattr(letter, name, text.strip())
            changed.append(stored(labels[name]))
    check_columns(letter, ["reply_to"], errors)
    if title is not None and title.strip() != letter.matter.title:
        letter.matter.title = need(title, "title", _("请写标题。"), errors, longest=200)
        changed.append(stored(gettext_lazy("标题")))
    if reply_by is not None and reply_by != letter.reply_by:
        if reply_by < timezone.localdate(at):
            errors["reply_by"] = _("要求答复日期不能早于今天。")
        letter.reply_by = reply_by
        changed.append(stored(gettext_lazy("要求答复日期")))
    if not changed and not errors:
        errors[""] = _("没有任何改动。")
    refuse_if(errors)
    issued_on = letter.issued_on or timezone.localdate(at)
    letter.issued_text = paper.text_of(letter, on=issued_on)
    number = paper.number_of(letter)
    letter.paper = (
        paper.make_paper(letter, number, sealed=sealed, former=letter.paper, why=reason, by=by, at=at) or letter.paper
    )
    data = {
        "what": "、".join(changed),
        "served_on": said(letter.served_on),
        "reply_by": said(letter.reply_by),
        "document_id": letter.paper and letter.paper.pk,
    }
    record(letter, "letter.corrected", by=by, at=at, reason=reason, data=data)
    return letter


@transaction.atomic
def record_early_correction(
    *, letter_id: int, corrected_on: date, note: str, by: Actor, at: datetime, version: int | None = None
) -> SupervisionLetter:
    """The employer put things right on hearing of the letter, before it was issued; counts as such, without a number.

    Raises Invalid per argument.
    """
    letter = begin(letter_id=letter_id, verb="record_early_correction", by=by, version=version)
    today = timezone.localdate(at)
    errors: dict[str, Any] = {}
    letter.closing_note = need(note, "note", _("请写明整改情况。"), errors, longest=5000)
    not_in_future(corrected_on, "corrected_on", today, errors)
    refuse_if(errors)
    letter.corrected_on = corrected_on
    letter.result = SupervisionLetter.Result.CORRECTED
    for demand in letter.demands.all():
        demand.judgement, demand.judged_on, demand.judged_by = Demand.Judgement.CORRECTED, today, by.post
        demand.save()
    stop_review(letter, at)
    data = {"happened_on": corrected_on.isoformat()}
    record(letter, "letter.corrected_early", by=by, at=at, reason=letter.closing_note, data=data)
    return letter
