"""Issuing official papers: number, PDF, file and rows in one transaction, so that no number is lost or given twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from unionlaw.documents import conditions, hooks
from unionlaw.documents.files import Kept, store_made
from unionlaw.documents.models import Document, Paper, Seal, StoredFile
from unionlaw.documents.services.drafting import Draft, Known, draft, page_data, render
from unionlaw.documents.services.marks import new_code, seal_svg
from unionlaw.documents.services.seals import seal_to_use
from unionlaw.lib.errors import Conflict, Invalid, Missing
from unionlaw.lib.wording import listed
from unionlaw.matters.models import Matter
from unionlaw.matters.services.events import record, record_many
from unionlaw.matters.services.locking import lock_matter
from unionlaw.matters.services.numbering import Number, take_number
from unionlaw.network.actors import Actor

PDF = "application/pdf"


@transaction.atomic
def issue_paper(
    *,
    matter_id: int,
    key: str,
    answers: Mapping[str, str],
    sealed: bool = False,
    supersedes_id: int | None = None,
    why: str = "",
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Paper:
    """Issue the paper `key` about a matter: its PDF is stored and never made again.

    The number is taken, printed and stored in this one transaction, while the union's counter for the kind of paper is
    locked; whatever fails gives the number back. A file whose row never came is swept.

    Args:
        answers: what the template asks of the issuer, by key.
        sealed: place the issuing union's seal over name and date.
        supersedes_id: the paper that this one corrects, of the same matter and kind.
        why: what was wrong with it.
        version: the matter's version when the form was opened.

    Raises:
        Missing: no such matter or paper for this actor.
        Refused: the actor may not issue papers, or not use the seal.
        Conflict: the matter is not in a state for this paper, or the former paper is replaced already.
        Invalid: what the paper needs is missing.
    """
    if not Matter.objects.visible_to(by).filter(pk=matter_id).exists():
        raise Missing(_("没有这个事项，或者您无权查看。"))
    by.require("paper.issue")
    matter = lock_matter(matter_id=matter_id, by=by, version=version)
    made = ready_draft(matter=matter, key=key, answers=answers, by=by, at=at)
    former = _former(matter, made, supersedes_id, why)
    seal = seal_to_use(issuer=made.issuer, by=by, at=at) if sealed else None
    number, code = number_for(made, at), new_code()
    content = set_pdf(made, number=number, code=code, seal=seal_svg(seal) if seal else None, at=at)
    [paper] = keep_papers([Sheet(made, content, number, code, seal)], former=former, why=why, by=by, at=at)
    tell(made, paper, by=by, at=at)
    return paper


def ready_draft(
    *, matter: Matter, key: str, answers: Mapping[str, str], by: Actor, at: datetime, known: Known | None = None,
    source: Any = None,
) -> Draft:  # fmt: skip
    """The paper, complete; `known` is what several share, `source` what was loaded for its fields.

    Raises Missing, Conflict or Invalid as issue_paper does.
    """
    shared = Known() if known is None else known
    held = shared.version(matter, key, timezone.localdate(at))
    if reason := conditions.refusal(matter, key):
        raise Conflict(reason)
    made = draft(matter=matter, version=held, issuer=shared.issuer(matter), answers=answers, by=by, source=source)
    if made.missing:
        raise Invalid(_("还缺：%(what)s。请先补充。") % {"what": listed(made.missing)})
    return made


def number_for(made: Draft, at: datetime) -> Number | None:
    """The next number, for papers that have one. The counter stays locked until the transaction ends."""
    if not made.template.number_word:
        return None
    return take_number(organisation=made.issuer, kind=made.template.number_kind, at=at)


def set_pdf(made: Draft, *, number: Number | None, code: str, seal: str | None, at: datetime) -> bytes:
    """The paper as PDF/A-2b. Touches no database, so that several can be set at once."""
    return render(made.version.source, page_of(made, number=number, code=code, seal=seal, at=at), at).pdf


def page_of(made: Draft, *, number: Number | None, code: str, seal: str | None, at: datetime) -> dict[str, Any]:
    """What official.typ reads of the paper."""
    return page_data(
        title=made.template.name,
        issuer=made.issuer.name,
        on=timezone.localdate(at),
        values=made.values,
        labels=made.labels,
        number=number.text if number else "",
        code=code,
        seal=seal,
    )


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper that is set; `kept` when its file is stored already.

    With `keeps_number` its number is the one of the paper it replaces.
    """

    made: Draft
    content: bytes
    number: Number | None
    code: str
    seal: Seal | None
    keeps_number: bool = False
    kept: Kept | None = None


