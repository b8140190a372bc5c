"""Looking a template over before it is saved: every fault with its line, in words an office can act on."""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionlaw.documents import asks as asked
from unionlaw.documents import fields
from unionlaw.documents.typesetting.typesetter import Broken, TooSlow, typeset, typeset_parts
from unionlaw.lib.wording import listed

LONGEST = 60_000
_CALL = re.compile(r"(?<![\w-])(field|prose|list-of|table-of|when|unless)\(\s*(?:\"([^\"\n]*)\")?")
_FORBIDDEN = re.compile(
    r"(?<![\w-])(?:#\s*(import|include)\b|(import|include)\s*\"|(sys|input|values)\s*\."
    r"|(read|plugin|eval|json|yaml|toml|csv|xml|cbor|image)\s*\()"
)
# Line comments; "//" after a colon is part of an address.
_COMMENT = re.compile(r"(?<!:)//[^\n]*")

# What Typst says → what the portal says; %(what)s is what the pattern took.
_SAID = (
    (re.compile(r"unknown variable: (?P<what>.+)"), gettext_lazy("没有“%(what)s”这个写法，请核对拼写。")),
    (re.compile(r"unclosed (?P<what>delimiter|raw text|string)"), gettext_lazy("括号或引号没有闭合。")),
    (re.compile(r"unexpected closing (?P<what>.+)"), gettext_lazy("多了一个闭合的括号（%(what)s）。")),
    (re.compile(r"expected (?P<what>.+)"), gettext_lazy("这里写法不完整，应为：%(what)s。")),
    (re.compile(r"maximum (?P<what>.*) exceeded"), gettext_lazy("重复过多，排不完。")),
    (re.compile(r"missing argument: (?P<what>.+)"), gettext_lazy("括号里缺少内容（%(what)s）。")),
    (re.compile(r"unexpected argument(?P<what>.*)"), gettext_lazy("括号里的内容多了。")),
)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a template; line 0 when it is about the whole."""

    line: int
    text: str

    def __str__(self) -> str:
        return _("第%(line)d行：%(text)s") % {"line": self.line, "text": self.text} if self.line else self.text


def keys_in(source: str) -> list[str]:
    """The values that a template names, in order, each once."""
    return list(dict.fromkeys(found[2] for found in _CALL.finditer(_bare(source)) if found[2]))


def conditional_keys(source: str) -> list[str]:
    """The values of which a template asks whether they are there."""
    return [found[2] for found in _CALL.finditer(_bare(source)) if found[2] and found[1] in ("when", "unless")]


def lint(source: str, *, kind: str, asks: Sequence[Mapping[str, Any]], sample: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with a template for papers about matters of `kind`, by line; empty when it can be used.

    Args:
        asks: what it asks of the one who issues.
        sample: the rest of a paper's data (issuer, number, …) for a trial with the fields' examples.
    """
    if len(source) > LONGEST:
        return [Problem(0, _("模板最多%(most)d个字。") % {"most": LONGEST})]
    found = [*_names(source, kind, asks), *_reaches(source)]
    if not found:
        found = tried(source, sample)
    return sorted(found, key=lambda problem: problem.line)


def tried(source: str, data: Mapping[str, Any]) -> list[Problem]:
    """What Typst says of the template with this data."""
    try:
        made = typeset(source, data, timestamp=0)
        typeset_parts(source, data)  # the same wording serves the editable copy
    except TooSlow:
        return [Problem(0, _("这份模板排版时间过长或内容过多，请检查是否有重复。"))]
    except Broken as error:
        return [Problem(error.line, said(error.message))]
    return [] if made.pdf else [Problem(0, _("模板没有排出任何内容。"))]


def said(message: str) -> str:
    """Typst's message in the portal's words where there are some."""
    for pattern, words in _SAID:
        if found := pattern.match(message):
            return str(words) % found.groupdict() if "%(" in str(words) else str(words)
    return _("排版出错：%(message)s") % {"message": message}


def _names(source: str, kind: str, asks: Sequence[Mapping[str, Any]]) -> list[Problem]:
    known, labels = fields.of_kind(kind), asked.labels(asks)
    found = []
    text = _bare(source)
    for call in _CALL.finditer(text):
        line = text.count("\n", 0, call.start()) + 1
        name, key = call[1], call[2]
        if key is None:
            found.append(Problem(line, _("%(call)s(…) 里要直接写带引号的字段名。") % {"call": name}))
        elif key in labels:
            if not fields.CALLS[name] & {fields.TEXT, fields.PROSE}:
                found.append(Problem(line, _("“%(key)s”是文字，请用 field。") % {"key": key}))
        elif key not in known:
            found.append(Problem(line, _unknown(key, [*known, *labels])))
        elif known[key].shape not in fields.CALLS[name]:
            right = listed(c for c, shapes in fields.CALLS.items() if known[key].shape in shapes)
            words = {"key": key, "shape": fields.SHAPES[known[key].shape], "calls": right}
            found.append(Problem(line, _("“%(key)s”是%(shape)s，请用%(calls)s。") % words))
    return found


def _unknown(key: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(key, known, n=3, cutoff=0.5)
    if near:
        return _("没有“%(key)s”这个字段。是不是：%(near)s？") % {"key": key, "near": listed(near)}
    return _("没有“%(key)s”这个字段。") % {"key": key}


def _reaches(source: str) -> list[Problem]:
    text = _bare(source)
    return [
        Problem(
            text.count("\n", 0, found.start()) + 1,
            _("模板里不能用“%(word)s”：不能引用别的文件或程序。") % {"word": next(w for w in found.groups() if w)},
        )
        for found in _FORBIDDEN.finditer(text)
    ]


def _bare(source: str) -> str:
    """Without comments; lines stay where they are."""
    return _COMMENT.sub("", source)
