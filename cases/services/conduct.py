"""What the assigned lawyer does in a case: stage, hearings and meetings, filings, work log."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.limitation import INTERRUPTING
from cases.models import AidCase, Filing, Hearing, WorkLog
from cases.services.steps import begin, record
from unionlaw.lib.errors import Conflict, Invalid, Missing
from unionlaw.lib.wording import stored
from unionlaw.matters.models.dispute import Stage
from unionlaw.matters.services.amending import lock_dispute
from unionlaw.matters.services.checking import check_columns, need, refuse_if
from unionlaw.network.actors import Actor

MINUTES_OF_A_DAY = 1440
# No tribunal sets a day further off: a later one is a slip of the pen.
LONGEST_AHEAD = timedelta(days=3 * 366)
LONGEST_BEFORE = timedelta(days=366)


@transaction.atomic
def set_stage(*, case_id: int, stage: str, by: Actor, at: datetime, version: int | None = None) -> AidCase:
    """Say where the dispute stands on 商·调·裁·诉·援·执. Raises Invalid when unknown or where it stands already."""
    case = begin(case_id=case_id, verb="set_stage", by=by, version=version)
    if stage not in Stage.values:
        raise Invalid({"stage": _("请选择阶段。")})
    dispute = lock_dispute(case.matter)
    before = Stage(dispute.stage)
    if stage == before:
        raise Invalid({"stage": _("已经处于“%(stage)s”阶段。") % {"stage": before.label}})
    dispute.stage = stage
    dispute.save(update_fields=["stage"])
    record(
        case,
        "aid_case.stage_changed",
        by=by,
        at=at,
        data={"before": stored(before.label), "after": stored(Stage(stage).label)},
    )
    return case


@transaction.atomic
def schedule_hearing(
    *,
    case_id: int,
    what: str,
    starts_at: datetime,
    place: str,
    stage: str | None = None,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Hearing:
    """Put a hearing or meeting on the calendar; one that is over may be entered late, none from long before the case.

    Args:
        what: one of Hearing.What.
        stage: where it belongs; the dispute's present stage when None.

    Raises Invalid per field, and when the same one is there already.
    """
    case = begin(case_id=case_id, verb="schedule_hearing", by=by, version=version)
    errors: dict[str, Any] = {}
    dispute_stage = case.matter.dispute.stage if case.matter.dispute else Stage.AID
    hearing = Hearing(case=case, what=what, stage=stage or dispute_stage, starts_at=starts_at, place=place.strip())
    check_columns(hearing, ["what", "stage", "place"], errors)
    opened = timezone.localdate(case.matter.opened_at)
    if timezone.localdate(starts_at) < opened - LONGEST_BEFORE:
        # A wrong year would make the case overdue by thousands of days.
        errors["starts_at"] = _("时间比本案受理日%(day)s早一年以上，请核对年份。") % {"day": opened.isoformat()}
    elif starts_at > at + LONGEST_AHEAD:
        errors["starts_at"] = _("时间在三年以后，请核对年份。")
    elif case.hearings.filter(what=what, starts_at=starts_at, held__isnull=True).exists():
        errors["starts_at"] = _("这一时间的同一事项已经登记。")
    refuse_if(errors)
    hearing.save()
    record(
        case,
        "aid_case.hearing_scheduled",
        by=by,
        at=at,
        data={
            "what": stored(Hearing.What(what).label),
            "when": f"{timezone.localtime(starts_at):%Y-%m-%d %H:%M}",
            "place": hearing.place or stored(gettext_lazy("地点待定")),
            "hearing": hearing.pk,
            "day": timezone.localdate(starts_at).isoformat(),
        },
    )
    return hearing


@transaction.atomic
def conclude_hearing(
    *,
    case_id: int,
    hearing_id: int,
    held: bool,
    result: str,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Hearing:
    """Write down what a hearing brought, or that it did not take place.

    Raises Missing for a hearing of another case, Conflict when its result is there already, Invalid without a result
    or when it is said to have been held before it begins.
    """
    case = begin(case_id=case_id, verb="conclude_hearing", by=by, version=version)
    hearing = case.hearings.filter(pk=hearing_id).first()
    if hearing is None:
        raise Missing(_("本案没有这次开庭或会议。"))
    if hearing.held is not None:
        raise Conflict(_("这次开庭或会议已经记录了结果。"))
    errors: dict[str, Any] = {}
    hearing.held = held
    hearing.result = need(result, "result", _("请写明结果；没有举行的，请写明原因。"), errors, longest=5000)
    if held and hearing.starts_at > at:
        errors["held"] = _("还没有到开始时间，不能记为已举行。")
    refuse_if(errors)
    hearing.save()
    record(
        case,
        "aid_case.hearing_concluded",
        by=by,
        at=at,
        data={
            "what": stored(Hearing.What(hearing.what).label),
            "result": hearing.result[:300],
            "hearing": hearing.pk,
        },
    )
    return hearing


@transaction.atomic
def log_filing(
    *,
    case_id: int,
    what: str,
    body: str,
    filed_on: date,
    reference: str = "",
    note: str = "",
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Filing:
    """Write down a paper handed in to a tribunal, a court or an authority.

    Args:
        body: who received it, in words.
        reference: the case number it was given, if any.

    Raises Invalid per field; `filed_on` may not lie in the future.
    """
    case = begin(case_id=case_id, verb="log_filing", by=by, version=version)
    errors: dict[str, Any] = {}
    filing = Filing(case=case, what=what, filed_on=filed_on, reference=reference.strip(), note=note.strip())
    filing.body = need(body, "body", _("请写明向哪个单位提交。"), errors, longest=120)
    check_columns(filing, ["what", "reference", "note"], errors)
    if filed_on > timezone.localdate(at):
        errors["filed_on"] = _("日期不能晚于今天。")
    refuse_if(errors)
    filing.save()
    interrupts = what in INTERRUPTING
    record(
        case,
        "aid_case.filed_claim" if interrupts else "aid_case.filed",
        by=by,
        at=at,
        reason=filing.note,
        data={
            "what": stored(Filing.What(what).label),
            "body": filing.body,
            "reference": filing.reference,
            **({"happened_on": filed_on.isoformat()} if interrupts else {}),
        },
    )
    return filing


@transaction.atomic
def log_work(
    *,
    case_id: int,
    worked_on: date,
    minutes: int,
    what: str,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> WorkLog:
    """Write down work done, the basis of the subsidy (办案补贴).

    Args:
        minutes: 1 to 1440.

    Raises Invalid per field; `worked_on` may not lie in the future.
    """
    case = begin(case_id=case_id, verb="log_work", by=by, version=version)
    errors: dict[str, Any] = {}
    what = need(what, "what", _("请写明工作内容。"), errors, longest=500)
    if not 1 <= minutes <= MINUTES_OF_A_DAY:
        errors["minutes"] = _("用时应在1到1440分钟之间。")
    if worked_on > timezone.localdate(at):
        errors["worked_on"] = _("日期不能晚于今天。")
    refuse_if(errors)
    log = WorkLog.objects.create(case=case, worked_on=worked_on, minutes=minutes, what=what, post=by.post)
    record(case, "aid_case.worked", by=by, at=at, data={"what": what, "minutes": minutes})
    return log
