"""Invented identity numbers, credit codes and phones whose check digits are right."""

from datetime import date
from random import Random

from stdnum.cn import ric, uscc

AREAS = ("440103", "440104", "440105", "440106", "440111", "440112", "440113", "440114", "440115", "440117", "440118")


def citizen_number(rng: Random, born: date, *, female: bool) -> str:
    """An identity number for someone born on `born` (GB 11643-1999: the 17th digit tells the sex)."""
    sequence = rng.randrange(50, 480) * 2 + (0 if female else 1)
    body = f"{rng.choice(AREAS)}{born:%Y%m%d}{sequence:03d}"
    return body + str(ric.calc_check_digit(body + "0"))


def credit_code(rng: Random) -> str:
    """A unified social credit code of an enterprise (GB 32100-2015)."""
    body = "91" + rng.choice(AREAS) + "MA" + "".join(rng.choice("0123456789ABCDEFGHJKLMNPQRTUWXY") for _ in range(7))
    return body + str(uscc.calc_check_digit(body + "0"))


def phone(rng: Random) -> str:
    """A mobile number in a range that is given to nobody."""
    return f"199{rng.randrange(10**8):08d}"
