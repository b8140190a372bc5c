"""What an addressee sends through the public page, taken down as a reply (docs/adr/0009-supervision-letters.md)."""

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from monitoring_letters import states
from monitoring_letters.models import AnswerCode, OnlineAnswer, Reply, ReplyPoint, ServiceAttempt, SupervisionLetter
from monitoring_letters.services import serving
from monitoring_letters.services.answer_codes import answer_refusal, lock_letter
from monitoring_letters.services.following import PointInput, record_reply, reply_limit
from monitoring_letters.services.steps import record
from unionlaw.documents.files import Upload
from unionlaw.documents.models import Document
from unionlaw.documents.services import add_document
from unionlaw.documents.services.marks import ALPHABET
from unionlaw.lib.errors import Conflict, Invalid, Missing, Stale
from unionlaw.lib.wording import stored
from unionlaw.matters.services.checking import check_columns, need, refuse_if
from unionlaw.network.actors import Actor
from unionlaw.network.models import Post
from unionlaw.network.roles import Role
from unionlaw.notices.services.telling import tell

ADDRESSEE = Actor.system("online_answer")
MOST_FILES = 5
LATEST_PROMISE = timedelta(days=730)
NEEDS_WORDS = (ReplyPoint.Stance.DISPUTES, ReplyPoint.Stance.REFUSES)
NOTICE = "letter.answered_online"


@dataclass(frozen=True, slots=True)
class Shown:
    """All that the public page shows of a letter."""

    number: str
    issuer: str
    title: str
    issued_on: date | None
    reply_by: date | None
    demands: list[tuple[int, str]]
    stamp: str
    """Changes when the letter is corrected."""


@dataclass(frozen=True, slots=True)
class Contact:
    name: str
    phone: str
    position: str = ""


def shown(letter: SupervisionLetter) -> Shown:
    """What the addressee answers to: number, issuer, title, date, demands and the day to answer by."""
    limit = reply_limit(letter)
    return Shown(
        number=letter.document_number,
        issuer=letter.matter.organisation.name,
        title=letter.matter.title,
        issued_on=letter.issued_on,
        reply_by=letter.reply_by or (limit.due_on if limit else None),
        demands=list(letter.demands.values_list("pk", "text")),
        stamp=hashlib.sha256(json.dumps(letter.issued_text, sort_keys=True).encode()).hexdigest()[:16],
    )


def submit(
    *,
    code_id: int,
    seen: str,
    points: Sequence[PointInput],
    text: str,
    contact: Contact,
    uploads: Sequence[Upload] = (),
    at: datetime,
) -> OnlineAnswer:
    """Take down what the holder of a code answers; the code is spent by it.

    A letter that was still in transit counts as served today: whoever answers it has it. All or nothing: a file that
    is refused leaves no reply.

    Args:
        code_id: the code that was tried successfully (answer_codes.try_code).
        seen: the stamp of what the addressee saw.
        points: one for each demand.
        text: anything else.
        uploads: at most MOST_FILES, each checked as every upload is.

    Returns the answer; when the code was spent by an answer before (a second click), that one.

    Raises Conflict when the code or the letter holds no longer, Stale when the letter changed meanwhile, Invalid per
    argument, "point-<demand>-<column>", "contact_name", "contact_phone" and "files".
    """
    spent = OnlineAnswer.objects.filter(code=code_id).first()
    if spent is not None:
        return spent
    with transaction.atomic():
        letter_id = AnswerCode.objects.values_list("letter_id", flat=True).get(pk=code_id)
        letter = lock_letter(letter_id=letter_id, right="letter.follow", by=ADDRESSEE)
        code = AnswerCode.objects.select_for_update(of=("self",)).get(pk=code_id)
        if code.spent_at:
            return OnlineAnswer.objects.get(code=code)
        if code.revoked_at or code.expires_at <= at or answer_refusal(letter):
            raise Conflict(_("答复码已经失效，或者函书不再接受答复。请与发函单位联系。"))
        if shown(letter).stamp != seen:
            raise Stale(_("函书在您填写期间有改动，请核对后再提交。"))
        errors: dict[str, Any] = {}
        answer = OnlineAnswer(code=code, received_at=at, receipt_number=_receipt_number(at))
        answer.contact_name = need(contact.name, "contact_name", _("请填写联系人。"), errors, longest=60)
        answer.contact_position = contact.position.strip()
        answer.contact_phone = need(contact.phone, "contact_phone", _("请填写联系电话。"), errors, longest=30)
        check_columns(answer, ["contact_position"], errors)
        if len(text) > 5000:
            errors["text"] = _("最多%(longest)d个字。") % {"longest": 5000}
        _check_points(letter, points, text, timezone.localdate(at), errors)
        if len(uploads) > MOST_FILES:
            errors["files"] = _("最多上传%(most)d份文件。") % {"most": MOST_FILES}
        refuse_if(errors)
        documents = _keep(letter, uploads, at)
        answer.reply = _reply(letter, points, text, documents, at)
        answer.save(force_insert=True)
        answer.documents.set(documents)
        code.spent_at = at
        code.save(update_fields=["spent_at"])
        _tell(letter, answer, at)
    return answer


