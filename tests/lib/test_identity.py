from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric, uscc

from unionlaw.lib import identity
from unionlaw.lib.errors import Invalid

TODAY = date(2026, 11, 21)


def test_published_sample_numbers_pass():
    woman = identity.citizen_number("11010519491231002x", on=TODAY)
    assert woman == identity.CitizenNumber("11010519491231002X", "110105", date(1949, 12, 31), "female")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("110105194912310021", "身份证号第18位应为 X"),
        ("1101051949123100", "应为18位，现在是16位"),
        ("110105491231002", "15位旧身份证号已停用"),
        ("11010519490231002X", "第7至14位不是有效的出生日期"),
        ("110105203012310020", "第7至14位不是有效的出生日期"),
        ("1101051949123100AX", "前17位应为数字"),
        ("²10105194912310020", "第18位应为"),
    ],
)
def test_a_wrong_number_says_what_to_do(typed, says):
    with pytest.raises(Invalid) as caught:
        identity.citizen_number(typed, on=TODAY)
    assert says in caught.value.message
    assert caught.value.field == "id_number"


def test_unknown_region_codes_pass():
    body = "99999919900307123"
    assert identity.citizen_number(body + ric.calc_check_digit(body + "0"), on=TODAY).sex == "male"


@given(
    st.dates(date(1900, 1, 1), TODAY),
    st.integers(0, 999),
    st.integers(0, 17),
    st.integers(1, 9),
)
def test_any_single_wrong_digit_is_found(born, sequence, place, shift):
    body = f"440106{born:%Y%m%d}{sequence:03}"
    number = body + ric.calc_check_digit(body + "0")
    read = identity.citizen_number(number, on=TODAY)
    assert (read.born, read.sex) == (born, "male" if sequence % 2 else "female")
    if place < 17:
        wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
        with pytest.raises(Invalid):
            identity.citizen_number(wrong, on=TODAY)


def test_credit_code_passes_warns_or_blocks():
    assert identity.credit_code("91350100m000100y43") == identity.CreditCode("91350100M000100Y43", "")
    doubtful = identity.credit_code("91350100M000100Y44")
    assert doubtful.code == "91350100M000100Y44"
    assert "应为 3" in doubtful.warning
    with pytest.raises(Invalid, match="不含字母"):
        identity.credit_code("9135O100M000100Y43")
    with pytest.raises(Invalid, match="应为18位，现在是17位"):
        identity.credit_code("91350100M000100Y4")


@given(st.text(alphabet="0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=17, max_size=17))
def test_any_code_with_the_computed_digit_passes(body):
    assert identity.credit_code(body + uscc.calc_check_digit(body + "0")).warning == ""


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("138 1234-5678", "13812345678"),
        ("+86 13812345678", "13812345678"),
        ("008613812345678", "13812345678"),
        ("（020）8333 0000", "02083330000"),
        ("12351", "12351"),
        ("", ""),
    ],
)
def test_phones_are_stored_as_digits(typed, stored):
    assert identity.check_phone(typed) == stored


@pytest.mark.parametrize(
    ("typed", "says"),
    [("1381234567", "现在是10位"), ("123", "位数不对"), ("无", "只用数字")],
)
def test_a_wrong_phone_says_what_to_do(typed, says):
    with pytest.raises(Invalid, match=says):
        identity.check_phone(typed)


def test_passports_and_permits_need_only_look_like_numbers():
    assert identity.other_number("e 1234-5678") == "E12345678"
    with pytest.raises(Invalid):
        identity.other_number("张三")
