"""The chapters that rules are listed under, and the places they are written for."""

import tomllib
from collections.abc import Mapping
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from unionlaw.deadlines.shipped_rules import FOLDER, places
from unionlaw.lib.wording import shown

SECTIONS: Mapping[str, str | Promise] = {
    "1_mediation": _("协商、调解与司法确认"),
    "2_arbitration": _("劳动争议仲裁"),
    "3_court": _("诉讼与执行"),
    "4_legal_aid": _("法律援助"),
    "5_supervision_letters": _("一函两书"),
    "6_employers": _("用人单位的义务"),
    "7_data_protection": _("个人信息与数据"),
    "8_internal": _("内部服务标准"),
    "own": _("自行增加的规则"),
}


@cache
def section_of_keys() -> Mapping[str, str]:
    """The section of each shipped rule's key: the file it stands in."""
    found: dict[str, str] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        for table in tomllib.loads(path.read_text(encoding="utf-8"))["rule"]:
            found.setdefault(table["key"], path.stem if path.stem in SECTIONS else "own")
    return found


def section_of(key: str) -> str:
    """The section a rule is listed under; "own" for what no file has."""
    return section_of_keys().get(key, "own")


def place_name(jurisdiction: str) -> str:
    """The name of a jurisdiction in the reader's language: "浙江"; "" is everywhere."""
    if not jurisdiction:
        return str(_("全国"))
    chinese, english = places().get(jurisdiction, (jurisdiction, jurisdiction))
    return str(shown({"zh": chinese, "en": english}))
