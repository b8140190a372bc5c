"""The public page behind a paper's code: genuine or not, holds or not, altered or not; nothing personal. Downloads."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfReader

from cases import states
from tests.cases.conftest import sign_in  # noqa: F401  fixture
from tests.cast import NOON
from tests.documents.papers import SYSTEM, issue, register
from unionlaw.documents import services
from unionlaw.documents.files import path_of
from unionlaw.documents.models import Seal
from unionlaw.documents.services import seals
from unionlaw.documents.services.marks import spaced
from unionlaw.documents.services.templates import load_shipped
from unionlaw.lib.errors import Conflict, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(walk, supervisor):
    load_shipped(by=SYSTEM, at=NOON)
    return issue(walk.to(states.GRANTED), by=supervisor)


def page(code: str) -> str:
    return Client().get(f"/verify/{code}/").content.decode()


def held_against(paper, content: bytes) -> str:
    file = SimpleUploadedFile("x.pdf", content, "application/pdf")
    return Client().post(f"/verify/{paper.code}/", {"file": file}).content.decode()


def test_anyone_sees_that_a_paper_is_genuine_and_nothing_personal(paper):
    text = page(paper.code)
    for words in (
        "文书有效",
        paper.number,
        "法律援助决定书",
        "越山区总工会",
        "2026年11月20日",
        paper.document.file.sha256,
    ):
        assert words in text, words
    for words in ("张三", "光影传媒", "50,000", paper.document.matter.number, "沈主任"):
        assert words not in text, words


def test_the_code_is_understood_however_it_is_typed(paper):
    assert paper.number in page(spaced(paper.code).lower())
    answer = Client().get("/verify/", {"code": spaced(paper.code)})
    assert answer.headers["Location"] == f"/verify/{paper.code}/"


def test_an_unknown_code_is_said_to_be_none_of_ours(paper):
    assert "没有用这个核验码制发的文书" in page("A" * 20)
    assert len(paper.code) == 20


def test_a_corrected_and_a_withdrawn_paper_say_so(paper, supervisor):
    newer = issue(paper.document.matter.aid_case, supersedes_id=paper.pk, why="有误", by=supervisor)
    assert f"已被更正，以{newer.number}为准" in page(paper.code)
    services.withdraw_document(document_id=newer.pk, reason="作废", by=supervisor, at=NOON)
    assert "已于2026-11-20撤回" in page(newer.code)
    assert "作废" not in page(newer.code)


def test_tampering_shows_and_the_file_is_not_kept(paper, folder):
    content = path_of(paper.document.file.sha256).read_bytes()
    before = sorted(folder.rglob("*"))
    assert "没有改动" in held_against(paper, content)
    assert "不一致" in held_against(paper, content.replace(b"%%EOF", b"%%EOF\n%"))
    assert sorted(folder.rglob("*")) == before


def test_a_watermarked_copy_names_the_reader_and_leaves_the_record(paper, supervisor, sign_in):  # noqa: F811
    client = sign_in(supervisor)
    answer = client.get(f"/documents/{paper.pk}/", {"watermark": "1"})
    copy = b"".join(answer.streaming_content)
    assert "沈主任" in PdfReader(io.BytesIO(copy)).pages[0].extract_text()
    record = b"".join(client.get(f"/documents/{paper.pk}/").streaming_content)
    assert record == path_of(paper.document.file.sha256).read_bytes() != copy


def test_a_file_that_is_no_sound_pdf_is_given_without_watermark_only(paper):
    from unionlaw.documents.services.watermark import watermarked

    with pytest.raises(Conflict, match="不能加水印"):
        watermarked(b"%PDF-1.7\nnonsense", "某人")
    sound = path_of(paper.document.file.sha256).read_bytes()
    damaged = sound.replace(b"/FlateDecode", b"/FlgteDecode")
    assert damaged != sound
    with pytest.raises(Conflict, match="不能加水印"):
        watermarked(damaged, "某人")


def test_no_page_gives_a_seals_picture(paper, district, supervisor, system_admin, sign_in):  # noqa: F811
    seal = register(district)
    text = sign_in(system_admin).get("/papers/seals/").content.decode()
    assert seal.name in text
    assert seal.file.sha256 not in text
    assert not seal.file.documents.exists()


def test_a_seal_is_registered_and_ended_by_the_administrator_of_its_tree(district, system_admin, supervisor):
    with pytest.raises(Refused):
        register(district, by=supervisor)
    seal = register(district, by=system_admin)
    seals.end_seal(seal_id=seal.pk, by=system_admin, at=NOON)
    assert Seal.objects.of(district, on=NOON.date()) == seal
    with pytest.raises(Conflict):
        seals.end_seal(seal_id=seal.pk, by=system_admin, at=NOON)
