from datetime import date, timedelta

import pytest
from stdnum.cn import ric, uscc

from unionlaw.registers import services
from unionlaw.registers.models import Employer, Region, Worker


def citizen(born: date = date(1990, 3, 7), sequence: int = 123, region: str = "440104") -> str:
    """A citizen number with a valid check digit; odd sequences are men."""
    body = f"{region}{born:%Y%m%d}{sequence:03}"
    return body + ric.calc_check_digit(body + "0")


def credit_code(number: int = 1) -> str:
    body = f"91440104MA59{number:05}"
    return body + uscc.calc_check_digit(body + "0")


@pytest.fixture
def yuexiu(db) -> Region:
    guangdong = Region.objects.create(code="440000", name="广东省", full_name="广东省", level=1)
    city = Region.objects.create(code="440100", name="广州市", full_name="广东省广州市", level=2, parent=guangdong)
    return Region.objects.create(code="440104", name="越秀区", full_name="广东省广州市越秀区", level=3, parent=city)


@pytest.fixture
def zhang(caseworker, noon) -> Worker:
    """张三, registered by the district, with all that is sealed."""
    return services.register_worker(
        name="张三",
        id_number=citizen(),
        phone="138 1234 5678",
        address="广州市越秀区东风路1号",
        injury_note="左手食指骨折",
        groups=["migrant"],
        by=caseworker,
        at=noon - timedelta(days=1),
    )


@pytest.fixture
def factory(caseworker, noon) -> Employer:
    return services.register_employer(
        name="广州飞影文化传播有限公司",
        uscc=credit_code(),
        contact_name="李经理",
        contact_phone="13900001111",
        by=caseworker,
        at=noon - timedelta(days=1),
    )
