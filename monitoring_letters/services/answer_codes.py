"""One-time codes by which an addressee answers a letter on the public page: made, tried, locked, ended."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from monitoring_letters import states
from monitoring_letters.models import AnswerCode, AnswerFailure, ServiceAttempt, SupervisionLetter
from monitoring_letters.services.steps import record
from unionlaw.documents.models import Paper
from unionlaw.documents.services.marks import ALPHABET
from unionlaw.lib.errors import Conflict, DomainError, Invalid, Missing, Refused
from unionlaw.matters.models.matter import Kind
from unionlaw.matters.services.locking import lock_matter
from unionlaw.network.actors import Actor

LENGTH = 10  # of 32 characters: 50 bits, guessed at five tries in half an hour
VALID_FOR = timedelta(days=60)
WINDOW = timedelta(minutes=30)
LETTER_LIMIT = 5
ADDRESS_LIMIT = 20
KEPT_FOR = timedelta(days=1)


class Locked(DomainError):
    """Too many wrong codes for this letter, or from this address."""


def plain(typed: str) -> str:
    """A code however it was typed: capital letters and digits, nothing else."""
    return "".join(character for character in typed.upper() if character in ALPHABET)


def spaced(code: str) -> str:
    """ABCDE-FGHJK, as it is printed."""
    return "-".join(code[start : start + 5] for start in range(0, len(code), 5))


def answer_refusal(letter: SupervisionLetter) -> str:
    """Why the letter cannot be answered online now, or "". One in transit can: whoever has the code received it."""
    if letter.is_public:
        return _("面向行业或区域的提示函没有在线答复。")
    if letter.matter.status_id in states.WITH_ADDRESSEE:
        return ""
    if letter.matter.status_id == states.ISSUED:
        sent = letter.attempts.filter(state=ServiceAttempt.State.SENT).exists()
        return "" if sent else _("函书还没有发送。")
    return _("函书目前不接受答复。")


@transaction.atomic
def issue_code(*, letter_id: int, by: Actor, at: datetime, version: int | None = None) -> tuple[AnswerCode, str]:
    """Make a new code for the addressee; a former one that was not used holds no longer.

    Returns the row and the code itself, which is kept nowhere: it goes onto the sheet that accompanies the letter.

    Raises Missing, Stale, Refused without the right to serve letters, Conflict when the letter cannot be answered.
    """
    letter = lock_letter(letter_id=letter_id, right="letter.serve", by=by, version=version)
    if reason := answer_refusal(letter):
        raise Conflict(reason)
    live_codes(letter).update(revoked_at=at)
    code = "".join(secrets.choice(ALPHABET) for _position in range(LENGTH))
    row = AnswerCode.objects.create(
        letter=letter, digest=digest_of(letter.pk, code), made_at=at, made_by=by.post, expires_at=at + VALID_FOR
    )
    record(letter, "letter.answer_code_issued", by=by, at=at, data={"expires_on": row.expires_at.date().isoformat()})
    return row, code


def live_codes(letter: SupervisionLetter) -> QuerySet[AnswerCode]:
    """The code that was neither used nor revoked (expired or not), as a query."""
    return AnswerCode.objects.filter(letter=letter, revoked_at=None, spent_at=None)


def digest_of(letter_id: int, code: str) -> str:
    """The keyed hash by which a code of this letter is known again."""
    return salted_hmac("answer-code", f"{letter_id}:{code}", algorithm="sha256").hexdigest()


def letter_of(paper_code: str) -> SupervisionLetter | None:
    """The letter that a paper's verification code belongs to; None when there is none."""
    paper = Paper.objects.filter(code=paper_code).select_related("document").first() if paper_code else None
    if paper is None:
        return None
    found = SupervisionLetter.objects.select_related("matter__organisation", "employer", "authority", "paper")
    return found.filter(pk=paper.document.matter_id).first()


def try_code(*, paper_code: str, typed: str, address: str, at: datetime) -> AnswerCode:
    """The live code of the letter behind `paper_code`, when `typed` is it.

    The try is written down before it is looked at, so that many at once do not pass the limit together. Wrong, used,
    revoked and expired codes, letters that cannot be answered and papers that do not exist are told apart by nothing.

    Args:
        address: where the request came from.

    Raises Locked after LETTER_LIMIT wrong tries for a paper or ADDRESS_LIMIT from an address within WINDOW, Invalid
    on `answer_code` for a wrong one.
    """
    AnswerFailure.objects.filter(at__lt=at - KEPT_FOR).delete()
    this = AnswerFailure.objects.create(paper_code=paper_code[:20], address=address, at=at)
    recent = AnswerFailure.objects.filter(at__gt=at - WINDOW)
    if (
        recent.filter(paper_code=this.paper_code).count() > LETTER_LIMIT
        or recent.filter(address=address).count() > ADDRESS_LIMIT
    ):
        this.delete()  # the lock ends half an hour after the tries that closed it, however long one knocks
        raise Locked(_("输入错误次数过多，请30分钟后再试，或者与发函单位联系。"))
    letter = letter_of(paper_code)
    code = live_codes(letter).filter(expires_at__gt=at).first() if letter and not answer_refusal(letter) else None
    expected = code.digest if code else ""
    given = digest_of(letter.pk if letter else 0, plain(typed))
    if not constant_time_compare(given, expected) or code is None:
        raise Invalid({"answer_code": _("答复码不正确，或者已经使用、作废、过期。可与发函单位联系重新取得。")})
    this.delete()
    return code


def failures_of(letter: SupervisionLetter, *, at: datetime) -> int:
    """How many wrong codes were tried for any paper of the letter within WINDOW."""
    codes = Paper.objects.filter(document__matter=letter.pk).values("code")
    return AnswerFailure.objects.filter(paper_code__in=codes, at__gt=at - WINDOW).count()


def lock_letter(*, letter_id: int, right: str, by: Actor, version: int | None = None) -> SupervisionLetter:
    """Lock the letter for a write that no step of its life depends on. Raises Missing, Stale or Refused."""
    matter = lock_matter(matter_id=letter_id, by=by, version=version)
    if matter.kind != Kind.SUPERVISION_LETTER:
        raise Missing(_("没有这份函书，或者您无权查看。"))
    if reason := by.refusal(right):
        raise Refused(reason)
    letter = SupervisionLetter.objects.select_related("employer", "authority", "paper").get(pk=matter.pk)
    letter.matter = matter
    return letter
