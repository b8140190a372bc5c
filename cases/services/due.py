"""What is to be done next in an aid case that is conducted: what is due first says it, else what is still open."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from cases import states
from cases.models import AidCase, Hearing
from cases.services.duties import open_duties
from unionlaw.deadlines.models import Deadline
from unionlaw.deadlines.running import earliest
from unionlaw.lib.wording import stored
from unionlaw.matters.models import Event, Matter
from unionlaw.matters.models.matter import Kind
from unionlaw.matters.vocabulary import EventType
from unionlaw.network.actors import Actor

HEARING, LIMITATION = "hearing_attend", "aid_limitation"
FIRST_STEPS = {
    "first_contact": gettext_lazy("首次会见当事人"),
    "reopened_next_step": gettext_lazy("继续办理"),
    LIMITATION: gettext_lazy("时效届满前申请仲裁或主张权利"),
}
"""What a rule of time limits asks for, in the words of lists."""

HEARING_STEPS = {
    Hearing.What.MEETING: gettext_lazy("会见当事人"),
    Hearing.What.NEGOTIATION: gettext_lazy("参加协商"),
    Hearing.What.MEDIATION: gettext_lazy("参加调解会"),
    Hearing.What.ARBITRATION: gettext_lazy("参加仲裁庭审"),
    Hearing.What.TRIAL: gettext_lazy("参加法庭审理"),
    Hearing.What.ENFORCEMENT: gettext_lazy("办理执行事务"),
}
PAPERS = "paper."
"""Events of papers: they leave what is to be done as it is, and come by the hundred."""
CARRY_ON = gettext_lazy("继续办理")
FOLLOW_UP = gettext_lazy("结案回访")
TO_CLOSE = gettext_lazy("结案")


def say_next_step(matter: Matter, event: Event, event_type: EventType, actor: Actor) -> None:
    """After each event of a case with its lawyer, or closed: the next step on lists follows the time limits.

    Joins `matters.record` after the engine of time limits. In every other status the declaration of the event that led
    there says what is next.
    """
    if event.name.startswith(PAPERS):
        return
    if matter.kind == Kind.AID_CASE and matter.status_id == states.CLOSED and earliest(matter):
        matter.next_step = stored(FOLLOW_UP)
    if matter.kind == Kind.AID_CASE and matter.status_id == states.CONDUCTING:
        matter.next_step = stored(next_step(matter.aid_case, earliest(matter)))


def next_step(case: AidCase, first: Deadline | None) -> str | Promise:
    """What is to be done next, from the time limit that is due `first`."""
    if first is not None:
        key = first.rule_version.rule.key
        if key in FIRST_STEPS:
            return FIRST_STEPS[key]
        if key == HEARING and (hearing := _hearing(case, first)):
            return HEARING_STEPS[Hearing.What(hearing.what)]
    return CARRY_ON if open_duties(case) else TO_CLOSE


def _hearing(case: AidCase, deadline: Deadline) -> Hearing | None:
    pk = deadline.subject.rpartition(":")[2]
    return case.hearings.filter(pk=pk).first() if pk.isdigit() else None
