"""Chinese text: folding for comparison, terms for search, pinyin initials of names, masks for screens."""

import re
import unicodedata
from collections.abc import Callable
from itertools import pairwise

_SPACE = re.compile(r"\s+")
_HAN = re.compile("[㐀-䶿一-鿿\U00020000-\U000323af]")
# Left standing by NFKC, which makes （ and ［ the plain ones.
_BRACKETS = "()[]{}〔〕【】〖〗《》〈〉「」"
_NO_BRACKETS = str.maketrans("", "", _BRACKETS)
# A year that a number has in brackets, typed without them: 越工咨20261号, 2026粤0105民初1号.
_YEAR = re.compile("(?<![0-9a-z])((?:19|20)[0-9]{2})(?=[0-9]{1,6}(?:号|$)|[一-鿿]|$)(?![年月日元号])")

# Surnames whose first letter differs from the character's usual reading.
_SURNAMES = {
    "单": "s",
    "仇": "q",
    "解": "x",
    "区": "o",
    "曾": "z",
    "查": "z",
    "翟": "z",
    "覃": "q",
    "乐": "y",
    "折": "s",
    "种": "c",
    "秘": "b",
    "繁": "p",
    "佴": "n",
    "乜": "n",
    "隗": "w",
    "召": "s",
    "粘": "n",
    "阚": "k",
    "祭": "z",
    "藏": "z",
    "颉": "x",
    "句": "g",
}
# Compound surnames that begin with one of those characters but keep its usual reading here.
_COMPOUND = ("单于",)


def storable(typed: str) -> str:
    """What was typed without the one character that no column can hold and no query can ask for."""
    return typed.replace("\x00", "\ufffd")


def fold(text: str) -> str:
    """`text` as it is compared and searched: NFKC, lower case, runs of white space made one space, ends trimmed."""
    return _SPACE.sub(" ", unicodedata.normalize("NFKC", text).lower()).strip()


def words(query: str) -> list[str]:
    """The folded words of a query, in the order typed."""
    return fold(query).split()


def parts(word: str) -> list[str]:
    """A folded word cut where brackets stand, or may stand: which ones somebody typed, or none, is not to matter.

    越工咨(2026)1号 and 越工咨20261号 both give 越工咨, 2026, 1号; two brackets in a row leave an empty part between
    them; those at the ends go. A word without any, or of nothing else, is its only part.
    """
    bare = word.strip(_BRACKETS)
    if not bare:
        return [word]
    return re.split(f"[{re.escape(_BRACKETS)}\0]", _YEAR.sub("\0\\1\0", bare).strip("\0"))


def bare(folded: str) -> str:
    """A folded text without its brackets, as names are compared: 广东(深圳)飞鸟 and 广东深圳飞鸟 are one name."""
    return folded.translate(_NO_BRACKETS)


def searched(*said: str) -> str:
    """The text a search looks through for these: each folded, and once more without its brackets where it has any.

    Whoever searches may leave them out; other ones, or too many, are for `parts` to deal with.
    """
    folded = [one for one in map(fold, said) if one]
    return " ".join([*folded, *(bare(one) for one in folded if bare(one) != one)])


def terms(query: str) -> list[str]:
    """What a search for `query` asks of an index over the SQL function `unionlaw_terms`.

    Every part of a word (see `parts`) of two or more characters gives its bigrams, a part of one character itself. A
    row whose terms contain all of these may match; that the words really stand in it is for a LIKE to check
    (`unionlaw.lib.search.matching`).
    """
    found: dict[str, None] = {}
    for part in [part for word in words(query) for part in parts(word)]:
        for term in [part] if len(part) == 1 else [a + b for a, b in pairwise(part)]:
            found[term] = None
    return list(found)


def initials(name: str, *, person: bool = True) -> str:
    """The pinyin initials of a name, lower case: "zs" for 张三, "oynn" for 欧阳娜娜, "js" for John Smith.

    Args:
        name: a person's or an organisation's name. Digits stay; other signs are dropped.
        person: read the first character as a surname (单 s, 仇 q, 解 x).
    """
    from pypinyin import Style, lazy_pinyin  # its tables take half a second to load: only where names are written

    folded, read = fold(name), ""
    if person and not folded.startswith(_COMPOUND) and folded[:1] in _SURNAMES:
        read, folded = _SURNAMES[folded[:1]], folded[1:]
    for part in re.findall(r"[a-z]+|\d+|[^a-z\d\s]+", folded):
        if part[0].isdigit():
            read += part
        elif "a" <= part[0] <= "z":
            read += part[0]
        else:
            han = "".join(_HAN.findall(part))
            read += "".join(s[0] for s in lazy_pinyin(han, style=Style.FIRST_LETTER, errors="ignore") if s)
    return read.lower()


def mask_name(name: str) -> str:
    """张三 → 张*, 欧阳娜娜 → 欧***."""
    name = name.strip()
    return name[:1] + "*" * max(len(name) - 1, 0)


def mask_number(number: str) -> str:
    """An identity or account number: the first six and last four characters of a long one, the ends of a short one."""
    if len(number) >= 15:
        return number[:6] + "*" * (len(number) - 10) + number[-4:]
    if len(number) >= 6:
        return number[0] + "*" * (len(number) - 3) + number[-2:]
    return "*" * len(number)


def mask_phone(number: str) -> str:
    """13812345678 → 138****5678; a shorter number keeps its ends."""
    if len(number) >= 11:
        return number[:3] + "*" * (len(number) - 7) + number[-4:]
    return mask_number(number)


def mask_address(address: str) -> str:
    """The first six characters at most, about as far as the district."""
    return address[: min(6, len(address) // 2)] + "****" if address else ""


def mask_whole(text: str) -> str:
    """A mask of one length for all, for text of which no part may show."""
    return "********" if text else ""


MASKS: dict[str, Callable[[str], str]] = {
    "name": mask_name,
    "number": mask_number,
    "phone": mask_phone,
    "address": mask_address,
    "whole": mask_whole,
}
