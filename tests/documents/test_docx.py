"""Editable copies of papers: they say what the paper says, open elsewhere, and never pass for the record."""

import io
import shutil
import subprocess
import zipfile

import docx
import pytest

from cases import states
from tests.cases.conftest import sign_in  # noqa: F401  fixture
from tests.cast import NOON
from tests.documents.papers import SYSTEM, issue
from unionlaw.documents import asks as asked
from unionlaw.documents.models import Document, PaperTemplate
from unionlaw.documents.services import withdraw_document
from unionlaw.documents.services.drafting import sample_data
from unionlaw.documents.services.editable import editable_copy, parts_of, written
from unionlaw.documents.services.templates import load_shipped, problems_of
from unionlaw.documents.shipped import shipped
from unionlaw.lib.errors import Conflict, Missing
from unionlaw.network.models import ReadLog

pytestmark = pytest.mark.django_db
MM = 36_000  # EMU


@pytest.fixture(autouse=True)
def _templates(db):
    load_shipped(by=SYSTEM, at=NOON)


@pytest.fixture
def paper(walk, supervisor):
    case = walk.to(states.GRANTED, walk.apply(("张喆", "李堃")))
    return issue(case, answers={"remarks": "请携带 <证件> & 复印件"}, by=supervisor)


def words_of(content: bytes) -> str:
    book = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in book.tables for row in table.rows for cell in row.cells]
    return "\n".join([p.text for p in book.paragraphs] + cells)


def test_the_copy_says_what_the_paper_says(paper, supervisor):
    name, content = editable_copy(document_id=paper.pk, by=supervisor, at=NOON)
    assert name == f"法律援助决定书 {paper.number}.docx"
    said = words_of(content)
    for words in (paper.number, "越山区总工会", "张喆、李堃：", "一、援助事项", "2026年11月20日", "<证件> & 复印件"):
        assert words in said, words
    book = docx.Document(io.BytesIO(content))
    assert "可编辑副本，不是正式文书" in book.sections[0].header.paragraphs[0].text
    margins = [getattr(book.sections[0], f"{side}_margin") for side in ("top", "left", "right", "bottom")]
    assert [round(margin / MM) for margin in margins] == [37, 28, 26, 35]
    assert book.tables[0].rows[0].cells[0].text


def test_the_copy_is_no_record(paper, supervisor):
    _name, content = editable_copy(document_id=paper.pk, by=supervisor, at=NOON)
    assert paper.code not in words_of(content).replace("-", "")
    assert Document.objects.filter(matter=paper.document.matter).count() == 1
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert [name for name in names if "media" in name or "vba" in name.lower()] == []


def test_taking_a_copy_is_permitted_and_written_down(paper, supervisor, neighbour, sign_in):  # noqa: F811
    client = sign_in(supervisor)
    answer = client.get(f"/papers/{paper.pk}/editable/")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    log = ReadLog.objects.get(subject=f"paper:{paper.pk}")
    assert (log.user, log.action, log.data) == (supervisor.user, "export", {"form": "docx"})
    with pytest.raises(Missing):
        editable_copy(document_id=paper.pk, by=neighbour, at=NOON)
    withdraw_document(document_id=paper.pk, reason="有误", by=supervisor, at=NOON)
    with pytest.raises(Conflict):
        editable_copy(document_id=paper.pk, by=supervisor, at=NOON)


@pytest.mark.parametrize("one", shipped(), ids=lambda one: one.key)
def test_every_shipped_template_has_an_editable_copy(one):
    data = sample_data(one.columns["matter_kind"], one.asks, one.columns["name"], NOON.date())
    parts = parts_of(one.source, data)
    words = words_of(written(parts, title="试", issuer="试", note="试", at=NOON))
    for label in asked.labels(one.asks).values():
        assert label in words, label
    assert any(part.kind == "title" for part in parts)


def test_the_lint_names_unknown_fields_and_what_the_copy_cannot_show():
    kind = PaperTemplate.objects.get(key="aid_grant").matter_kind
    found = problems_of(source='#title[甲]\n#field("case.nummer")\n', kind=kind, name="试", asks=[], on=NOON.date())
    assert [(problem.line, "case.nummer" in problem.text) for problem in found] == [(2, True)]
    only_official = "#title[甲]\n正文#double-rule(true)\n"
    found = problems_of(source=only_official, kind=kind, name="试", asks=[], on=NOON.date())
    assert [problem.line for problem in found] == [2]


def test_values_with_control_characters_are_cleaned():
    data = sample_data("aid_case", [], "试", NOON.date())
    data["fields"]["decision.reason"] = "甲\x07乙"
    parts = parts_of('#prose("decision.reason")', data)
    assert "甲乙" in words_of(written(parts, title="试", issuer="试", note="试", at=NOON))


# LibreOffice is half a gigabyte that a newcomer need not install; python-docx reads the file in the tests above.
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed here")
def test_libreoffice_opens_it(paper, supervisor, tmp_path):
    _name, content = editable_copy(document_id=paper.pk, by=supervisor, at=NOON)
    path = tmp_path / "copy.docx"
    path.write_bytes(content)
    subprocess.run(
        ["soffice", "--headless", "--convert-to", "txt:Text", "--outdir", tmp_path, path], check=True, timeout=120
    )
    assert paper.number in (tmp_path / "copy.txt").read_text()
