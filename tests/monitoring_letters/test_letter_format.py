"""The PDF of a letter beside the measures of GB/T 9704-2012, 信函格式 (clause 10.1), taken from what is drawn."""

import io
import re
from collections import defaultdict
from functools import cache
from itertools import pairwise

import pytest
from pypdf import PdfReader
from pypdf.generic import ContentStream

from tests.cast import NOON
from unionlaw.documents.services.drafting import sample_data
from unionlaw.documents.shipped import FOLDER, shipped
from unionlaw.documents.typesetting import typeset
from unionlaw.matters.models.matter import Kind

MM = 72 / 25.4
WIDE, HIGH = 210, 297
RED = (0.84, 0.0, 0.06)


@cache
def document(key: str) -> PdfReader:
    """The letter with examples and facts of three pages."""
    one = next(one for one in shipped() if one.key == key)
    data = sample_data(Kind.SUPERVISION_LETTER, one.asks, one.columns["name"], NOON.date())
    data["fields"] = {**data["fields"], "letter.facts": "\n".join(["字" * 1400, "字" * 500])}
    source = (FOLDER / f"{key}.typ").read_text(encoding="utf-8")
    return PdfReader(io.BytesIO(typeset(source, data, timestamp=0).pdf))


def characters(page) -> list[tuple[str, float, float]]:
    """Runs of text with the place of their beginning in mm from the left and from the top."""
    found = []

    def visit(text, cm, tm, font, size):
        if text.strip():
            x, y = tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            found.append((text.strip("\n"), x / MM, HIGH - y / MM))

    page.extract_text(visitor_text=visit)
    return found


def rules(page) -> list[tuple[float, float, float, float]]:
    """Horizontal red lines: left, from the top, length, thickness in mm, from top to bottom."""
    found = []
    place, places, colour, thick, start = [1, 0, 0, 1, 0, 0], [], None, 0.0, (0.0, 0.0)
    for operands, name in ContentStream(page.get_contents(), page.pdf).operations:
        values = [float(v) for v in operands if isinstance(v, int | float)]
        if name == b"q":
            places.append(list(place))
        elif name == b"Q":
            place = places.pop()
        elif name == b"cm":
            a, b, c, d, e, f = values
            place = [
                place[0] * a + place[2] * b, place[1] * a + place[3] * b,
                place[0] * c + place[2] * d, place[1] * c + place[3] * d,
                place[0] * e + place[2] * f + place[4], place[1] * e + place[3] * f + place[5],
            ]  # fmt: skip
        elif name in (b"RG", b"SCN", b"SC") and len(values) == 3:
            colour = values
        elif name == b"w":
            thick = values[0]
        elif name == b"m":
            start = (values[0], values[1])
        elif name == b"l" and colour and all(abs(c - r) < 0.02 for c, r in zip(colour, RED, strict=True)):
            at = [place[0] * x + place[2] * y + place[4] for x, y in (start, values)]
            on = [place[1] * x + place[3] * y + place[5] for x, y in (start, values)]
            if abs(on[0] - on[1]) < 0.1:
                scale = abs(place[0])
                found.append((min(at) / MM, HIGH - on[0] / MM, abs(at[1] - at[0]) / MM, thick * scale / MM))
    return sorted(found, key=lambda line: line[1])


def lines_of(page) -> dict[float, str]:
    """The text of each line by its distance from the top in mm."""
    found = defaultdict(str)
    for text, _x, y in characters(page):
        found[round(y, 1)] += text
    return dict(sorted(found.items()))


@pytest.mark.parametrize("key", ["sup_notice", "sup_opinion", "sup_recommendation"])
def test_the_page_and_its_margins(key):
    for page in document(key).pages:
        box = page.mediabox
        assert (round(float(box.width) / MM), round(float(box.height) / MM)) == (WIDE, HIGH)
        body = [x for text, x, _y in characters(page) if "字" in text]
        assert not body or min(body) == pytest.approx(28, abs=1)


def test_a_full_page_has_22_lines_of_28_characters():
    page = document("sup_opinion").pages[1]
    lines = {y: text for y, text in lines_of(page).items() if set(text) == {"字"}}
    assert len(lines) == 22
    assert {len(text) for text in list(lines.values())[:-1]} == {28}
    tops = list(lines)
    pitch = [below - above for above, below in pairwise(tops)]
    assert all(step == pytest.approx(225 / 22, abs=0.15) for step in pitch)
    # The first line's characters stand right below the margin of 37 mm, the last above that of 35 mm.
    assert tops[0] - 0.88 * 16 / MM == pytest.approx(37, abs=1)
    assert tops[-1] + 0.12 * 16 / MM <= HIGH - 35 + 1


@pytest.mark.parametrize("key", ["sup_notice", "sup_opinion", "sup_recommendation"])
def test_the_red_rules_stand_as_clause_10_1_says(key):
    first, *others = document(key).pages
    upper_thick, upper_thin, lower_thin, lower_thick = rules(first)
    assert all(line[2] == pytest.approx(170, abs=0.5) for line in rules(first))
    assert all(line[0] == pytest.approx((WIDE - 170) / 2, abs=0.5) for line in rules(first))
    assert upper_thick[3] > upper_thin[3]  # thick over thin on top
    assert lower_thick[3] > lower_thin[3]  # thin over thick at the foot
    assert HIGH - lower_thick[1] == pytest.approx(20, abs=1.5)
    assert [rules(page) for page in others] == [[] for _page in others]


def test_the_head_stands_30_mm_below_the_edge_and_the_number_right_below_the_rule():
    page = document("sup_opinion").pages[0]
    name = next((x, y) for text, x, y in characters(page) if "羊" in text or "羊城" in text)
    number = next((text, x, y) for text, x, y in characters(page) if "〔" in text or re.search(r"越工", text))
    upper_thin = rules(page)[1]
    assert 30 <= name[1] <= 30 + 36 / MM + 1  # the baseline of characters that begin 30 mm below the edge
    assert 0 < number[2] - upper_thin[1] < 12
    assert number[1] > WIDE / 2


def test_the_first_page_has_no_number_and_the_second_has_one():
    pages = document("sup_opinion").pages
    assert not re.search(r"—\s*1\s*—", pages[0].extract_text())
    assert re.search(r"—\s*2\s*—", pages[1].extract_text())
