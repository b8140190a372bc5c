"""What a template asks of the one who issues: remarks and other words that no field holds.

In the editor one line for each: `key 名称 * ：提示`, the star for what must be filled in.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

PREFIX = "ask."
LONGEST = 2000
_LINE = re.compile(
    r"(?P<key>[a-z][a-z0-9_]{0,29})\s+(?P<label>[^\s*：]{1,30})\s*(?P<star>\*)?\s*(?:：(?P<hint>.{1,100}))?"
)


def read(typed: str) -> tuple[list[dict[str, Any]], list[str]]:
    """What is asked, and what is wrong with how it was typed."""
    found: list[dict[str, Any]] = []
    wrong = []
    for number, line in enumerate(typed.splitlines(), start=1):
        if not line.strip():
            continue
        match = _LINE.fullmatch(line.strip())
        if match is None:
            wrong.append(
                _("第%(line)d行看不懂。请写成“remarks 备注”，必填的加星号：“remarks 备注 *”。") % {"line": number}
            )
        elif any(ask["key"] == match["key"] for ask in found):
            wrong.append(_("第%(line)d行：“%(key)s”写了两次。") % {"line": number, "key": match["key"]})
        else:
            found.append(
                {
                    "key": match["key"],
                    "label": match["label"],
                    "required": bool(match["star"]),
                    "hint": match["hint"] or "",
                }
            )
    return found, wrong


def write(asks: Iterable[Mapping[str, Any]]) -> str:
    """As the editor shows them."""
    return "\n".join(
        f"{ask['key']} {ask['label']}{' *' if ask['required'] else ''}{'：' + ask['hint'] if ask['hint'] else ''}"
        for ask in asks
    )


def labels(asks: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Key as templates name it → label."""
    return {PREFIX + ask["key"]: ask["label"] for ask in asks}
