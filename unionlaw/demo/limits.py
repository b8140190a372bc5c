"""The demo's time limits: reminders that went out, extensions, chases, a matter that nobody watches."""

from datetime import datetime, timedelta

from django.db.models.functions import Greatest, TruncDay
from django.utils import timezone

from cases.states import CONDUCTING
from unionlaw.deadlines.models import Deadline
from unionlaw.deadlines.querysets import DeadlineQuerySet
from unionlaw.deadlines.services.changing import cancel
from unionlaw.deadlines.services.chasing import answer_chase, chase
from unionlaw.deadlines.services.extending import ask_extension
from unionlaw.deadlines.services.sweeping import sweep
from unionlaw.demo.steps import Step
from unionlaw.demo.walks import Walker
from unionlaw.lib import clock
from unionlaw.matters.models import Matter
from unionlaw.matters.models.matter import Kind
from unionlaw.network.actors import Actor
from unionlaw.notices.models import Notice

FRESH = timedelta(days=3)
"""What people were told before that, they have read."""


def catch_up(now: datetime) -> None:
    """The reminders of the past, each at its own moment; older notices of every kind have been read.

    It ends every step, before anybody else sees its matters: the running portal's sweep would remind of them today.
    """
    due = Deadline.objects.filter(next_step_at__lte=now).order_by("next_step_at").values_list("next_step_at", flat=True)
    swept = False
    while (moment := due.first()) is not None and sweep(at=moment):
        swept = True
    if swept:
        # Its heartbeat is of today again.
        sweep(at=clock.now())
    # Written before the city was founded: nobody's but the demo's.
    evening = TruncDay("created_at") + timedelta(hours=17)
    Notice.objects.filter(spread_at=None, created_at__lt=now - FRESH).update(
        read_at=Greatest("created_at", evening), spread_at=Greatest("created_at", evening)
    )


def extend(walker: Walker) -> None:
    """A lawyer asks for more time, which waits for the supervisor; a supervisor gives some at once."""
    lawyer, supervisor = walker.city.demo["lawyer"], walker.city.demo["supervisor"]
    reports = _running(supervisor).filter(rule_version__rule__key="progress_report", responsible=lawyer.post)
    for deadline in reports[:1]:
        ask_extension(
            deadline_id=deadline.pk, length=7, reason="仲裁院通知延期开庭，尚无新进展。", by=lawyer, at=walker.now
        )
    others = _running(supervisor).filter(rule_version__rule__key="assignment_acceptance")
    for deadline in others[:1]:
        ask_extension(
            deadline_id=deadline.pk, length=2, reason="律师在外地出庭，返回后确认。", by=supervisor, at=walker.now
        )


def ask_after(walker: Walker) -> None:
    """The supervisor asks after two overdue limits; one answer is there."""
    supervisor = walker.city.demo["supervisor"]
    at = walker.now - timedelta(hours=20)
    overdue = _running(supervisor).filter(due_on__lt=timezone.localdate(at), responsible__isnull=False)
    for n, deadline in enumerate(overdue.exclude(responsible=supervisor.post)[:2]):
        asked_of = deadline.responsible
        assert asked_of is not None
        row = chase(
            matter_id=deadline.matter_id,
            deadline_id=deadline.pk,
            question="期限已过，请说明进展和预计完成的时间。",
            asked_of=asked_of,
            by=supervisor,
            at=at,
        )
        if not n:
            answer_chase(
                chase_id=row.pk,
                answer="已与当事人约好明天会见，会后即提交进展报告。",
                by=Actor(user=asked_of.user, post=asked_of),
                at=walker.now - timedelta(hours=2),
            )


def forget(walker: Walker) -> None:
    """A case taken up again in which every limit was called off while one waits for money: nobody watches it."""
    supervisor = walker.city.demo["supervisor"]
    waiting = Matter.objects.visible_to(supervisor).live().filter(kind=Kind.AID_CASE, status=CONDUCTING)
    for matter in waiting.exclude(chases__isnull=False).order_by("opened_at")[:1]:
        for deadline in list(Deadline.objects.running().filter(matter=matter)):
            cancel(deadline_id=deadline.pk, reason="等待单位付款，暂不设期限。", by=supervisor, at=walker.now)


def _running(reader: Actor) -> DeadlineQuerySet:
    live = Matter.objects.visible_to(reader).live()
    visible = Deadline.objects.visible_to(reader).filter(state="open", matter__in=live.values("pk"))
    return visible.select_related("responsible__user", "responsible__organisation").order_by("due_on", "pk")


STEPS = (Step("extensions", extend), Step("chases", ask_after), Step("unwatched case", forget))
