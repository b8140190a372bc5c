"""One world for all contracts: each role once inside, where it sees the case, and once outside, where it does not.

Built once per module in a transaction that is rolled back; tests work in savepoints.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from axes.models import AccessAttempt
from django.db import transaction
from django.test import Client
from knox.models import AuthToken

from cases import states
from cases.models import AidCase
from cases.services import consultations
from monitoring_letters import states as letter_states
from tests.cases.walk import Walk
from tests.cast import NOON, Kind, appoint, found
from tests.contracts.answers import answered
from tests.contracts.mediations import FACTS, mediated
from tests.contracts.office import limits, notices, papers
from tests.contracts.reporting import arranged, reported
from tests.contracts.rosters import listed
from tests.documents.conftest import PDF, upload
from tests.monitoring_letters.campaigning import start
from tests.monitoring_letters.walk import Walk as LetterWalk
from tests.registers.people import citizen, credit_code
from unionlaw.accounts.models import User
from unionlaw.documents import services as documents
from unionlaw.matters.models import Grant, Matter
from unionlaw.matters.services import care
from unionlaw.matters.services.grants import grant
from unionlaw.network.actors import Actor
from unionlaw.network.roles import Role
from unionlaw.network.services import absences
from unionlaw.registers import services as registers
from unionlaw.registers.models import Cause, Employer, Worker

LATER = NOON + timedelta(hours=1)
"""When requests are made."""


@dataclass
class World:
    """The cast, the rows that routes are tried on, and the words that must not leak."""

    inside: dict[Role, Actor] = field(default_factory=dict)
    outside: dict[Role, Actor] = field(default_factory=dict)
    rows: dict[str, Any] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)
    walk: Any = None
    letter_walk: Any = None
    clients: dict[int, Client] = field(default_factory=dict)

    def client(self, actor: Actor | None) -> Client:
        """A browser in which the actor is signed in; without one, a stranger's."""
        return self.clients[actor.user.pk] if actor and actor.user else Client()

    def sign_in(self, user: User) -> None:
        client = self.clients[user.pk] = Client()
        client.force_login(user)
        # The first request writes to the session; later ones then change nothing.
        client.get("/account/")


def roles(city: Any, district: Any, firm: Any, organ: Any, mark: str) -> dict[Role, Actor]:
    """One person of each role."""
    places = {Role.LAWYER: firm, Role.PARTNER: organ}
    admins = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
    places |= dict.fromkeys(admins, city)
    return {
        role: appoint(f"{mark}.{role.value}", f"{role.label}{mark}", places.get(role, district), role) for role in Role
    }


def build() -> World:
    world = World()
    city = found(Kind.CITY_UNION, "羊城市总工会", number_prefix="羊工", region_code="440100")
    district = found(Kind.DISTRICT_UNION, "越山区总工会", parent=city, number_prefix="越工", region_code="440104")
    other = found(Kind.DISTRICT_UNION, "河南区总工会", parent=city, number_prefix="河工", region_code="440105")
    firm = found(Kind.LAW_FIRM, "岭南律师事务所", attached_to=city)
    other_firm = found(Kind.LAW_FIRM, "穗和律师事务所", attached_to=city)
    bureau = found(Kind.HR_BUREAU, "越山区人社局", attached_to=district)
    court = found(Kind.COURT, "河南区人民法院", attached_to=other)
    world.inside = roles(city, district, firm, bureau, "jia")
    world.outside = roles(other, other, other_firm, court, "yi")
    world.rows = {"organisation": district, "bureau": bureau}
    world.rows["nobody"] = User.objects.create(username="nobody", display_name="无岗")
    _matters(world)
    _letters(world)
    _mediations(world)
    _directory(world)
    world.rows |= (
        papers(world.inside, world.rows) | notices(world.inside, world.rows) | limits(world.inside, world.rows)
    )
    world.rows |= reported(world.inside)
    world.rows |= arranged(world.inside)
    for user in [actor.user for cast in (world.inside, world.outside) for actor in cast.values()]:
        world.sign_in(user)
    world.sign_in(world.rows["nobody"])
    return world


def worker(world: World, name: str, sequence: int, **facts: Any) -> Worker:
    return registers.register_worker(
        name=name, id_number=citizen(sequence=sequence), phone=f"1381234{sequence:04}",
        by=world.inside[Role.CASEWORKER], at=NOON, **facts,
    )  # fmt: skip


def employer(world: World, name: str, number: int) -> Employer:
    return registers.register_employer(
        name=name, uscc=credit_code(number), contact_name="李经理", contact_phone=f"1390000{number:04}",
        by=world.inside[Role.CASEWORKER], at=NOON,
    )  # fmt: skip