def keep_papers(
    sheets: Sequence[Sheet], *, former: Paper | None = None, why: str = "", by: Actor, at: datetime
) -> list[Paper]:
    """Keep the PDFs and write their rows, in the caller's transaction."""
    kept = [s.kept or store_paper(s.content, s.made, s.number) for s in sheets]
    files = StoredFile.objects.bulk_create(
        StoredFile(sha256=k.sha256, size=k.size, media_type=k.media_type, extension=k.extension, stored_at=at)
        for k in kept
    )
    documents = Document.objects.bulk_create(
        Document(
            matter=s.made.matter,
            file=file,
            title=s.made.template.name,
            kind=s.made.template.document_kind,
            original_name=k.name,
            uploaded_at=at,
            uploaded_by=by.user,
            uploaded_post=by.post,
        )
        for s, k, file in zip(sheets, kept, files, strict=True)
    )
    return Paper.objects.bulk_create(
        Paper(
            document=document,
            template_version=s.made.version,
            title=s.made.template.name,
            organisation=s.made.issuer,
            number_kind=s.made.template.number_kind if s.number else "",
            year=s.number.year if s.number else timezone.localdate(at).year,
            serial=s.number.serial if s.number else None,
            number=s.number.text if s.number else "",
            keeps_number=s.keeps_number,
            data=s.made.values,
            code=s.code,
            seal=s.seal,
            issued_at=at,
            issued_by=by.user,
            issued_post=by.post,
            supersedes=former,
            correction_reason=why.strip()[:300] if former else "",
        )
        for s, document in zip(sheets, documents, strict=True)
    )


def store_paper(content: bytes, made: Draft, number: Number | None) -> Kept:
    """Keep the PDF; its row comes next."""
    name = f"{made.template.name} {number.text if number else ''}".strip() + ".pdf"
    return store_made(content, name=name, media_type=PDF, extension="pdf")


def tell(made: Draft, paper: Paper, *, by: Actor, at: datetime) -> None:
    """The event on the matter's timeline, and what other apps do about a new document."""
    data = _said(paper)
    if paper.supersedes is None:
        record(made.matter, "paper.issued", by=by, at=at, data=data)
    else:
        data["former"] = paper.supersedes.number or paper.supersedes.title
        record(made.matter, "paper.corrected", by=by, at=at, reason=paper.correction_reason, data=data)
    hooks.added(paper.document, by, at)


def tell_many(told: Sequence[tuple[Draft, Paper]], *, by: Actor, at: datetime) -> None:
    """As tell, for papers that correct none, each of another matter, with statements for all of them."""
    record_many([(made.matter, _said(paper)) for made, paper in told], "paper.issued", by=by, at=at)
    for _made, paper in told:
        hooks.added(paper.document, by, at)


def _said(paper: Paper) -> dict[str, Any]:
    sealed = paper.seal_id is not None
    return {"title": paper.title, "number": paper.number, "document_id": paper.pk, "sealed": sealed}


def correction_refusal(paper: Paper) -> str:
    """Why the paper cannot be corrected, or ""."""
    if paper.document.withdrawn_at:
        return _("这份文书已经撤下。")
    if hasattr(paper, "superseded_by"):
        return _("这份文书已经更正过，请更正新的一份。")
    return ""


def _former(matter: Matter, made: Draft, supersedes_id: int | None, why: str) -> Paper | None:
    if supersedes_id is None:
        return None
    former = (
        Paper.objects.filter(
            pk=supersedes_id, document__matter=matter, template_version__template__key=made.template.key
        )
        .select_related("document", "superseded_by")
        .first()
    )
    if former is None:
        raise Missing(_("没有要更正的文书。"))
    if reason := correction_refusal(former):
        raise Conflict(reason)
    if not why.strip():
        raise Invalid({"why": _("请写明更正原因。")})
    return former
