"""The invented city of 羊城: five tiers of unions, stations, centres, firms, partner organs, their people."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.contrib.auth.hashers import make_password

from unionlaw.accounts.models import User
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation, Post
from unionlaw.network.roles import Role
from unionlaw.network.services.organisations import found_organisation
from unionlaw.network.services.posts import appoint

PASSWORD = "union-demo-2026"  # noqa: S105  printed on the demo's sign-in page; only this seed ever sets it
SINCE = date(2024, 1, 1)
Kind = Organisation.Kind

# name, short code for numbers, region code, towns and streets
DISTRICTS = (
    ("越山区", "越工", "440104", "北桥街 登云街 六榕里街 东岳街 流花湖街"),
    ("河南区", "河工", "440105", "赤岗岭街 滨江东街 琶园街 新港湾街"),
    ("西关区", "西工", "440103", "龙津里街 恩宁街 沙面湾街 芳村渡街"),
    ("天湖区", "天工", "440106", "石牌楼街 棠东里街 五山南街 员村渡街"),
    ("云山区", "云工", "440111", "三元桥街 景泰里街 石井渡街 江高圩镇"),
    ("黄港区", "黄工", "440112", "鱼珠台街 大沙滘街 永和里街 新龙圩镇"),
    ("禺山区", "禺工", "440113", "市桥渡街 大石桥街 沙湾里镇 石楼圩镇"),
    ("花山区", "花工", "440114", "新华里街 狮岭圩镇 炭步圩镇"),
    ("南湾区", "南工", "440115", "珠江口街 万顷圩镇 黄阁里镇"),
    ("从江区", "从工", "440117", "街口里街 太平圩镇 鳌头圩镇"),
    ("增江区", "增工", "440118", "荔城里街 新塘圩镇 石滩圩镇"),
)
FIRMS = (
    "岭南 穗和 珠水 越秀山 云麓 北斗 正平 明衡 天湖 海印 恒信 南粤 大沙 "
    "白鹅潭 五羊 琶洲湾 华灯 木棉 荔香 东濠 西濠 沙面 镇海 粤衡 弘法 律衡 "
    "公诚 法泽 知行 信诺 同德 致远 博雅 众正 立言 守正 善行 惠民 和衷 "
    "中道 "
).split()
FEDERATIONS = (
    ("外卖配送行业工联会", "天湖区"),
    ("快递行业工联会", "云山区"),
    ("网约车行业工联会", "黄港区"),
    ("货运行业工联会", "禺山区"),
    ("物业服务行业工联会", "河南区"),
    ("直播电商行业工联会", "西关区"),
)
NAMES = (
    "蔡小岚 岑立 沈慧敏 陆定安 关振声 林知夏 席统 安全生 申计之 罗明远 宋嘉禾 "
    "董思源 韩雨桐 冯子昂 曹若谷 彭远山 曾秋实 萧望之 田晓东 潘石屿 袁野 "
    "余念慈 叶知秋 程门雪 魏清和 苏木 吕梁 丁当 任重 卢沟 姚黄 姜白石 "
).split()


@dataclass
class City:
    """Who is where."""

    union: Organisation
    districts: dict[str, Organisation] = field(default_factory=dict)
    desks: list[tuple[Actor, Actor]] = field(default_factory=list)
    """(caseworker, supervisor) of each place that takes in matters."""
    lawyers: list[Actor] = field(default_factory=list)
    organs: dict[str, Organisation] = field(default_factory=dict)
    demo: dict[str, Actor] = field(default_factory=dict)

    def saved(self) -> dict[str, Any]:
        """The city as JSON: organisations and posts by their ids, whatever they are called later."""
        return {
            "union": self.union.pk,
            "districts": {name: district.pk for name, district in self.districts.items()},
            "desks": [[_post_id(desk), _post_id(supervisor)] for desk, supervisor in self.desks],
            "lawyers": [_post_id(lawyer) for lawyer in self.lawyers],
            "organs": {name: organ.pk for name, organ in self.organs.items()},
            "demo": {name: _post_id(actor) for name, actor in self.demo.items()},
        }

    @classmethod
    def of(cls, saved: dict[str, Any]) -> City:
        """The city that was saved, with everybody in it."""
        places = Organisation.objects.in_bulk([saved["union"], *saved["districts"].values(), *saved["organs"].values()])
        ids = {*saved["lawyers"], *saved["demo"].values(), *(pk for desk in saved["desks"] for pk in desk)}
        posts = Post.objects.select_related("user", "organisation").in_bulk(ids)
        people = {pk: Actor(user=post.user, post=post) for pk, post in posts.items()}
        return cls(
            union=places[saved["union"]],
            districts={name: places[pk] for name, pk in saved["districts"].items()},
            desks=[(people[desk], people[supervisor]) for desk, supervisor in saved["desks"]],
            lawyers=[people[pk] for pk in saved["lawyers"]],
            organs={name: places[pk] for name, pk in saved["organs"].items()},
            demo={name: people[pk] for name, pk in saved["demo"].items()},
        )


def _post_id(actor: Actor) -> int:
    assert actor.post is not None
    return actor.post.pk


class Founder:
    """Founds the city through the services, as the system."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.by = Actor.system("seed_demo")
        self.names = iter(NAMES * 40)
        self.made = 0
        # Hashed once for all: it is slow by design, and known to everybody anyway.
        self.password = make_password(PASSWORD)

    def organisation(self, kind: str, name: str, **fields: object) -> Organisation:
        fields.setdefault("short_name", name)
        return found_organisation(kind=kind, name=name, opened_on=SINCE, by=self.by, at=self.at, **fields)  # type: ignore[arg-type]

    def post(self, organisation: Organisation, role: str, *, username: str = "", name: str = "") -> Actor:
        self.made += 1
        user = User(username=username or f"p{self.made:04d}", display_name=name or next(self.names))
        if username:
            user.password = self.password
        else:
            # Colleagues who fill the city's posts but never sign in.
            user.set_unusable_password()
        user.save()
        licence = f"1440120{self.made:010d}" if role == Role.LAWYER else ""
        post: Post = appoint(
            user=user,
            organisation=organisation,
            role=role,
            starts_on=SINCE,
            licence_number=licence,
            by=self.by,
            at=self.at,
        )
        return Actor(user=user, post=post)

    def found(self) -> City:
        """The whole city."""
        city = City(
            self.organisation(
                Kind.CITY_UNION,
                "羊城市总工会",
                short_name="羊城市总",
                number_prefix="羊工",
                region_code="440100",
                phone="12351",
                hours="工作日 9:00–17:30",
            )
        )
        for name, prefix, region, towns in DISTRICTS:
            self._district(city, name, prefix, region, towns.split())
        for name, district in FEDERATIONS:
            self.organisation(
                Kind.INDUSTRY_FEDERATION, f"羊城市{name}", short_name=name, parent=city.districts[district]
            )
        self.organisation(Kind.INDUSTRY_FEDERATION, "羊城市建筑行业工联会", short_name="建筑工联会", parent=city.union)
        for n, name in enumerate(FIRMS):
            firm = self.organisation(
                Kind.LAW_FIRM, f"广东{name}律师事务所", short_name=f"{name}律所", attached_to=city.union
            )
            for _ in range(3 if n % 4 == 0 else 2):
                city.lawyers.append(self.post(firm, Role.LAWYER))
        city.organs["中院"] = self.organisation(Kind.COURT, "羊城市中级人民法院", attached_to=city.union)
        city.organs["仲裁院"] = self.organisation(
            Kind.ARBITRATION, "羊城市劳动人事争议仲裁院", short_name="市仲裁院", attached_to=city.union
        )
        self._demo_accounts(city)
        return city

    def _district(self, city: City, name: str, prefix: str, region: str, towns: list[str]) -> None:
        district = city.districts[name] = self.organisation(
            Kind.DISTRICT_UNION,
            f"羊城市{name}总工会",
            short_name=f"{name}总工会",
            parent=city.union,
            number_prefix=prefix,
            region_code=region,
        )
        supervisor = self.post(district, Role.SUPERVISOR)
        city.desks.append((self.post(district, Role.CASEWORKER), supervisor))
        for n, town_name in enumerate(towns):
            town = self.organisation(Kind.TOWN_UNION, f"{name}{town_name}总工会", short_name=town_name, parent=district)
            station = self.organisation(
                Kind.STATION,
                f"{town_name}工会法律服务站",
                short_name=f"{town_name}服务站",
                parent=town,
                address=f"{name}{town_name}{10 + n}号",
                hours="周二至周六 9:00–12:00 律师值班",
            )
            city.desks.append((self.post(station, Role.CASEWORKER), supervisor))
        park = self.organisation(Kind.PARK_UNION, f"{name}产业园工会", short_name=f"{name}产业园", parent=district)
        self.organisation(Kind.ENTERPRISE_UNION, f"{name}恒和电子厂工会", short_name=f"{name}恒和厂工会", parent=park)
        self.organisation(
            Kind.MEDIATION_CENTRE, f"{name}劳动争议三方联调中心", short_name=f"{name}联调中心", parent=district
        )
        city.organs[name] = self.organisation(
            Kind.HR_BUREAU, f"羊城市{name}人力资源和社会保障局", short_name=f"{name}人社局", attached_to=district
        )

    def _demo_accounts(self, city: City) -> None:
        district, neighbour = city.districts["越山区"], city.districts["河南区"]
        firm = Organisation.objects.get(name="广东岭南律师事务所")
        centre = Organisation.objects.get(name="越山区劳动争议三方联调中心")
        for account, organisation, role, name in (
            ("caseworker", district, Role.CASEWORKER, "何晓岚"),
            ("supervisor", district, Role.SUPERVISOR, "沈安平"),
            ("lawyer", firm, Role.LAWYER, "陆思齐"),
            ("mediator", centre, Role.MEDIATOR, "条文和"),
            ("approver", district, Role.LETTER_APPROVER, "申维民"),
            ("hr_mediator", city.organs["越山区"], Role.MEDIATOR, "任敏之"),
            ("court_clerk", city.organs["中院"], Role.PARTNER, "舒纪员"),
            ("manager", city.union, Role.MANAGER, "关嘉言"),
            ("neighbour", neighbour, Role.CASEWORKER, "林隔壁"),
            ("sysadmin", city.union, Role.SYSTEM_ADMIN, "席统"),
            ("secadmin", city.union, Role.SECURITY_ADMIN, "安守真"),
            ("auditor", city.union, Role.AUDIT_ADMIN, "申计之"),
        ):
            city.demo[account] = self.post(organisation, role, username=f"demo.{account}", name=name)
        city.desks[:0] = [(city.demo["caseworker"], city.demo["supervisor"])] * 4
        city.lawyers.append(city.demo["lawyer"])
        city.demo["partner"] = self.post(city.organs["越山区"], Role.PARTNER)