def _matters(world: World) -> None:
    staff, boss, lawyer = (world.inside[role] for role in (Role.CASEWORKER, Role.SUPERVISOR, Role.LAWYER))
    cause = Cause.objects.get_or_create(
        list_version="2026",
        number="205(5)",
        defaults={"name": "追索劳动报酬纠纷", "position": 5, "valid_from": date(2026, 1, 1)},
    )[0]
    zhang = worker(world, "殷若兰", 201, address="越山区枇杷巷9号", injury_note="右臂肱骨骨折", groups=["migrant"])
    company = employer(world, "广州映山红剪辑有限公司", 21)
    sister = employer(world, "广州映山红集团有限公司", 22)
    relation = registers.relate_employers(
        employer_id=company.pk, other_id=sister.pk, kind="subsidiary", note="", by=staff, at=NOON
    )
    asked = consultations.record_consultation(
        question="拖欠剪辑费怎么讨要", channel="window", workers=[zhang], employers=[company], by=staff, at=NOON
    )
    consultation = Matter.objects.get(pk=asked.pk)
    grant(matter=consultation, viewer=lawyer.post, why=Grant.Why.HANDED_OVER, by=boss, at=NOON)
    care.refer(matter_id=asked.pk, to=world.rows["bureau"], reason="请协查", by=staff, at=NOON)

    ou = worker(world, "欧阳霁月", 202, address="越山区木棉街3号", groups=["platform"])
    world.walk = Walk(
        caseworker=staff, supervisor=boss, lawyer=lawyer, cause=cause, make_worker=lambda _name: ou,
        make_employer=lambda _name: company,
    )  # fmt: skip
    case = world.walk.to(states.CONDUCTING, world.walk.apply(facts="欧阳霁月剪辑短视频六个月未获报酬"))
    world.walk.do("schedule_hearing", case, by=lawyer)
    world.walk.finish(case)
    payment = world.walk.pay(case)
    extra = world.walk.do("add_material", case, by=staff)
    care.refer(matter_id=case.pk, to=world.rows["bureau"], reason="请协查", by=staff, at=NOON)
    paper = documents.add_document(
        matter_id=case.pk, upload=upload("霁月工资条.pdf", PDF), kind="evidence", by=staff, at=NOON
    )
    claim = world.walk.claims(case)[0]
    case = AidCase.objects.select_related("matter").get(pk=case.pk)
    world.rows |= {
        "worker": ou,
        "employer": company,
        "contact": company.contacts.get(),
        "relation": relation,
        "consultation": consultation,
        "case": case,
        "claim": claim,
        "party": claim.party,
        "hearing": case.hearings.get(),
        "material": extra or case.materials.order_by("-pk")[0],
        "payment": payment,
        "document": paper,
    }
    world.secrets = {
        "worker's name": "欧阳霁月",
        "other worker's name": "殷若兰",
        "number of the case": case.matter.number,
        "number of the consultation": consultation.number,
        "facts": "剪辑短视频六个月",
        "question": "拖欠剪辑费",
        "address": "木棉街",
        "injury": "肱骨",
        "identity number": ou.id_number.reveal(),
        "phone": ou.phone.reveal(),
        "document": "霁月工资条",
    }


def _letters(world: World) -> None:
    """A lead, and a letter that was served and not answered yet."""
    inside = world.inside
    staff, lawyer = inside[Role.CASEWORKER], inside[Role.LAWYER]
    walk = world.letter_walk = LetterWalk(
        caseworker=staff, colleague=staff, supervisor=inside[Role.SUPERVISOR], approver=inside[Role.LETTER_APPROVER],
        lawyer=lawyer, bureau=world.rows["bureau"], make_worker=lambda _name: world.rows["worker"],
        make_employer=lambda _name: world.rows["employer"],
    )  # fmt: skip
    lead = walk.lead(content="克扣夜班剪辑补贴", workers=[])
    letter = walk.to(letter_states.SERVED)
    campaign = start(walk, [world.rows["employer"]])
    for row in (lead, letter, campaign.letter):
        grant(matter=row.matter, viewer=lawyer.post, why=Grant.Why.HANDED_OVER, by=staff, at=NOON)
        care.refer(matter_id=row.pk, to=world.rows["bureau"], reason="请协查", by=staff, at=NOON)
    world.rows |= {"lead": lead, "letter": letter, "campaign": campaign, "addressee": campaign.addressees.get()}
    world.rows |= answered(walk, world.rows["employer"])
    world.secrets |= {
        "number of the lead": lead.matter.number,
        "number of the letter": letter.document_number,
        "lead": "夜班剪辑补贴",
    }


def _mediations(world: World) -> None:
    world.rows |= mediated(world.inside, world.rows)
    world.rows |= listed(world.inside, world.rows)
    world.secrets |= {"number of the mediation": world.rows["mediation"].matter.number, "mediation": FACTS}


def _directory(world: World) -> None:
    person = world.inside[Role.CASEWORKER]
    attempt = AccessAttempt.objects.create(
        username="jia.never", ip_address="10.1.2.3", user_agent="x", path_info="/", failures_since_start=2,
        attempt_time=NOON,
    )  # fmt: skip
    [absence] = absences.record_absence(
        post_ids=[person.post.pk], starts_on=NOON.date(), ends_on=NOON.date(), reason="", by=person, at=NOON
    )
    world.rows |= {"person": person.user, "post": person.post, "attempt": attempt, "absence": absence}


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside is taken back."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)


def token(actor: Actor) -> str:
    return str(AuthToken.objects.create(actor.user)[1])
