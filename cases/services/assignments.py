"""Assigning a case to a lawyer of the panel, and the lawyer's answer."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cases import states
from cases.models import AidCase, Assignment
from cases.services.conflicts import Conflict, check_conflicts
from cases.services.steps import begin, lock_case, record
from unionlaw.lib import clock
from unionlaw.lib.errors import Invalid, Taken
from unionlaw.lib.wording import STORED_IN
from unionlaw.matters.models import Grant
from unionlaw.matters.models.matter import LIVE_PHASES
from unionlaw.matters.services import grants
from unionlaw.matters.services.checking import need_reason, refuse_if
from unionlaw.matters.services.locking import check_transition
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation, Post
from unionlaw.network.roles import Role

__all__ = [
    "Conflict",
    "accept_assignment",
    "assign",
    "check_conflicts",
    "decline_assignment",
    "eligible_lawyers",
    "end_assignment",
    "replace_lawyer",
]


def eligible_lawyers(case: AidCase, *, on: date | None = None) -> QuerySet[Post]:
    """Lawyers' posts held on the day `on` (pages leave it out and mean today) at firms that serve the case's holder.

    Firms serve a union and all below it. Each post carries `open_cases`, the load; the least loaded come first.
    """
    return (
        Post.objects.open(on=on or clock.today())
        .filter(
            role=Role.LAWYER,
            user__is_active=True,
            organisation__kind=Organisation.Kind.LAW_FIRM,
            organisation__closed_on__isnull=True,
            organisation__attached_to__in=case.matter.organisation.lineage,
        )
        .select_related("user", "organisation")
        .annotate(open_cases=Count("aid_cases", filter=Q(aid_cases__matter__phase__in=LIVE_PHASES)))
        .order_by("open_cases", "pk")
    )


@transaction.atomic
def assign(
    *,
    case_id: int,
    lawyer_post_id: int,
    conflict_reason: str = "",
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Assignment:
    """Give the case to a lawyer, who sees it from now on and is asked to accept.

    Args:
        conflict_reason: why to assign all the same when the conflict check finds something.

    Raises:
        Taken: someone else assigned it first; says who and to whom.
        Invalid: for lawyer_post_id when the lawyer is not on the holder's panel or acts for the other side now; for
            conflict_reason, listing what was found, when it is empty although something was.
    """
    case = lock_case(case_id=case_id, by=by, version=version)
    by.require("aid_case.assign")
    if case.lawyer is not None and case.matter.status_id in {states.ASSIGNED, states.CONDUCTING}:
        raise _taken(case)
    check_transition(matter=case.matter, verb="assign", by=by)
    lawyer = eligible_lawyers(case, on=timezone.localdate(at)).filter(pk=lawyer_post_id).first()
    if lawyer is None:
        raise Invalid({"lawyer_post_id": _("请选择一名在任的工会律师，其律所应为承办单位服务。")})
    found = check_conflicts(case, lawyer)
    conflict_reason = conflict_reason.strip()
    errors: dict[str, Any] = {}
    if hard := [conflict.text for conflict in found if conflict.is_hard]:
        errors["lawyer_post_id"] = [*hard, _("存在不可豁免的利益冲突，请另选律师。")]
    elif found and not conflict_reason:
        errors["conflict_reason"] = [
            *(conflict.text for conflict in found),
            _("查出可能的利益冲突；仍要指派的，请写明处理意见。"),
        ]
    elif len(conflict_reason) > 500:
        errors["conflict_reason"] = _("最多%(longest)d个字。") % {"longest": 500}
    refuse_if(errors)
    if found:
        with translation.override(STORED_IN):
            found = check_conflicts(case, lawyer)
    assignment = Assignment.objects.create(
        case=case,
        lawyer=lawyer,
        assigned_at=at,
        assigned_by=by.post,
        conflicts=[conflict.as_data() for conflict in found],
        conflict_reason=conflict_reason if found else "",
    )
    case.lawyer = lawyer
    grants.grant(matter=case.matter, viewer=lawyer, why=Grant.Why.ASSIGNED_LAWYER, by=by, at=at)
    record(
        case,
        "aid_case.assigned",
        by=by,
        at=at,
        reason=assignment.conflict_reason,
        data={
            "lawyer": str(lawyer.user),
            "firm": lawyer.organisation.name,
            "lawyer_post": lawyer.pk,
            "conflict": "；".join(conflict.text for conflict in found),
        },
    )
    return assignment


@transaction.atomic
def accept_assignment(*, case_id: int, by: Actor, at: datetime, version: int | None = None) -> AidCase:
    """The lawyer takes the case on."""
    case = begin(case_id=case_id, verb="accept_assignment", by=by, version=version)
    case.assignments.filter(answer=Assignment.Answer.PENDING).update(answer=Assignment.Answer.ACCEPTED, answered_at=at)
    record(case, "aid_case.accepted", by=by, at=at, data={"lawyer": str(case.lawyer.user) if case.lawyer else ""})
    return case


@transaction.atomic
def decline_assignment(*, case_id: int, reason: str, by: Actor, at: datetime, version: int | None = None) -> AidCase:
    """The lawyer says no, and from then on no longer sees the case. Raises Invalid without a reason."""
    case = begin(case_id=case_id, verb="decline_assignment", by=by, version=version)
    reason = need_reason(reason, _("请写明谢绝的原因。"), longest=500)
    name = end_assignment(case, Assignment.Answer.DECLINED, reason, at=at)
    record(case, "aid_case.declined", by=by, at=at, reason=reason, data={"lawyer": name})
    return case


@transaction.atomic
def replace_lawyer(*, case_id: int, reason: str, by: Actor, at: datetime, version: int | None = None) -> AidCase:
    """Take the case from its lawyer, so that another can be assigned (法律援助法 art. 55).

    Raises Invalid without a reason.
    """
    case = begin(case_id=case_id, verb="replace_lawyer", by=by, version=version)
    reason = need_reason(reason, _("请写明更换律师的原因。"), longest=500)
    name = end_assignment(case, Assignment.Answer.ENDED, reason, at=at)
    record(case, "aid_case.lawyer_replaced", by=by, at=at, reason=reason, data={"lawyer": name})
    return case


def end_assignment(case: AidCase, answer: str, reason: str, *, at: datetime) -> str:
    """End the running assignment and the lawyer's sight of the case; the caller records why. Returns their name."""
    lawyer = case.lawyer
    case.assignments.filter(answer__in=[Assignment.Answer.PENDING, Assignment.Answer.ACCEPTED]).update(
        answer=answer, answered_at=at, reason=reason
    )
    case.lawyer = None
    if lawyer is None:
        return ""
    grants.end_grant(matter=case.matter, viewer=lawyer, why=Grant.Why.ASSIGNED_LAWYER, at=at)
    return str(lawyer.user)


def _taken(case: AidCase) -> Taken:
    first = case.assignments.select_related("assigned_by__user", "lawyer__user").first()
    who = str(first.assigned_by.user) if first and first.assigned_by else _("系统")
    return Taken(
        _("%(who)s已先一步把本案指派给%(lawyer)s律师。")
        % {"who": who, "lawyer": first.lawyer.user if first else case.lawyer},
        by=who,
    )
