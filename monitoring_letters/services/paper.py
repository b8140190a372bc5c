"""What a letter says, as data, and the official paper made of it. The one place that knows the documents engine."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from monitoring_letters.models import Instrument, SupervisionLetter
from monitoring_letters.papers import TEMPLATES
from unionlaw.documents import hooks
from unionlaw.documents.models import Paper
from unionlaw.documents.services import drafting
from unionlaw.documents.services.drafting import Known, draft
from unionlaw.documents.services.marks import new_code, seal_svg
from unionlaw.documents.services.papers import Sheet, keep_papers, set_pdf
from unionlaw.documents.services.seals import seal_to_use
from unionlaw.documents.typesetting import Rendered
from unionlaw.lib.errors import Invalid, Missing
from unionlaw.lib.money import format_fen
from unionlaw.lib.wording import listed, stored
from unionlaw.matters.services.numbering import Number
from unionlaw.network.actors import Actor


def text_of(letter: SupervisionLetter, *, on: date) -> dict[str, Any]:
    """Everything the letter says, kept with it when it is issued. Amounts as yuan, days as ISO dates."""
    addressee = letter.authority or letter.employer
    return {
        "number": letter.document_number,
        "instrument": stored(Instrument(letter.instrument).label),
        "title": letter.matter.title,
        "issuer": letter.matter.organisation.name,
        "addressee": addressee.name if addressee else letter.audience,
        "about": letter.employer.name if letter.authority and letter.employer else "",
        "facts": letter.facts,
        "findings": [{"text": row.text, "evidence": row.evidence} for row in letter.findings.all()],
        "legal_basis": letter.legal_basis,
        "demands": [
            {"text": row.text, "basis": row.basis, "amount": format_fen(row.amount) if row.amount else ""}
            for row in letter.demands.all()
        ],
        "reply_by": letter.reply_by.isoformat() if letter.reply_by else "",
        "reply_to": letter.reply_to,
        "signatory": letter.signatory,
        "copies": [row.organisation.name for row in letter.copies.select_related("organisation")],
        "issued_on": on.isoformat(),
    }


def make_paper(
    letter: SupervisionLetter,
    number: Number,
    *,
    sealed: bool,
    former: Paper | None = None,
    why: str = "",
    by: Actor,
    at: datetime,
) -> Paper | None:
    """The PDF of the letter, in the transaction that numbers it; None where no template of its instrument holds.

    The letterhead is the issuing union's. A correction keeps the number of the paper it replaces. `letter.issued_text`
    keeps the words in any case.

    Raises Refused for the seal, Invalid when the template needs what the letter does not have.
    """
    matter = letter.matter
    try:
        version = Known().version(matter, TEMPLATES[letter.instrument], timezone.localdate(at))
    except Missing:
        return None
    made = draft(matter=matter, version=version, issuer=matter.organisation, answers={}, by=by)
    if made.missing:
        raise Invalid(_("还缺：%(what)s。请先补充。") % {"what": listed(made.missing)})
    seal = seal_to_use(issuer=made.issuer, by=by, at=at) if sealed else None
    code = new_code()
    content = set_pdf(made, number=number, code=code, seal=seal_svg(seal) if seal else None, at=at)
    sheet = Sheet(made, content, number, code, seal, keeps_number=former is not None)
    [paper] = keep_papers([sheet], former=former, why=why, by=by, at=at)
    hooks.added(paper.document, by, at)
    return paper


def preview(letter: SupervisionLetter, *, form: str, by: Actor, at: datetime) -> Rendered | None:
    """The paper as it would be issued now, marked as a preview; None where no template of its instrument holds.

    Args:
        form: "pdf", or "png" for a picture of each page.

    Raises Invalid when it cannot be set.
    """
    matter = letter.matter
    try:
        version = Known().version(matter, TEMPLATES[letter.instrument], timezone.localdate(at))
    except Missing:
        return None
    made = draft(matter=matter, version=version, issuer=matter.organisation, answers={}, by=by)
    return drafting.preview(made, at, form=form)


def number_of(letter: SupervisionLetter) -> Number:
    """The number an issued letter has."""
    assert letter.number_organisation_id is not None
    assert letter.number_year is not None
    assert letter.number_serial is not None
    return Number(letter.number_organisation_id, letter.number_year, letter.number_serial, letter.document_number)
