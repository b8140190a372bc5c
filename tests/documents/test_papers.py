"""Official papers: what they say, how they look, and that number, PDF and rows stand together."""

import hashlib

import pytest

from cases import states
from tests.cast import NOON
from tests.documents.papers import SYSTEM, issue, reader, register, text_of
from unionlaw.documents.files import path_of, sweep
from unionlaw.documents.models import Document, Paper, StoredFile
from unionlaw.documents.services import papers
from unionlaw.documents.services.templates import load_shipped
from unionlaw.lib.errors import Conflict, Invalid, Missing, Refused
from unionlaw.matters.models import Counter

pytestmark = pytest.mark.django_db
MM = 72 / 25.4


@pytest.fixture(autouse=True)
def shipped(db) -> None:
    load_shipped(by=SYSTEM, at=NOON)


@pytest.fixture
def granted(walk):
    return walk.to(states.GRANTED, walk.apply(("张喆", "李堃", "王昇", "陈珺", "龚䶮")))


def test_a_paper_says_what_the_case_holds(granted, supervisor):
    paper = issue(granted, by=supervisor)
    text = text_of(paper)
    assert paper.number == "越工援决〔2026〕1号"
    wanted = ["越山区总工会", paper.number, "法律援助决定书", "张喆、李堃、王昇、陈珺、龚䶮：", "光影传媒有限公司"]
    wanted += ["贰拾伍万元整", "250,000.00元", "符合条件", "一、援助事项", "2026年11月20日", "—1—"]
    assert [words for words in wanted if words not in text] == []
    assert paper.data["applicant.names"] == "张喆、李堃、王昇、陈珺、龚䶮"
    event = granted.matter.events.first()
    assert (event.name, event.data["number"]) == ("paper.issued", paper.number)


def test_the_pdf_is_the_record(granted, supervisor):
    paper = issue(granted, by=supervisor)
    content = path_of(paper.document.file.sha256).read_bytes()
    assert hashlib.sha256(content).hexdigest() == paper.document.file.sha256
    assert b"pdfaid:part>2<" in content.replace(b"\n", b"")
    assert b"pdfaid:conformance>B<" in content
    assert paper.document.original_name.endswith(".pdf")


def test_pages_keep_the_measures_of_the_standard(granted, supervisor):
    document = reader(issue(granted, by=supervisor))
    box = document.pages[0].mediabox
    assert (round(box.width / MM), round(box.height / MM)) == (210, 297)
    found = []
    document.pages[0].extract_text(
        visitor_text=lambda text, cm, tm, font, size: found.append((text, tm[4] * cm[0] + cm[4], tm[5] * cm[3] + cm[5]))
    )
    body = [x for text, x, _y in found if text.strip()]
    assert min(body) >= 27.9 * MM


def test_numbers_follow_one_another_for_each_kind_of_paper(granted, supervisor):
    first, second = issue(granted, by=supervisor), issue(granted, by=supervisor)
    slip = issue(granted, "receipt", answers={"paper": "决定书", "receiver": "张喆"}, by=supervisor)
    assert [first.number, second.number, slip.number] == ["越工援决〔2026〕1号", "越工援决〔2026〕2号", ""]


def test_what_a_paper_lacks_is_named(walk, supervisor):
    case = walk.to(states.CONDUCTING)
    with pytest.raises(Invalid, match="受送达人"):
        issue(case, "receipt", answers={"paper": "决定书"}, by=supervisor)


def test_a_paper_waits_for_the_status_it_speaks_of(walk, supervisor):
    with pytest.raises(Conflict, match="不予援助"):
        issue(walk.to(states.GRANTED), "aid_refusal", by=supervisor)


