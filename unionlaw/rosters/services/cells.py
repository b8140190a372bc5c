"""What one cell says: names, numbers, amounts, days, words from a list. Each raises Invalid with what to do."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import cache

from django.utils.translation import gettext as _

from unionlaw.lib import identity
from unionlaw.lib.errors import Invalid
from unionlaw.lib.money import parse_yuan
from unionlaw.lib.wording import stored
from unionlaw.matters.models.dispute import Head
from unionlaw.registers.models.worker import IdKind, Sex
from unionlaw.rosters.services.reading import ROUNDED

FORMULA_SIGNS = ("=", "+", "-", "@", "\t")
_DAY = re.compile(r"(\d{4})\s*[-年./]\s*(\d{1,2})(?:\s*[-月./]\s*(\d{1,2})\s*日?|\s*月?)?(?:\s+[\d:]+)?$")

HEAD_WORDS: Mapping[str, str] = {
    "工资": Head.WAGES,
    "拖欠工资": Head.WAGES,
    "欠薪": Head.WAGES,
    "加班费": Head.OVERTIME,
    "双倍工资": Head.DOUBLE_WAGE,
    "二倍工资": Head.DOUBLE_WAGE,
    "经济补偿金": Head.SEVERANCE,
    "补偿金": Head.SEVERANCE,
    "赔偿金": Head.DAMAGES,
    "违法解除赔偿": Head.DAMAGES,
    "年休假工资": Head.ANNUAL_LEAVE,
    "高温补贴": Head.HEAT_ALLOWANCE,
    "工伤": Head.INJURY,
    "工伤赔偿": Head.INJURY,
    "社保": Head.SOCIAL_INSURANCE,
    "劳动关系": Head.EMPLOYMENT,
}
_ID_KINDS = {
    "身份证": IdKind.CITIZEN,
    "居民身份证": IdKind.CITIZEN,
    "护照": IdKind.PASSPORT,
    "港澳通行证": IdKind.HK_MACAO_PERMIT,
    "回乡证": IdKind.HK_MACAO_PERMIT,
    "台胞证": IdKind.TAIWAN_PERMIT,
    "永久居留证": IdKind.FOREIGN_RESIDENT_CARD,
    "无": IdKind.NONE,
    "暂无": IdKind.NONE,
}
_SEXES = {"女": Sex.FEMALE, "男": Sex.MALE, "female": Sex.FEMALE, "male": Sex.MALE}


@cache
def _heads() -> dict[str, str]:
    named = {stored(head.label): head.value for head in Head} | {head.value: head.value for head in Head}
    return {**named, **HEAD_WORDS}


@cache
def _kind_labels() -> dict[str, str]:
    return {stored(kind.label): kind.value for kind in IdKind}


def neutral(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return text.lstrip("=+-@\t\r ")


def name(text: str) -> str:
    """A person's name of at most 60 characters."""
    text = " ".join(unicodedata.normalize("NFKC", text).split())
    if not text:
        raise Invalid(_("请填写姓名。"), field="name")
    if text.startswith(FORMULA_SIGNS) or any(sign.isdigit() for sign in text):
        raise Invalid(_("姓名不对，请核对。"), field="name")
    if len(text) > 60:
        raise Invalid(_("姓名最多60个字。"), field="name")
    return text


def day(text: str, column: str) -> date | None:
    """2026-03-07, 2026/3/7, 2026.3.7, 2026年3月7日, 20260307; a month alone is its first day. None when empty."""
    text = unicodedata.normalize("NFKC", text).strip()
    if not text:
        return None
    if re.fullmatch(r"\d{8}", text):
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    found = _DAY.match(text)
    try:
        if found is None:
            raise ValueError
        read = date(int(found[1]), int(found[2]), int(found[3] or 1))
        if not 1900 <= read.year <= 2100:
            raise ValueError
    except ValueError:
        raise Invalid(_("日期“%(text)s”不对，请写成 2026-11-21。") % {"text": text[:20]}, field=column) from None
    return read


def amount(text: str, column: str) -> int | None:
    """Fen; None when the cell is empty or a dash."""
    if not text.strip("-—/ 　无"):
        return None
    try:
        return parse_yuan(text, field=column)
    except Invalid as error:
        # What a spreadsheet worked out carries more digits than money has.
        if re.fullmatch(r"\d+\.\d{3,}", text):
            return parse_yuan(f"{float(text):.2f}", field=column)
        raise error


def head(text: str) -> str:
    """One of `Head`, by its name or what people call it."""
    found = _heads().get(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        raise Invalid(_("没有“%(text)s”这个请求项目。") % {"text": text[:20]}, field="head")
    return found


def id_kind(text: str) -> str:
    """One of `IdKind`; a citizen's card unless said otherwise."""
    text = text.strip()
    if not text:
        return IdKind.CITIZEN
    found = _kind_labels().get(text) or _ID_KINDS.get(text) or (text if text in IdKind.values else "")
    if not found:
        raise Invalid(_("没有“%(text)s”这种证件。") % {"text": text[:20]}, field="id_kind")
    return found


def sex(text: str) -> str:
    """One of `Sex`, or "" when the cell is empty."""
    if not text:
        return ""
    if text.lower() not in _SEXES:
        raise Invalid(_("性别请填“男”或“女”。"), field="sex")
    return _SEXES[text.lower()]


def number(text: str, kind: str, today: date) -> tuple[str, date | None, str]:
    """The cleaned identity number, with birth date and sex where it says them."""
    if not text.strip():
        return "", None, ""
    if text.isdigit() and len(text) >= 17 and int(text) >= ROUNDED and text.endswith("000"):
        try:
            identity.citizen_number(text, on=today)
        except Invalid:
            raise Invalid(
                _("证件号码的末几位被表格软件改成了0。请把这一列设为文本格式后重新填写。"), field="id_number"
            ) from None
    if kind == IdKind.CITIZEN or (kind == IdKind.FOREIGN_RESIDENT_CARD and len(identity.clean_number(text)) == 18):
        read = identity.citizen_number(text, on=today)
        return (read.number, read.born, read.sex) if kind == IdKind.CITIZEN else (read.number, None, "")
    return identity.other_number(text), None, ""
