"""What anyone who holds a paper may learn of it: that it was issued, and whether it still holds. Nothing personal."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from unionlaw.documents import hooks
from unionlaw.documents.files import Upload
from unionlaw.documents.models import Paper

VALID, REPLACED, WITHDRAWN = "valid", "replaced", "withdrawn"


@dataclass(frozen=True, slots=True)
class Verified:
    """A paper as its verification page shows it.

    Args:
        same_number: whether the paper that replaced it has its number.
        answer: where whoever got the paper can answer it.
    """

    title: str
    number: str
    organisation: str
    issued_on: date
    sha256: str
    sealed: bool
    state: str
    replaced_by: str = ""
    same_number: bool = False
    answer: "hooks.Link | None" = None
    withdrawn_at: datetime | None = None


def verify(code: str) -> Verified | None:
    """The paper of this code, however it was typed; None when there is none."""
    plain = re.sub(r"[^0-9A-Z]", "", code.upper())
    paper = (
        Paper.objects.filter(code=plain)
        .select_related("document__file", "document__matter", "organisation", "superseded_by")
        .first()
        if plain
        else None
    )
    if paper is None:
        return None
    successor = getattr(paper, "superseded_by", None)
    withdrawn = paper.document.withdrawn_at
    return Verified(
        title=paper.title,
        number=paper.number,
        organisation=paper.organisation.name,
        issued_on=timezone.localdate(paper.issued_at),
        sha256=paper.document.file.sha256,
        sealed=paper.seal_id is not None,
        state=WITHDRAWN if withdrawn else REPLACED if successor else VALID,
        replaced_by=(successor.number or successor.title) if successor else "",
        same_number=successor is not None and successor.keeps_number,
        answer=None if withdrawn else hooks.answer_link(paper),
        withdrawn_at=withdrawn,
    )


def hash_of(upload: Upload) -> str:
    """The SHA-256 of a file that someone holds against the record; nothing of it is kept."""
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()
