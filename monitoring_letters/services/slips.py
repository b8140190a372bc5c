"""送达回证 of a letter on its way, and the sheet with the one-time code that goes with it."""

import io
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from pypdf import PdfReader, PdfWriter

from monitoring_letters.models import AnswerCode, ServiceAttempt, SupervisionLetter
from monitoring_letters.papers import ENCLOSURE, SLIP
from monitoring_letters.services.answer_codes import issue_code, lock_letter, spaced
from unionlaw.documents.models import Paper
from unionlaw.documents.services.drafting import Draft, Known, draft, page_data, prose_date, render
from unionlaw.documents.services.marks import new_code
from unionlaw.documents.services.marks import spaced as spaced_paper_code
from unionlaw.documents.services.papers import Sheet, keep_papers, set_pdf, tell
from unionlaw.lib.errors import Conflict, Invalid
from unionlaw.lib.wording import listed
from unionlaw.network.actors import Actor


@dataclass(frozen=True, slots=True)
class HandedOut:
    """What is printed for one try to serve a letter.

    Args:
        slip: the 送达回证 in the folder; it does not show the code.
        code: the code's row.
        plain: the code itself, kept nowhere.
        pdf: the slip, and the sheet with the code behind it.
    """

    slip: Paper
    code: AnswerCode
    plain: str
    pdf: bytes


def slip_refusal(letter: SupervisionLetter) -> str:
    """Why no slip can be made now, or ""."""
    sent = letter.attempts.filter(state=ServiceAttempt.State.SENT).exists()
    return "" if sent else _("没有在途的送达。请先登记发送。")


@transaction.atomic
def hand_out(*, letter_id: int, by: Actor, at: datetime, version: int | None = None) -> HandedOut:
    """Make the slip of the try under way and a new code, set on a sheet of its own.

    The slip comes back signed and lies in the folder, so the code is not on it; the sheet is for the addressee alone
    and is made this once.

    Raises Missing, Stale, Refused, Conflict when nothing is on its way, Invalid when a template needs what is lacking.
    """
    letter = lock_letter(letter_id=letter_id, right="letter.serve", by=by, version=version)
    if reason := slip_refusal(letter):
        raise Conflict(reason)
    made = _draft(letter, SLIP, by=by, at=at)
    mark = new_code()
    content = set_pdf(made, number=None, code=mark, seal=None, at=at)
    [slip] = keep_papers([Sheet(made, content, None, mark, None)], by=by, at=at)
    tell(made, slip, by=by, at=at)
    code, plain = issue_code(letter_id=letter.pk, by=by, at=at)
    return HandedOut(slip, code, plain, _joined([content, enclosure(letter, code, plain, by=by, at=at)]))


def enclosure(letter: SupervisionLetter, code: AnswerCode, plain: str, *, by: Actor, at: datetime) -> bytes:
    """The sheet that tells the addressee how to answer online, as PDF. It is stored nowhere.

    Args:
        plain: the code as issue_code gave it.
    """
    made = _draft(letter, ENCLOSURE, by=by, at=at, also={
        "answer.code": spaced(plain),
        "answer.until": prose_date(timezone.localdate(code.expires_at)),
        "answer.address": address_of(letter),
    })  # fmt: skip
    data = page_data(
        title=made.template.name, issuer=made.issuer.name, on=timezone.localdate(at), values=made.values,
        labels=made.labels,
    )  # fmt: skip
    if letter.paper is not None:
        data["qr"] = address_of(letter)
    return render(made.version.source, data, at).pdf


def address_of(letter: SupervisionLetter) -> str:
    """Where the letter is answered; the paper's own code where the portal does not know its address."""
    if letter.paper is None:
        return _("工会法律服务平台")
    if not settings.SITE_URL:
        return _("工会法律服务平台的“文书核验”页面，输入核验码%(code)s") % {
            "code": spaced_paper_code(letter.paper.code)
        }
    return settings.SITE_URL.rstrip("/") + reverse("monitoring_letters:answer", args=[letter.paper.code])


def _draft(
    letter: SupervisionLetter, key: str, *, by: Actor, at: datetime, also: dict[str, str] | None = None
) -> Draft:
    matter = letter.matter
    version = Known().version(matter, key, timezone.localdate(at))
    made = draft(matter=matter, version=version, issuer=matter.organisation, answers={}, by=by)
    made.values.update(also or {})
    given = {made.labels.get(key) for key in also or {}}
    lacking = [label for label in made.missing if label not in given]
    if lacking:
        raise Invalid(_("还缺：%(what)s。请先补充。") % {"what": listed(lacking)})
    return made


def _joined(parts: list[bytes]) -> bytes:
    writer = PdfWriter()
    for part in parts:
        writer.append(PdfReader(io.BytesIO(part)))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
