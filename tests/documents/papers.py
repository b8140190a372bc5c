"""What tests of official papers share: the shipped templates, a seal, and reading a PDF back."""

import io
from datetime import date
from typing import Any

from PIL import Image, ImageDraw
from pypdf import PdfReader

from tests.cast import NOON
from tests.documents.conftest import upload
from unionlaw.documents.files import path_of
from unionlaw.documents.models import Paper, Seal
from unionlaw.documents.services import papers, seals
from unionlaw.network.actors import Actor

SYSTEM = Actor.system("test")


def seal_picture() -> bytes:
    picture = Image.new("RGB", (300, 300), "white")
    ImageDraw.Draw(picture).ellipse((8, 8, 292, 292), outline=(210, 0, 20), width=14)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def register(organisation: Any, **changes: Any) -> Seal:
    return seals.register_seal(
        **{
            "organisation": organisation,
            "name": f"{organisation.name}公章",
            "upload": upload("章.png", seal_picture()),
            "valid_from": date(2026, 1, 1),
            "by": SYSTEM,
            "at": NOON,
            **changes,
        }
    )


def issue(case: Any, key: str = "aid_grant", **changes: Any) -> Paper:
    return papers.issue_paper(**{"matter_id": case.pk, "key": key, "answers": {}, "at": NOON, **changes})


def reader(paper: Paper) -> PdfReader:
    return PdfReader(path_of(paper.document.file.sha256))


def text_of(paper: Paper) -> str:
    """The words of all pages, without blanks and breaks."""
    return "".join("".join(page.extract_text().split()) for page in reader(paper).pages)
