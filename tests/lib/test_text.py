from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionlaw.lib import text


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("张三", "zs"),
        ("欧阳娜娜", "oynn"),
        ("单田芳", "stf"),
        ("单于明", "cym"),
        ("仇英", "qy"),
        ("区永康", "oyk"),
        ("解晓东", "xxd"),
        ("曾国藩", "zgf"),
        ("刘喆", "lz"),
        ("李䶮", "ly"),
        ("阿布都·买买提", "abdmmt"),
        ("John Smith", "js"),
        ("Ｊohn　Smith", "js"),
        ("", ""),
    ],
)
def test_initials_of_people(name, expected):
    assert text.initials(name) == expected


def test_initials_of_firms_read_no_surname():
    assert text.initials("解放路3号餐厅", person=False) == "jfl3hct"


def test_folding_makes_width_case_and_space_alike():
    assert text.fold("  ＡＢＣ　公司\n（广州） ") == "abc 公司 (广州)"


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing_more_for_search(value):
    assert text.terms(text.fold(value)) == text.terms(text.fold(text.fold(value)))


def test_terms_are_bigrams_of_each_word_and_single_characters():
    assert text.terms("尘肺病 粤") == ["尘肺", "肺病", "粤"]
    assert text.terms("   ") == []


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("越工咨(2026)1号", ["越工咨", "2026", "1号"]),
        ("越工咨〔2026〕1号", ["越工咨", "2026", "1号"]),
        ("越工咨20261号", ["越工咨", "2026", "1号"]),
        ("(2026)粤0105民初1号", ["2026", "粤0105民初1号"]),
        ("2026粤0105民初1号", ["2026", "粤0105民初1号"]),
        ("甲)(乙", ["甲", "", "乙"]),
        ("2026年1月", ["2026年1月"]),
        ("13820261234", ["13820261234"]),
        ("2026", ["2026"]),
        ("()", ["()"]),
    ],
)
def test_a_word_is_cut_where_brackets_stand_or_may_stand(word, parts):
    assert text.parts(word) == parts


@given(
    st.text(alphabet="甲乙丙丁ab ", max_size=12),
    st.text(alphabet="甲乙丙丁ab", min_size=1, max_size=4),
)
def test_every_text_that_holds_a_word_has_its_terms(hay, needle):
    hay = text.fold(hay + needle)
    kept = {*hay, *(a + b for a, b in pairwise(hay))}
    assert set(text.terms(needle)) <= kept


@pytest.mark.parametrize(
    ("kind", "plain", "masked"),
    [
        ("name", "张三", "张*"),
        ("name", "", ""),
        ("number", "440106199001011234", "440106********1234"),
        ("number", "H12345678", "H******78"),
        ("number", "123", "***"),
        ("phone", "13812345678", "138****5678"),
        ("phone", "83330000", "8*****00"),
        ("address", "广州市越秀区东风路1号", "广州市越秀****"),
        ("address", "某村", "某****"),
        ("whole", "左手食指骨折", "********"),
        ("whole", "", ""),
    ],
)
def test_masks(kind, plain, masked):
    assert text.MASKS[kind](plain) == masked
