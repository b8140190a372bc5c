"""Small change of language: lists and brackets as the reader writes them, and words as they are stored."""

from collections.abc import Iterable
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

STORED_IN = "zh-hans"


def listed(words: Iterable[object]) -> str:
    """甲、乙、丙, in English A, B, C."""
    return _("、").join(map(str, words))


def sentences(words: Iterable[object]) -> str:
    """甲；乙, in English A; B."""
    return _("；").join(map(str, words))


def bracketed(word: object) -> str:
    """（甲）, in English a blank and (A)."""
    return _("（%(word)s）") % {"word": word}


def stored(label: str | Promise, **values: object) -> str:
    """Words as they are stored, with `values` filled in: in the portal's own language, whoever writes."""
    with translation.override(STORED_IN):
        return str(label) % values if values else str(label)


def shown(word: Any) -> Any:
    """A stored word in the reader's language, where it is one of the portal's own; anything else as it is.

    What an administrator named in both languages is stored as {"zh": …, "en": …}; the Chinese is shown for want of
    the English.
    """
    if isinstance(word, dict) and "zh" in word:
        chinese = (translation.get_language() or STORED_IN).startswith("zh")
        return word["zh"] if chinese else word.get("en") or word["zh"]
    return _(word) if isinstance(word, str) else word
