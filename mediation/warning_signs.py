"""The signs of a sham mediation as data (data/warning_signs.toml)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FILE = Path(__file__).parent / "data" / "warning_signs.toml"
RECEIVED, CONSENT = "received", "consent"

WORDS: dict[str, tuple[Promise, Promise]] = {
    "repeated_parties": (
        _("同一名职工与同一家单位反复发生纠纷"),
        _("核实每次纠纷的事实是否真实、前一次是否履行。"),
    ),
    "related_parties": (
        _("职工与用人单位关系特殊"),
        _("核实是否法定代表人、联系人本人或者其亲属，是否真实用工。"),
    ),
    "same_amounts": (
        _("多名职工请求的项目和金额完全相同"),
        _("逐人核对工资表、考勤和工种。"),
    ),
    "high_amount": (
        _("劳动报酬请求明显高于一般水平"),
        _("核对岗位、月工资和欠薪月数，警惕以欠薪转移资产。"),
    ),
    "many_disputes": (
        _("用人单位短期内被多人分批申请调解"),
        _("核实是否停业、资产被查封或者进入破产，是否与其他债权人有关。"),
    ),
    "no_evidence": (
        _("对方同意调解，但请求没有任何证据"),
        _("要求提交劳动合同、工资流水、考勤等材料。"),
    ),
    "round_and_at_once": (
        _("金额为整数，对方当天就全部认可"),
        _("分别询问双方，核对金额怎么算出来。"),
    ),
}
"""Key → what is noticed, and what to look into."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign.

    Args:
        key: its check in services/warnings.py.
        when: after which step it is looked for: "received" or "consent".
        citation: where the sign comes from; `confidence` "memory" until it is checked against the text.
        count, months: how many times within how long.
        amount, round_to: yuan.
    """

    key: str
    when: str
    citation: str
    confidence: str = "memory"
    count: int = 0
    months: int = 0
    amount: int = 0
    round_to: int = 0

    @property
    def label(self) -> Promise:
        """What is noticed."""
        return WORDS[self.key][0]

    @property
    def ask(self) -> Promise:
        """What to look into."""
        return WORDS[self.key][1]


@cache
def shipped() -> dict[str, Sign]:
    """Every sign by key. Raises TypeError or ValueError for a damaged file."""
    with FILE.open("rb") as file:
        signs = [Sign(**row) for row in tomllib.load(file)["sign"]]
    for sign in signs:
        if sign.when not in (RECEIVED, CONSENT):
            raise ValueError(f"{sign.key} is looked for at {sign.when!r}.")
    found = {sign.key: sign for sign in signs}
    if len(found) != len(signs) or set(found) != set(WORDS):
        raise ValueError("Signs of the data and their wording do not match.")
    return found
