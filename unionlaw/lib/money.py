"""Money is a whole number of fen everywhere; these turn it into what people read and type."""

import re
import unicodedata
from decimal import Decimal

from django.utils.translation import gettext as _

from unionlaw.lib.errors import Invalid

# The largest amount a claim can carry: 99,999,999,999.99 yuan fits a bigint with room to sum a million of them.
LARGEST = 9_999_999_999_999

_AMOUNT = re.compile(
    r"(?:¥|CNY|RMB|人民币)?(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d*))?(万|亿)?元?整?",
    re.IGNORECASE,
)
_SCALE = {None: 1, "万": 10_000, "亿": 100_000_000}

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿")


def parse_yuan(typed: str, *, field: str = "") -> int:
    """What someone typed as yuan, in fen: "1,234.50", "１２３４．５元", "13万" or "¥130000".

    Raises Invalid (for `field`) when it is no amount, negative, finer than a fen or beyond LARGEST.
    """
    cleaned = re.sub(r"\s", "", unicodedata.normalize("NFKC", typed)).replace("、", ",")
    if cleaned.startswith("-"):
        raise Invalid(_("金额不能为负数。"), field=field)
    match = _AMOUNT.fullmatch(cleaned)
    if not match:
        raise Invalid(_("请填写金额数字，例如 1234.50。"), field=field)
    whole, fraction, unit = match.groups()
    fen = Decimal(f"{whole.replace(',', '')}.{fraction or 0}") * _SCALE[unit] * 100
    if fen != int(fen):
        raise Invalid(_("金额最多到分，请保留两位小数。"), field=field)
    if fen > LARGEST:
        raise Invalid(_("金额过大，请核对。"), field=field)
    return int(fen)


def format_fen(fen: int) -> str:
    """13000000 → "130,000.00"."""
    sign, fen = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{fen // 100:,}.{fen % 100:02}"


def _group(number: int) -> str:
    """1 to 9999 in capitals: 1005 → 壹仟零伍."""
    read, gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            read += ("零" if gap and read else "") + _DIGITS[digit] + _PLACES[place]
        gap = not digit
    return read


def _whole(number: int) -> str:
    """A positive whole number in capitals: 20000005 → 贰仟万零伍."""
    read, gap = "", False
    for index in range(2, -1, -1):
        part = number // 10_000**index % 10_000
        if part:
            missing = read and (gap or part < 1_000)
            read += ("零" if missing else "") + _group(part) + _GROUPS[index]
        gap = not part
    return read


def capital(fen: int) -> str:
    """The amount in capital numerals as receipts and agreements write it: 13000050 → 壹拾叁万元伍角.

    Follows the central bank's rules for writing amounts on instruments (《正确填写票据和结算凭证的基本规定》):
    整 after yuan or jiao, 零 for a gap before a lower digit. Negative amounts begin with 负.
    """
    if fen < 0:
        return "负" + capital(-fen)
    yuan, jiao, cent = fen // 100, fen // 10 % 10, fen % 10
    read = f"{_whole(yuan)}元" if yuan else ""
    if not jiao and not cent:
        return (read or "零元") + "整"
    if jiao:
        return read + f"{_DIGITS[jiao]}角" + (f"{_DIGITS[cent]}分" if cent else "整")
    return read + ("零" if yuan else "") + f"{_DIGITS[cent]}分"
