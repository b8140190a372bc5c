import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionlaw.lib import money
from unionlaw.lib.errors import Invalid


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("1234.5", 123450),
        ("1,234.50", 123450),
        ("１２３４．５０元", 123450),
        ("13万", 13_000_000),
        ("1.5万元", 1_500_000),
        ("¥130,000.00", 13_000_000),
        ("0", 0),
        ("0.01", 1),
    ],
)
def test_amounts_as_people_type_them(typed, fen):
    assert money.parse_yuan(typed) == fen


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("-1", "负数"),
        ("1.234", "最多到分"),
        ("一千", "金额数字"),
        ("", "金额数字"),
        ("9" * 13, "过大"),
        ("12,34", "金额数字"),
    ],
)
def test_a_wrong_amount_says_what_to_do(typed, says):
    with pytest.raises(Invalid, match=says) as caught:
        money.parse_yuan(typed, field="amount")
    assert caught.value.field == "amount"


@given(st.integers(0, money.LARGEST))
def test_what_is_printed_can_be_typed_again(fen):
    assert money.parse_yuan(money.format_fen(fen)) == fen


def test_negative_amounts_print_with_a_sign():
    assert money.format_fen(-5) == "-0.05"


@pytest.mark.parametrize(
    ("yuan", "capitals"),
    [
        ("130000", "壹拾叁万元整"),
        ("0.05", "伍分"),
        ("0.5", "伍角整"),
        ("0", "零元整"),
        ("10.05", "壹拾元零伍分"),
        ("1234.5", "壹仟贰佰叁拾肆元伍角整"),
        ("1409.50", "壹仟肆佰零玖元伍角整"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("107000.53", "壹拾万柒仟元伍角叁分"),
        ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("20000005", "贰仟万零伍元整"),
        ("100000000", "壹亿元整"),
        ("100010000", "壹亿零壹万元整"),
        ("10010.10", "壹万零壹拾元壹角整"),
        ("99999999999.99", "玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)
def test_capital_numerals(yuan, capitals):
    assert money.capital(money.parse_yuan(yuan)) == capitals


@given(st.integers(0, money.LARGEST), st.integers(0, money.LARGEST))
def test_different_amounts_read_differently(one, other):
    assert (money.capital(one) == money.capital(other)) == (one == other)


def test_a_negative_amount_says_so():
    assert money.capital(-100) == "负壹元整"
