"""A fixed cast: one small city, its people and a neighbour, for every test.

    羊城市总工会 city ─ 越山区总工会 district ─ 北桥街总工会 town ─ 北桥街法律服务站 station
                     └ 河南区总工会 neighbour_district
    岭南律师事务所 firm, 穗和律师事务所 other_firm (serve the city) · 越山区人社局 hr_bureau · 羊城中院 court

Each person is a fixture that gives the Actor in their post.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from unionlaw.accounts.models import User
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation, Post
from unionlaw.network.roles import Role

CHINA = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=CHINA)
"""The moment at which tests act unless they say otherwise: a Friday."""
LONG_AGO = date(2020, 1, 1)

Kind = Organisation.Kind


def found(kind: str, name: str, *, parent: Organisation | None = None, **fields: object) -> Organisation:
    """An organisation in place, without the ceremony of the service."""
    organisation = Organisation.objects.create(
        kind=kind, name=name, short_name=fields.pop("short_name", name), parent=parent, **fields
    )
    organisation.lineage = [*(parent.lineage if parent else []), organisation.pk]
    organisation.save(update_fields=["lineage"])
    organisation.refresh_from_db()
    return organisation


def appoint(username: str, name: str, organisation: Organisation, role: str, **fields: object) -> Actor:
    """A person in a post, as the actor they are there."""
    user, _ = User.objects.get_or_create(username=username, defaults={"display_name": name})
    post = Post.objects.create(user=user, organisation=organisation, role=role, **{"starts_on": LONG_AGO, **fields})
    return Actor(user=user, post=post)


@pytest.fixture
def noon() -> datetime:
    return NOON


@pytest.fixture
def city(db: None) -> Organisation:
    return found(Kind.CITY_UNION, "羊城市总工会", number_prefix="羊工", region_code="440100")


@pytest.fixture
def district(city: Organisation) -> Organisation:
    return found(Kind.DISTRICT_UNION, "越山区总工会", parent=city, number_prefix="越工", region_code="440104")


@pytest.fixture
def neighbour_district(city: Organisation) -> Organisation:
    return found(Kind.DISTRICT_UNION, "河南区总工会", parent=city, number_prefix="河工", region_code="440105")


@pytest.fixture
def town(district: Organisation) -> Organisation:
    return found(Kind.TOWN_UNION, "北桥街总工会", parent=district)


@pytest.fixture
def station(town: Organisation) -> Organisation:
    return found(Kind.STATION, "北桥街法律服务站", parent=town)


@pytest.fixture
def firm(city: Organisation) -> Organisation:
    return found(Kind.LAW_FIRM, "岭南律师事务所", attached_to=city)


@pytest.fixture
def other_firm(city: Organisation) -> Organisation:
    return found(Kind.LAW_FIRM, "穗和律师事务所", attached_to=city)


@pytest.fixture
def hr_bureau(district: Organisation) -> Organisation:
    return found(Kind.HR_BUREAU, "越山区人社局", attached_to=district)


@pytest.fixture
def court(city: Organisation) -> Organisation:
    return found(Kind.COURT, "羊城市中级人民法院", attached_to=city)


@pytest.fixture
def caseworker(district: Organisation) -> Actor:
    return appoint("cai", "蔡小岚", district, Role.CASEWORKER)


@pytest.fixture
def second_caseworker(district: Organisation) -> Actor:
    return appoint("cen", "岑立", district, Role.CASEWORKER)


@pytest.fixture
def station_caseworker(station: Organisation) -> Actor:
    return appoint("zhan", "詹小站", station, Role.CASEWORKER)


@pytest.fixture
def supervisor(district: Organisation) -> Actor:
    return appoint("shen", "沈主任", district, Role.SUPERVISOR)


@pytest.fixture
def manager(city: Organisation) -> Actor:
    return appoint("guan", "关部长", city, Role.MANAGER)


@pytest.fixture
def city_supervisor(city: Organisation) -> Actor:
    return appoint("shi", "史副主席", city, Role.SUPERVISOR)


@pytest.fixture
def neighbour(neighbour_district: Organisation) -> Actor:
    return appoint("lin", "林邻", neighbour_district, Role.CASEWORKER)


@pytest.fixture
def neighbour_supervisor(neighbour_district: Organisation) -> Actor:
    return appoint("liu", "柳主任", neighbour_district, Role.SUPERVISOR)


@pytest.fixture
def lawyer(firm: Organisation) -> Actor:
    return appoint("lu", "陆律师", firm, Role.LAWYER)


@pytest.fixture
def other_lawyer(other_firm: Organisation) -> Actor:
    return appoint("luo", "罗律师", other_firm, Role.LAWYER)


@pytest.fixture
def mediator(district: Organisation) -> Actor:
    return appoint("tiao", "条调解", district, Role.MEDIATOR)


@pytest.fixture
def approver(district: Organisation) -> Actor:
    return appoint("shenpi", "申批", district, Role.LETTER_APPROVER)


@pytest.fixture
def partner(hr_bureau: Organisation) -> Actor:
    return appoint("ren", "任社", hr_bureau, Role.PARTNER)


@pytest.fixture
def system_admin(city: Organisation) -> Actor:
    return appoint("xi", "席统", city, Role.SYSTEM_ADMIN)


@pytest.fixture
def security_admin(city: Organisation) -> Actor:
    return appoint("an", "安全", city, Role.SECURITY_ADMIN)


@pytest.fixture
def audit_admin(city: Organisation) -> Actor:
    return appoint("shenji", "申计", city, Role.AUDIT_ADMIN)


@pytest.fixture
def system() -> Actor:
    return Actor.system("test")
