"""Check digits and contents of the numbers that identify people and organisations."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from stdnum.cn import ric, uscc

from unionlaw.lib.errors import Invalid

_IGNORED = re.compile(r"[\s\-—–·.]")


def clean_number(typed: str) -> str:
    """A number as it is stored and compared: NFKC, upper case, without spaces, hyphens and dots."""
    return _IGNORED.sub("", unicodedata.normalize("NFKC", typed)).upper()


def clean_phone(typed: str) -> str:
    """A telephone number as it is stored and compared: digits, without the country code of China."""
    digits = re.sub(r"[^\d+]", "", unicodedata.normalize("NFKC", typed))
    return re.sub(r"^(?:\+86|0086|86(?=1\d{10}$))", "", digits).lstrip("+")


def check_phone(typed: str, *, field: str = "phone") -> str:
    """The cleaned telephone number, or "" for an empty one. Raises Invalid when it cannot be one."""
    number = clean_phone(typed)
    if not number:
        if typed.strip():
            raise Invalid(_("请填写电话号码，只用数字。"), field=field)
        return ""
    if number.startswith("1") and len(number) != 11 and not number.startswith(("100", "12", "95")):
        raise Invalid(
            _("手机号码应为11位，现在是%(count)s位，请核对。") % {"count": len(number)},
            field=field,
        )
    if not 5 <= len(number) <= 20:
        raise Invalid(_("电话号码位数不对，请核对（固定电话请加区号）。"), field=field)
    return number


@dataclass(frozen=True, slots=True)
class CitizenNumber:
    """What a citizen number says (GB 11643-1999).

    Args:
        number: 18 characters, upper case.
        region: GB/T 2260 code of the place that issued it; it may have been abolished since.
        born: date of birth.
        sex: "male" or "female".
    """

    number: str
    region: str
    born: date
    sex: str


def citizen_number(typed: str, *, on: date, field: str = "id_number") -> CitizenNumber:
    """Check a citizen number, a residence permit of Hong Kong, Macao or Taiwan people (81, 82, 83) or a permanent
    residence card of the 2023 kind (9), which share the form: GB 11643-1999, ISO 7064 MOD 11-2.

    Args:
        typed: as typed; case, width and spaces do not matter.
        on: the day of the check; nobody is born after it.
        field: the form field for messages.

    Raises Invalid with what to do. Unknown region codes pass: codes are abolished, numbers stay.
    """
    number = clean_number(typed)
    if len(number) != 18:
        if len(number) == 15 and number.isdigit():
            said = _("15位旧身份证号已停用，请填写18位公民身份号码。")
        else:
            said = _("身份证号应为18位，现在是%(count)s位，请核对。") % {"count": len(number)}
        raise Invalid(said, field=field)
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        raise Invalid(_("身份证号前17位应为数字，第18位应为数字或 X，请核对。"), field=field)
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        born = None
    if born is None or not date(1900, 1, 1) <= born <= on:
        raise Invalid(_("身份证号第7至14位不是有效的出生日期，请核对。"), field=field)
    expected = ric.calc_check_digit(number)
    if number[17] != expected:
        raise Invalid(
            _("身份证号第18位应为 %(digit)s，请核对。") % {"digit": expected},
            field=field,
        )
    return CitizenNumber(number, number[:6], born, "male" if int(number[16]) % 2 else "female")


def other_number(typed: str, *, field: str = "id_number") -> str:
    """The cleaned number of a passport or permit: letters and digits, 5 to 20 of them. Raises Invalid otherwise."""
    number = clean_number(typed)
    if not re.fullmatch(r"[A-Z0-9()]{5,20}", number):
        raise Invalid(_("证件号码应为5至20位字母或数字，请核对。"), field=field)
    return number


@dataclass(frozen=True, slots=True)
class CreditCode:
    """A unified social credit code (GB 32100-2015) and what is doubtful about it ("" when nothing is)."""

    code: str
    warning: str


def credit_code(typed: str, *, field: str = "uscc") -> CreditCode:
    """Check a unified social credit code.

    A failing check digit only warns: some early codes are valid although they fail it.
    Raises Invalid when the length or an excluded letter (I O S V Z) shows a slip of the pen.
    """
    code = clean_number(typed)
    if len(code) != 18:
        raise Invalid(
            _("统一社会信用代码应为18位，现在是%(count)s位，请核对。") % {"count": len(code)},
            field=field,
        )
    if wrong := re.findall(r"[^0-9A-HJ-NPQRTUWXY]", code):
        raise Invalid(
            _("统一社会信用代码不含字母 I、O、S、V、Z，请核对“%(letters)s”。") % {"letters": "".join(wrong)},
            field=field,
        )
    expected = uscc.calc_check_digit(code)
    if code[17] != expected:
        return CreditCode(
            code,
            _("统一社会信用代码第18位按校验规则应为 %(digit)s，请核对；确认无误可以保存。") % {"digit": expected},
        )
    return CreditCode(code, "")