def test_every_shipped_paper_can_be_issued_in_its_time(walk, supervisor, caseworker):
    for status, key in (
        (states.GRANTED, "aid_grant"),
        (states.REFUSED, "aid_refusal"),
        (states.ASSIGNED, "aid_assignment"),
        (states.CLOSED, "aid_closing"),
    ):
        assert issue(walk.to(status), key, by=caseworker).number
    case = walk.apply()
    walk.papers(case, "review")
    walk.do("request_supplement", case, by=supervisor)
    assert "1.工资条" in text_of(issue(case, "aid_supplement", by=caseworker))


def test_who_may_not_issue_is_told_and_a_stranger_finds_nothing(granted, lawyer, neighbour, partner):
    with pytest.raises(Missing):
        issue(granted, by=neighbour)
    with pytest.raises(Missing):
        issue(granted, by=partner)


def test_words_from_a_case_never_become_markup(walk, supervisor):
    evil = '#import "x.typ"; *粗* _斜_ $x^2$ = 标题 #read("/etc/passwd") \\ @a <b> ] ['
    case = walk.apply(facts=evil)
    case = walk.to(states.GRANTED, case)
    case.decision_reason = evil
    case.save()
    paper = issue(case, answers={"remarks": evil + "\n= 一级\n#pagebreak()"}, by=supervisor)
    text = text_of(paper)
    assert text.count("".join(evil.split())) == 2
    assert "=一级#pagebreak()" in text


def test_the_seal_lies_on_name_and_date(granted, supervisor, district):
    register(district)
    plain, sealed = issue(granted, by=supervisor), issue(granted, sealed=True, by=supervisor)
    pictures = [sum(len(page.images) for page in reader(paper).pages) for paper in (plain, sealed)]
    assert pictures[1] > pictures[0]
    assert sealed.seal is not None


def test_only_the_unions_own_people_with_the_right_use_its_seal(
    granted, caseworker, city_supervisor, supervisor, district
):
    with pytest.raises(Refused, match="还没有登记"):
        issue(granted, sealed=True, by=supervisor)
    register(district)
    with pytest.raises(Refused, match="使用印章"):
        issue(granted, sealed=True, by=caseworker)
    with pytest.raises(Refused, match="越山区总工会"):
        issue(granted, sealed=True, by=city_supervisor)


def test_a_correction_is_a_new_paper(granted, supervisor):
    first = issue(granted, by=supervisor)
    second = issue(granted, supersedes_id=first.pk, why="姓名有误", by=supervisor)
    assert (second.supersedes, second.number) == (first, "越工援决〔2026〕2号")
    assert granted.matter.events.first().name == "paper.corrected"
    with pytest.raises(Conflict, match="已经更正过"):
        issue(granted, supersedes_id=first.pk, why="又错", by=supervisor)
    with pytest.raises(Invalid, match="更正原因"):
        issue(granted, supersedes_id=second.pk, why=" ", by=supervisor)


def test_a_paper_cannot_be_changed_afterwards(granted, supervisor):
    from django.db import DatabaseError, transaction

    paper = issue(granted, by=supervisor)
    with pytest.raises(DatabaseError, match="paper"), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(number="改")


@pytest.mark.parametrize("where", ["set_pdf", "keep_papers", "tell"])
def test_a_crash_between_number_and_pdf_leaves_no_hole_and_no_orphan(granted, supervisor, monkeypatch, where, folder):
    def crash(*args, **kwargs):
        raise RuntimeError("power cut")

    with monkeypatch.context() as patched:
        patched.setattr(papers, where, crash)
        with pytest.raises(RuntimeError):
            issue(granted, by=supervisor)
    assert not Paper.objects.exists()
    assert not Document.objects.exists()
    assert not Counter.objects.filter(kind="paper.aid_grant").exists()
    assert issue(granted, by=supervisor).number == "越工援决〔2026〕1号"
    left = sweep(now=NOON.timestamp() * 2)
    assert left == (1 if where == "tell" else 0)
    assert StoredFile.objects.count() == len([path for path in folder.rglob("*") if path.is_file()])
