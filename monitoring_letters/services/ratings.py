"""Handing an employer's rating on, with its rule version; what the employer objects to it, and the decision."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from monitoring_letters.models import Rating, RatingObjection
from monitoring_letters.services.rating import LONGEST, rate_employer
from unionlaw.lib.errors import Conflict, Missing, Refused
from unionlaw.matters.services.checking import need, not_in_future, refuse_if
from unionlaw.network.actors import Actor
from unionlaw.network.readlog import log_read
from unionlaw.registers.models import Employer

FORMS = ("xlsx", "pdf")


def period_errors(begins_on: date, ends_on: date, today: date) -> dict[str, Any]:
    """What is wrong with a period that is to be rated."""
    errors: dict[str, Any] = {}
    not_in_future(begins_on, "begins_on", today, errors)
    if ends_on < begins_on:
        errors["ends_on"] = _("截止日期不能早于起始日期。")
    elif ends_on - begins_on > LONGEST:
        errors["ends_on"] = _("最多评价五年。")
    return errors


@transaction.atomic
def hand_on(
    *, employer_id: int, begins_on: date, ends_on: date, form: str, reason: str, by: Actor, at: datetime
) -> Rating:
    """Compute the rating over a period and keep it as it leaves the portal; who took it and why is logged.

    Args:
        form: "xlsx" or "pdf".
        reason: what it is for.

    Raises Missing, Refused without the right to export, Invalid per argument.
    """
    by.require("letter.export")
    employer = Employer.objects.visible_to(by).filter(pk=employer_id).first()
    if employer is None:
        raise Missing(_("没有这个用人单位。"))
    if by.organisation is None:
        raise Refused(_("您目前没有任何在任岗位，请联系系统管理员。"))
    today = timezone.localdate(at)
    errors = period_errors(begins_on, ends_on, today)
    reason = need(reason, "reason", _("请写明用途。"), errors, longest=500)
    if form not in FORMS:
        errors["form"] = _("请选择格式。")
    refuse_if(errors)
    result = rate_employer(employer=employer, begins_on=begins_on, ends_on=ends_on, by=by, today=today)
    rating = Rating.objects.create(
        employer=employer,
        organisation=by.organisation,
        begins_on=begins_on,
        ends_on=ends_on,
        rule_version=result.version,
        score=result.score,
        grade=result.grade,
        lines=[line.data() for line in result.lines],
        reason=reason,
        form=form,
        made_at=at,
        made_by=by.post,
    )
    data = {"rating": rating.pk, "version": result.version, "form": form}
    log_read(by=by, at=at, action="export", subject=f"employer:{employer.pk}", reason=reason, data=data)
    return rating


@transaction.atomic
def record_objection(*, rating_id: int, received_on: date, text: str, by: Actor, at: datetime) -> RatingObjection:
    """Write down what the employer objects to a rating it was shown.

    Raises Missing, Refused, Conflict while another objection to it is undecided, Invalid per argument.
    """
    rating = _lock(rating_id, by)
    by.require("letter.follow")
    if rating.objections.filter(decision="").exists():
        raise Conflict(_("上一次异议还没有处理。"))
    errors: dict[str, Any] = {}
    text = need(text, "text", _("请写明异议内容。"), errors, longest=5000)
    today = timezone.localdate(at)
    not_in_future(received_on, "received_on", today, errors)
    if received_on < timezone.localdate(rating.made_at):
        errors.setdefault("received_on", _("不能早于评价日期。"))
    refuse_if(errors)
    if by.user is None or by.post is None:
        raise Refused(_("您目前没有任何在任岗位，请联系系统管理员。"))
    return RatingObjection.objects.create(
        rating=rating, received_on=received_on, text=text, recorded_at=at, recorded_by=by.post, recorded_user=by.user
    )


@transaction.atomic
def decide_objection(*, objection_id: int, decision: str, opinion: str, by: Actor, at: datetime) -> RatingObjection:
    """Decide an objection. The rating itself stays as it was handed on; what was decided stands beside it.

    Raises Missing, Refused for who wrote the objection down, Conflict when it is decided, Invalid per argument.
    """
    found = RatingObjection.objects.visible_to(by).filter(pk=objection_id).first()
    if found is None:
        raise Missing(_("没有这份异议，或者您无权查看。"))
    by.require("letter.close")
    objection = RatingObjection.objects.select_for_update(of=("self",)).get(pk=objection_id)
    if reason := decision_refusal(objection, by):
        raise Refused(reason)
    if objection.decision:
        raise Conflict(_("这份异议已经处理。"))
    errors: dict[str, Any] = {}
    opinion = need(opinion, "opinion", _("请写明处理意见。"), errors, longest=5000)
    if decision not in RatingObjection.Decision.values:
        errors["decision"] = _("请选择处理结果。")
    refuse_if(errors)
    objection.decision, objection.opinion, objection.decided_at = decision, opinion, at
    objection.decided_by, objection.decided_user = by.post, by.user
    objection.save()
    return objection


def decision_refusal(objection: RatingObjection, by: Actor) -> str:
    """Why this person may not decide the objection, or ""."""
    if by.user is None or by.post is None:
        return _("您目前没有任何在任岗位，请联系系统管理员。")
    if by.user.pk == objection.recorded_user_id:
        return _("登记异议的人不能自己处理，须由他人处理。")
    return ""


def _lock(rating_id: int, by: Actor) -> Rating:
    found = Rating.objects.visible_to(by).filter(pk=rating_id).first()
    if found is None:
        raise Missing(_("没有这份评价，或者您无权查看。"))
    # Objections to one employer's ratings take turns; the rating itself is never written again.
    Employer.objects.select_for_update(of=("self",)).get(pk=found.employer_id)
    return found
