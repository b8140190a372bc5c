"""Many papers set in one document are the same papers, each whole in itself."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from unionlaw.documents.services.drafting import page_data
from unionlaw.documents.typesetting import cutting, together, typesetter

SOURCE = """#letter-letterhead
#title[告知书]
#addressee[#field("who")]
= 事项
#prose("text")
== 说明
#closing[特此告知。]
#signature
"""


def data(n, *, long=False):
    return page_data(
        title="告知书", issuer="越山区总工会", on=date(2026, 11, 20),
        values={"who": f"第{n}公司", "text": "请按规定办理。\n" * (40 if long else 1)}, labels={},
        number=f"越工告〔2026〕{n}号", code=f"ABCDEFGHJKLMNPQRST{n:02d}",
    )  # fmt: skip


def words(pdf):
    document = PdfReader(io.BytesIO(pdf), strict=True)
    return ["".join(page.extract_text().split()) for page in document.pages]


def test_each_part_says_what_it_says_alone():
    papers = [data(n, long=n == 2) for n in range(1, 5)]
    parts = together._ask_many(SOURCE, papers, 0)
    alone = [typesetter.typeset(SOURCE, paper, timestamp=0).pdf for paper in papers]
    assert [words(pdf) for pdf in parts] == [words(pdf) for pdf in alone]
    assert len(words(parts[1])) > 1
    assert "—2—" in words(parts[1])[1]


def test_each_part_is_a_pdf_a_with_an_identity_and_tags_of_its_own():
    parts = together._ask_many(SOURCE, [data(n) for n in range(1, 4)], 0)
    identities = set()
    for part in parts:
        assert b"<pdfaid:part>2</pdfaid:part>" in part
        assert b"<xmpTPg:NPages>1</xmpTPg:NPages>" in part
        document = PdfReader(io.BytesIO(part), strict=True)
        identities.add(str(document.trailer["/ID"][0]))
        root = document.trailer["/Root"]
        assert "/PageLabels" not in root
        [top] = root["/StructTreeRoot"]["/K"]
        page = document.pages[0].indirect_reference
        leaves = [kid.get_object() for kid in top.get_object()["/K"]]
        assert leaves
        assert all(leaf.get("/Pg", page) == page for leaf in leaves if "/Pg" in leaf)
        assert len(root["/StructTreeRoot"]["/ParentTree"]["/Nums"]) == 2
    assert len(identities) == 3


def test_a_template_that_counts_by_itself_is_set_alone(monkeypatch):
    def never(*args):
        raise AssertionError

    monkeypatch.setattr(together, "_ask_many", never)
    counting = SOURCE + '#counter("x").step()\n'
    assert len(together.typeset_many(counting, [data(1), data(2)], timestamp=0)) == 2


def test_one_that_cannot_be_set_is_named_by_its_line():
    with pytest.raises(typesetter.Broken) as caught:
        together.typeset_many(SOURCE + "#nothing", [data(1), data(2)], timestamp=0)
    assert caught.value.line == 9


def test_what_cannot_be_cut_is_refused():
    alone = typesetter.typeset(SOURCE, data(1), timestamp=0).pdf
    assert len(cutting.cut(alone, 1)) == 1
    with pytest.raises(cutting.Uncuttable):
        cutting.cut(alone, 2)
    with pytest.raises(cutting.Uncuttable):
        cutting.cut(b"%PDF-1.7 nothing", 1)
