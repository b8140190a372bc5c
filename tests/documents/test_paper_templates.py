"""Wording papers: versions, a union's own template, the lint, and what a template cannot reach."""

from datetime import date, timedelta

import pytest

from cases import states
from tests.cast import NOON
from tests.documents.papers import SYSTEM, issue, text_of
from unionlaw.documents.models import PaperTemplate
from unionlaw.documents.services import templates
from unionlaw.documents.shipped import shipped as shipped_files
from unionlaw.documents.typesetting import Broken, TooSlow, typeset
from unionlaw.lib.errors import Invalid, Refused
from unionlaw.matters.models.matter import Kind

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
GOOD = '#letterhead\n#title[决定]\n#addressee[#field("applicant.names")]\n市里的写法。\n#signature\n'


@pytest.fixture
def grant_template(db) -> PaperTemplate:
    templates.load_shipped(by=SYSTEM, at=NOON)
    return PaperTemplate.objects.get(key="aid_grant", organisation=None)


def change(template, **changes):
    return templates.add_version(
        **{"template_id": template.pk, "source": GOOD, "asks": "", "effective_from": TODAY, "why": "改写", "at": NOON,
           **changes}
    )  # fmt: skip


def problems(source: str, asks: tuple = (), kind: str = Kind.AID_CASE) -> list[str]:
    found = templates.problems_of(source=source, kind=kind, name="试", asks=asks, on=TODAY)
    return [str(problem) for problem in found]


def test_every_shipped_template_is_free_of_faults(db):
    for one in shipped_files():
        assert problems(one.source, one.asks, one.columns["matter_kind"]) == [], one.key


def test_loading_again_adds_nothing_and_never_replaces_an_offices_wording(grant_template, system_admin):
    change(grant_template, by=system_admin)
    templates.load_shipped(by=SYSTEM, at=NOON)
    assert next(version.source for version in grant_template.versions.all()) == GOOD
    assert grant_template.versions.count() == 2


def test_a_new_version_holds_from_its_day(grant_template, system_admin, walk, supervisor):
    change(grant_template, effective_from=TODAY + timedelta(days=5), by=system_admin)
    case = walk.to(states.GRANTED)
    assert "市里的写法" not in text_of(issue(case, by=supervisor))
    assert "市里的写法" in text_of(issue(case, by=supervisor, at=NOON + timedelta(days=5)))


def test_a_passing_version_gives_way_to_the_one_before(grant_template, system_admin):
    new = change(grant_template, effective_to=TODAY + timedelta(days=3), by=system_admin)
    assert grant_template.version_on(TODAY) == new
    assert grant_template.version_on(TODAY + timedelta(days=4)).number == 1


def test_the_nearest_unions_template_wins_and_numbers_go_on(grant_template, city, manager, walk, supervisor):
    case = walk.to(states.GRANTED)
    assert issue(case, by=supervisor).serial == 1
    own = change(grant_template, own=True, by=manager)
    assert own.template.organisation == city
    paper = issue(case, by=supervisor)
    assert (paper.serial, paper.template_version) == (2, own)
    assert "市里的写法" in text_of(paper)


def test_who_may_word_which_template(grant_template, manager, system_admin, supervisor, neighbour_district):
    with pytest.raises(Refused, match="市级系统管理员"):
        change(grant_template, by=manager)
    with pytest.raises(Refused, match="修改文书模板"):
        change(grant_template, by=supervisor)
    assert change(grant_template, by=system_admin).number == 2


def test_a_broken_template_is_refused_with_every_fault_and_its_line(grant_template, system_admin):
    with pytest.raises(Invalid) as refused:
        change(grant_template, source='#title[决定]\n\n#field("employer.nmae")\n#field("claims")\n', by=system_admin)
    lines = refused.value.errors["source"]
    assert lines[0].startswith("第3行")
    assert "employer.names" in lines[0]
    assert lines[1].startswith("第4行")
    assert "table-of" in lines[1]
    assert grant_template.versions.count() == 1


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        ('正文\n#fild("case.number")', 2, "没有“fild”"),
        ("正文\n\n#title[没有闭合", 3, "没有闭合"),
        ('#import "@preview/cetz:0.3.0": canvas', 1, "import"),
        ('一\n#read("/etc/passwd")', 2, "read"),
        ('#eval("1")', 1, "eval"),
        ("#input.seal", 1, "input"),
        ("#field(key)", 1, "带引号的字段名"),
        ('一\n#field("ask.remarks")', 2, "ask.remarks"),
        ("#let f(n) = f(n + 1)\n#f(1)", 1, "重复过多"),
    ],
)
def test_the_lint_names_line_and_fault(db, source, line, words):
    found = problems(source)
    assert found
    assert found[0].startswith(f"第{line}行")
    assert words in found[0]


def test_a_template_without_end_is_stopped(db):
    assert "时间过长" in problems("#for i in range(1000000000) [x]")[0]


def data():
    from unionlaw.documents.services.drafting import sample_data

    return sample_data(Kind.AID_CASE, [], "试", date(2026, 11, 20))


@pytest.mark.parametrize(
    "source",
    ['#read("official.typ")', '#read("child.py")', '#image("/etc/hostname")', '#import "official.typ": *',
     '#import "@preview/cetz:0.3.0": canvas', '#include "official.typ"', '#plugin("x.wasm")'],
)  # fmt: skip
def test_past_the_lint_the_process_opens_no_file_and_no_network(source):
    with pytest.raises(Broken) as broken:
        typeset(source, data(), timestamp=0)
    assert not isinstance(broken.value, TooSlow)


def test_the_process_answers_again_after_one_was_killed():
    with pytest.raises(TooSlow):
        typeset("#for i in range(1000000000) [x]", data(), timestamp=0, timeout=1)
    assert typeset("好", data(), timestamp=0).pdf.startswith(b"%PDF")
