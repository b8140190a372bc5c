"""A reader's name and the time over the pages of a PDF that they take away. The record itself is never touched."""

import io
from datetime import date

from django.utils.translation import gettext as _
from pypdf import PdfReader, PdfWriter, Transformation

from unionlaw.documents.services.drafting import page_data
from unionlaw.documents.typesetting import typeset
from unionlaw.lib.errors import Conflict

MOST_PAGES = 500
_OVERLAY = """
#set page(margin: 0pt, footer: none, background: none)
#set text(font: hei, size: 15pt, fill: luma(0, 13%), tracking: 1pt)
#for y in range(7) { for x in range(3) {
  place(top + left, dx: x * 78mm - 14mm, dy: y * 46mm + 18mm, rotate(-28deg, text(input.fields.who)))
} }
"""


def watermarked(content: bytes, words: str) -> bytes:
    """The PDF with `words` over each page. Raises Conflict for one that cannot be read or is too long."""
    data = page_data(title="", issuer="", on=date(2000, 1, 1), values={"who": words}, labels={})
    overlay = PdfReader(io.BytesIO(typeset(_OVERLAY, data, timestamp=0).pdf)).pages[0]
    try:
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
        if len(writer.pages) > MOST_PAGES:
            raise Conflict(_("文件超过%(most)d页，不能加水印。") % {"most": MOST_PAGES})
        for page in writer.pages:
            wide, high = float(page.mediabox.width), float(page.mediabox.height)
            scale = Transformation().scale(wide / float(overlay.mediabox.width), high / float(overlay.mediabox.height))
            scale = scale.translate(float(page.mediabox.left), float(page.mediabox.bottom))
            page.merge_transformed_page(overlay, scale)
        out = io.BytesIO()
        writer.write(out)
    except Conflict:
        raise
    except Exception:  # pypdf raises AttributeError, NotImplementedError … for damaged files: no class in common
        raise Conflict(_("这份PDF不能加水印。请下载原件。")) from None
    return out.getvalue()
