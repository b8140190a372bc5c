"""The demo's follow-ups: some weeks after a case was closed, the window asks the worker how it went."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from cases.models import AidCase, FollowUp
from cases.services.follow_ups import record_follow_up
from unionlaw.demo.walks import Walker
from unionlaw.network.actors import Actor

Satisfaction, How = FollowUp.Satisfaction, FollowUp.How
SAYING = {
    Satisfaction.VERY_SATISFIED: ("律师讲得清楚，钱已经拿到，很感谢工会。", 50),
    Satisfaction.SATISFIED: ("结果可以接受。", 34),
    Satisfaction.NEUTRAL: ("时间有点长，其他还好。", 11),
    Satisfaction.DISSATISFIED: ("拿到的比请求的少，不太满意。", 5),
}
FORGOTTEN, IN_VAIN = 0.08, 0.2


def ask(walker: Walker, case: AidCase, desk: Actor, closed: datetime) -> None:
    """Ask the worker within three weeks, at the second try where the first is in vain; a few are never asked."""
    rng = walker.rng
    forgotten, in_vain = rng.random() < FORGOTTEN, rng.random() < IN_VAIN
    days, how = rng.randrange(3, 21), rng.choice((How.PHONE, How.PHONE, How.VISIT, How.MESSAGE))
    answer = rng.choices(list(SAYING), [weight for _comment, weight in SAYING.values()])[0]
    at = _working_hour(closed + timedelta(days=days))
    if forgotten or at > walker.now:
        return
    if in_vain:
        record_follow_up(
            case_id=case.pk, asked_on=at.date(), how=How.PHONE, reached=False, comment="无人接听", by=desk, at=at
        )
        at = _working_hour(at + timedelta(days=2))
        if at > walker.now:
            return
    record_follow_up(
        case_id=case.pk,
        asked_on=at.date(),
        how=how,
        reached=True,
        satisfaction=answer,
        comment=SAYING[answer][0],
        by=desk,
        at=at,
    )


def _working_hour(at: datetime) -> datetime:
    """Twenty past ten of the day, or of the next Monday."""
    day = timezone.localtime(at).date()
    day += timedelta(days=(0, 0, 0, 0, 0, 2, 1)[day.weekday()])
    return timezone.make_aware(datetime.combine(day, time(10, 20)))
