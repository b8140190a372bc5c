"""What an office has around its cases: papers and a seal, a notice and a robot, time limits, a feed and a closure."""

from datetime import date
from typing import Any

from tests.cast import NOON
from unionlaw.deadlines.models import Deadline, Ladder
from unionlaw.deadlines.services import chasing
from unionlaw.deadlines.services.calendar import add_closure
from unionlaw.deadlines.services.feeds import create_feed
from unionlaw.deadlines.services.opening import open_by_hand
from unionlaw.documents.models import PaperTemplate, PaperTemplateVersion, Seal
from unionlaw.documents.services.batches import begin_batch
from unionlaw.documents.services.papers import issue_paper
from unionlaw.documents.services.templates import load_shipped
from unionlaw.network.actors import Actor
from unionlaw.network.roles import Role
from unionlaw.notices.models import Delivery, Robot
from unionlaw.notices.services.telling import tell

Cast = dict[Role, Actor]
Rows = dict[str, Any]


def papers(inside: Cast, rows: Rows) -> Rows:
    """A union's own template, an issued paper, a batch that waits, and a seal."""
    load_shipped(by=Actor.system("test"), at=NOON)
    staff, case = inside[Role.CASEWORKER], rows["case"]
    own = PaperTemplate.objects.get(key="receipt", organisation=None)
    own.pk, own.organisation = None, staff.organisation
    own.save()
    shipped = PaperTemplate.objects.get(key="receipt", organisation=None).versions.get()
    PaperTemplateVersion.objects.create(
        template=own, number=1, source=shipped.source, asks=shipped.asks, fields=shipped.fields,
        effective_from=NOON.date(), why="试", made_at=NOON,
    )  # fmt: skip
    answers = {"paper": "决定书", "receiver": "欧阳霁月"}
    paper = issue_paper(matter_id=case.pk, key="receipt", answers=answers, by=staff, at=NOON)
    batch = begin_batch(
        template_id=own.pk, numbers=[case.matter.number], answers=answers, sealed=False, by=staff, at=NOON
    )
    seal = Seal.objects.create(
        organisation=staff.organisation, file=rows["document"].file, name="越山公章", valid_from=NOON.date(),
        registered_at=NOON,
    )  # fmt: skip
    return {"paper_template": own, "paper": paper, "paper_batch": batch, "seal": seal}


def notices(inside: Cast, rows: Rows) -> Rows:
    """One notice of a case, one delivery of it that is dead, and a chat group's robot that is off."""
    reader, matter = inside[Role.CASEWORKER], rows["case"].matter
    (notice,) = tell(
        kind="delivery.dead", to=[reader.post], key="world", matter=matter, data={"place": "越山区"}, at=NOON
    )
    robot = Robot(organisation=reader.organisation, kind="wecom", name="越山工作群", active=False, created_at=NOON)
    robot.address = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1"
    robot.save()
    letter = Delivery.objects.create(notice=notice, channel="email", state="dead", created_at=NOON)
    return {"notice": notice, "dead_letter": letter, "robot": robot}


def limits(inside: Cast, rows: Rows) -> Rows:
    """A limit of the case with a chase and a second one whose reminders stand still; a feed, and a closure."""
    staff, boss = inside[Role.CASEWORKER], inside[Role.SUPERVISOR]
    case = rows["case"]
    opened = [
        open_by_hand(matter_id=case.pk, rule_key=key, start_on=NOON.date(), by=staff, at=NOON)
        for key in ("sue_nonfinal", "arb_answer")
    ]
    chase = chasing.chase(
        matter_id=case.pk, deadline_id=opened[0].pk, question="何时办结", asked_of=staff.post, by=boss, at=NOON
    )
    Deadline.objects.filter(pk=opened[1].pk).update(next_step_at=None, put_aside_at=NOON)
    feed, _token = create_feed(scope="personal", with_names=False, by=staff, at=NOON)
    [closure] = add_closure(
        organisation=boss.organisation, first=date(2027, 3, 1), last=date(2027, 3, 1), name="搬迁", by=boss, at=NOON
    )
    return {
        "limit": opened[0],
        "put_aside": opened[1],
        "chase": chase,
        "feed": feed,
        "closure": closure,
        "rule": opened[0].rule_version.rule,
        "ladder": Ladder.objects.get(key="internal"),
    }
