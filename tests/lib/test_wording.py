import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from unionlaw.lib.wording import bracketed, listed, sentences, shown, stored


@pytest.mark.parametrize(
    ("language", "list_", "sentence", "bracket"),
    [("zh-hans", "甲、乙", "甲；乙", "甲（乙）"), ("en", "甲, 乙", "甲; 乙", "甲 (乙)")],
)
def test_lists_and_brackets_are_the_readers(language, list_, sentence, bracket):
    with translation.override(language):
        assert listed(["甲", "乙"]) == list_
        assert sentences(["甲", "乙"]) == sentence
        assert "甲" + bracketed("乙") == bracket


def test_what_is_stored_is_chinese_whoever_writes_and_is_shown_in_the_readers_language():
    with translation.override("en"):
        kept = stored(_("等待补正材料"))
        assert kept == "等待补正材料"
        assert shown(kept) == "Await supplement"
        assert stored(_("转为%(number)s"), number="羊援〔2026〕1号") == "转为羊援〔2026〕1号"


@pytest.mark.parametrize("word", ["张三", "", None, 5])
def test_what_is_not_the_portals_own_is_shown_as_it_is(word):
    with translation.override("en"):
        assert shown(word) == word
