"""An editable copy of an issued paper, as DOCX: what the paper says, for work outside the portal. Never the record."""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from html.parser import HTMLParser
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from unionlaw.documents.models import Paper
from unionlaw.documents.services.drafting import page_data
from unionlaw.documents.typesetting import Broken, TooSlow, typeset_parts
from unionlaw.documents.typesetting.lint import said
from unionlaw.lib.errors import Conflict, Invalid, Missing
from unionlaw.network.actors import Actor
from unionlaw.network.readlog import log_read

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SONG, FANGSONG, HEI, KAI, TITLE = "宋体", "仿宋", "黑体", "楷体", "方正小标宋简体"  # names of fonts, not translated
# Class of a part → font, size in points, alignment, indent of the first line in characters.
LOOKS: dict[str, tuple[str, float, str, int]] = {
    "letterhead": (TITLE, 26, "center", 0),
    "number": (FANGSONG, 16, "center", 0),
    "number-right": (FANGSONG, 16, "right", 0),
    "title": (TITLE, 22, "center", 0),
    "addressee": (FANGSONG, 16, "left", 0),
    "level1": (HEI, 16, "left", 2),
    "level2": (KAI, 16, "left", 2),
    "signature": (FANGSONG, 16, "right", 0),
    "copy": (FANGSONG, 14, "left", 0),
}
BODY = (FANGSONG, 16.0, "justify", 2)
RED = {"letterhead"}
# What XML cannot hold.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass
class Part:
    """A paragraph, or a table of cells; a text is (words, bold), "\\n" breaks the line."""

    kind: str
    texts: list[tuple[str, bool]] = field(default_factory=list)
    rows: list[list[str]] | None = None


class Parts(HTMLParser):
    """Reads what editable.typ makes: p, b, br, table, tr, td; anything else counts for its text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[Part] = []
        self._open: Part | None = None
        self._table: Part | None = None
        self._bold = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kind = dict(attrs).get("class") or "body"
        if tag == "table":
            self._table = Part(kind, rows=[])
            self.parts.append(self._table)
        elif tag == "tr" and self._table is not None and self._table.rows is not None:
            self._table.rows.append([])
        elif tag == "td" and self._table is not None and self._table.rows:
            self._table.rows[-1].append("")
        elif tag in ("p", "li", "div") and self._table is None:
            self._open = Part(kind)
            self.parts.append(self._open)
        elif tag == "b":
            self._bold += 1
        elif tag == "br":
            self.handle_data("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self._table = None
        elif tag in ("p", "li", "div"):
            self._open = None
        elif tag == "b":
            self._bold = max(0, self._bold - 1)

    def handle_data(self, data: str) -> None:
        if self._table is not None:
            if self._table.rows and self._table.rows[-1]:
                self._table.rows[-1][-1] += data
        elif self._open is not None:
            self._open.texts.append((data, self._bold > 0))
        elif data.strip():
            self._open = Part("body", [(data, False)])
            self.parts.append(self._open)


def editable_copy(*, document_id: int, by: Actor, at: datetime) -> tuple[str, bytes]:
    """The name and the bytes of a DOCX that says what the issued paper says; taking it is written down.

    It is set anew from the wording and the values that were frozen with the paper, without seal and code, and says on
    every page that the PDF is what counts.

    Raises Missing for a paper the actor may not know of, Conflict for one that was withdrawn, Invalid when its wording
    cannot be set as a copy (wordings older than this check).
    """
    found = Paper.objects.visible_to(by).select_related("document", "organisation", "template_version__template")
    paper = found.filter(pk=document_id).first()
    if paper is None:
        raise Missing(_("没有这份文书，或者您无权查看。"))
    if paper.document.withdrawn_at:
        raise Conflict(_("这份文件已经撤下：%(reason)s") % {"reason": paper.document.withdrawn_reason})
    data = page_data(
        title=paper.title, issuer=paper.organisation.name, on=timezone.localdate(paper.issued_at), values=paper.data,
        labels={}, number=paper.number,
    )  # fmt: skip
    try:
        parts = parts_of(paper.template_version.source, data)
    except TooSlow:
        raise Invalid(_("排版时间过长，请联系模板的维护人。")) from None
    except Broken as error:
        raise Invalid(_("模板第%(line)d行有错：%(text)s") % {"line": error.line, "text": said(error.message)}) from None
    name = f"{paper.title} {paper.number}".strip() + ".docx"
    note = _("可编辑副本，不是正式文书。正式文书为%(number)s的PDF。") % {"number": paper.number or paper.title}
    content = written(parts, title=str(paper), issuer=paper.organisation.name, note=note, at=at)
    log_read(by=by, at=at, action="export", subject=f"paper:{paper.pk}", data={"form": "docx"})
    return name, content


def parts_of(source: str, data: dict[str, Any]) -> list[Part]:
    """The parts of a paper in order. Raises Broken or TooSlow."""
    reader = Parts()
    reader.feed(typeset_parts(source, {**data, "fields": _clean(data["fields"])}))
    return reader.parts


def _clean(value: Any) -> Any:
    """Without characters that neither HTML nor a DOCX can hold."""
    if isinstance(value, str):
        return _CONTROL.sub("", value)
    if isinstance(value, list):
        return [_clean(one) for one in value]
    return {key: _clean(one) for key, one in value.items()} if isinstance(value, dict) else value


def written(parts: list[Part], *, title: str, issuer: str, note: str, at: datetime) -> bytes:
    """The parts as a DOCX with the margins of the standard (GB/T 9704-2012).

    Args:
        note: stands in the header of every page.
    """
    import docx  # slow to load, and most processes never need it
    from docx.shared import Mm

    book = docx.Document()
    section = book.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    book.core_properties.title, book.core_properties.author = title, issuer
    book.core_properties.comments = note
    book.core_properties.created = book.core_properties.modified = at.replace(tzinfo=None)
    head = section.header.paragraphs[0]
    _run(head, note, (SONG, 9, "center", 0))
    for part in parts:
        if part.rows is not None:
            _table(book, part)
        else:
            _paragraph(book.add_paragraph, part)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _paragraph(add: Callable[[], Any], part: Part) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt, RGBColor

    look = LOOKS.get(part.kind, BODY)
    paragraph = add()
    paragraph.alignment = getattr(WD_ALIGN_PARAGRAPH, look[2].upper())
    paragraph.paragraph_format.first_line_indent = Pt(look[1] * look[3]) if look[3] else None
    paragraph.paragraph_format.line_spacing = Pt(max(28.95, look[1] * 1.3))
    paragraph.paragraph_format.space_after = Pt(0)
    for words, bold in part.texts:
        run = _run(paragraph, words, look)
        run.bold = bold or None
        if part.kind in RED:
            run.font.color.rgb = RGBColor(0xD7, 0x00, 0x0F)


def _table(book: Any, part: Part) -> None:
    rows = [row for row in part.rows or [] if row]
    if not rows:
        return
    table = book.add_table(rows=0, cols=max(len(row) for row in rows), style="Table Grid")
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=False):
            _run(cell.paragraphs[0], words.strip(" "), (FANGSONG, 14, "left", 0))


def _run(paragraph: Any, words: str, look: tuple[str, float, str, int]) -> Any:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run = paragraph.add_run(words)
    run.font.size, run.font.name = Pt(look[1]), look[0]
    run._element.rPr.rFonts.set(qn("w:eastAsia"), look[0])
    return run