def _check_points(
    letter: SupervisionLetter, points: Sequence[PointInput], text: str, today: date, errors: dict[str, Any]
) -> None:
    given = {point.demand_id: point for point in points}
    for pk in letter.demands.values_list("pk", flat=True):
        point, prefix = given.get(pk), f"point-{pk}-"
        if point is None or point.stance not in ReplyPoint.Stance.values:
            errors[f"{prefix}stance"] = _("请选择。")
            continue
        if point.stance in NEEDS_WORDS and not point.text.strip():
            errors[f"{prefix}text"] = _("请说明理由。")
        if point.stance != ReplyPoint.Stance.PROMISES:
            continue
        if point.promised_on is None:
            errors[f"{prefix}promised_on"] = _("请写明完成日期。")
        elif not today <= point.promised_on <= today + LATEST_PROMISE:
            errors[f"{prefix}promised_on"] = _("完成日期不能早于今天，也不能晚于两年。")
    if not given and not text.strip():
        errors["text"] = _("请写明答复内容。")


def _keep(letter: SupervisionLetter, uploads: Sequence[Upload], at: datetime) -> list[Document]:
    """Through the one checked path; what is wrong with each file is said for all of them."""
    kept, refused = [], []
    for upload in uploads:
        try:
            kept.append(
                add_document(matter_id=letter.pk, upload=upload, kind=Document.Kind.EVIDENCE, by=ADDRESSEE, at=at)
            )
        except Invalid as error:
            refused += [line for lines in error.errors.values() for line in lines]
    refuse_if({"files": refused} if refused else {})
    return kept


def _reply(
    letter: SupervisionLetter, points: Sequence[PointInput], text: str, documents: Sequence[Document], at: datetime
) -> Reply:
    today = timezone.localdate(at)
    if letter.matter.status_id == states.ISSUED:
        attempt = letter.attempts.get(state=ServiceAttempt.State.SENT)
        proof = stored(_("收件人凭答复码在线答复"))
        serving.confirm_service(
            letter_id=letter.pk, attempt_id=attempt.pk, served_on=today, proof=proof, by=ADDRESSEE, at=at
        )
    promises = ReplyPoint.Stance.PROMISES
    return record_reply(
        letter_id=letter.pk,
        received_on=today,
        how=Reply.How.ONLINE,
        text=text,
        points=[
            PointInput(p.demand_id, p.stance, p.text, p.promised_on if p.stance == promises else None) for p in points
        ],
        document=documents[0] if documents else None,
        by=ADDRESSEE,
        at=at,
    )


def _tell(letter: SupervisionLetter, answer: OnlineAnswer, at: datetime) -> None:
    """The letter's owner; where it has none, who answers for the union."""
    matter = letter.matter
    to = [matter.owner] if matter.owner else None
    if to is None:
        open_posts = Post.objects.open(on=timezone.localdate(at))
        to = list(open_posts.filter(organisation=matter.organisation, role=Role.SUPERVISOR))
    data = {"letter": letter.document_number, "receipt": answer.receipt_number}
    tell(kind=NOTICE, to=to, key=f"answer:{answer.pk}", matter=matter, about=f"answer:{answer.pk}", data=data, at=at)


def _receipt_number(at: datetime) -> str:
    """The day and six characters that nobody can count on from."""
    return f"{timezone.localdate(at):%Y%m%d}-" + "".join(secrets.choice(ALPHABET) for _position in range(6))


@transaction.atomic
def confirm_answer(*, letter_id: int, answer_id: int, by: Actor, at: datetime) -> OnlineAnswer:
    """Somebody of the union took note of an answer and knows that it comes from the addressee.

    Raises Missing for an answer of another letter, Conflict when it is confirmed already.
    """
    letter = lock_letter(letter_id=letter_id, right="letter.follow", by=by)
    answer = OnlineAnswer.objects.filter(pk=answer_id, reply__letter=letter).first()
    if answer is None:
        raise Missing(_("本函书没有这份网上答复。"))
    if answer.confirmed_at:
        raise Conflict(_("这份答复已经核对。"))
    answer.confirmed_at, answer.confirmed_by = at, by.post
    answer.save(update_fields=["confirmed_at", "confirmed_by"])
    record(letter, "letter.answer_confirmed", by=by, at=at, data={"receipt": answer.receipt_number})
    return answer
