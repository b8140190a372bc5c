"""Reviewing an application: ask once for what is missing, grant, refuse, refer, hear an objection.

Limits follow 法律援助法 arts 43, 44 and 49, which union legal aid applies by reference (art. 68).
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.limitation import is_urgent
from cases.models import AidCase, Material, SupplementRequest
from cases.services.assignments import end_assignment
from cases.services.duties import unsettled
from cases.services.materials import append
from cases.services.steps import begin, limitation_data, record
from unionlaw.lib.errors import Conflict
from unionlaw.lib.wording import listed, shown, stored
from unionlaw.matters.models.matter import Priority
from unionlaw.matters.services.checking import check_columns, need, need_reason, refuse_if
from unionlaw.network.actors import Actor

# Nobody is given longer to hand papers in: a later day is a slip of the pen.
LONGEST_SUPPLEMENT = timedelta(days=366)


@transaction.atomic
def request_supplement(
    *,
    case_id: int,
    items: Sequence[str],
    due_on: date,
    note: str = "",
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> SupplementRequest:
    """Tell the applicant, once, everything that is missing.

    Args:
        items: names of papers; one that is not on the checklist yet is added to it as needed for the review.
        due_on: the day by which to hand them in.

    Raises Conflict when it was asked before; Invalid without items, or with a day in the past or beyond a year.
    """
    case = begin(case_id=case_id, verb="request_supplement", by=by, version=version)
    if reason := supplement_refusal(case):
        raise Conflict(reason)
    errors: dict[str, Any] = {}
    wanted = list(dict.fromkeys(item.strip() for item in items if item.strip()))
    if not wanted:
        errors["items"] = _("请列明需要补正的材料。")
    elif any(len(item) > 120 for item in wanted):
        errors["items"] = _("每项材料最多%(longest)d个字。") % {"longest": 120}
    today = timezone.localdate(at)
    if due_on < today:
        errors["due_on"] = _("补正期限不能早于今天。")
    elif due_on > today + LONGEST_SUPPLEMENT:
        errors["due_on"] = _("补正期限在一年以后，请核对年份。")
    request = SupplementRequest(case=case, items=wanted, note=note.strip(), requested_on=today, due_on=due_on)
    check_columns(request, ["note"], errors)
    refuse_if(errors)
    request.save()
    case.supplement_request = request
    _list_as_required(case, wanted)
    record(
        case,
        "aid_application.supplement_requested",
        by=by,
        at=at,
        reason=request.note,
        data={"items": "、".join(wanted), "due_on": due_on.isoformat()},
    )
    return request


def _list_as_required(case: AidCase, labels: Sequence[str]) -> None:
    there = {material.label: material for material in case.materials.all()}
    for label in labels:
        material = there.get(label)
        if material is None:
            append(case, label, Material.RequiredFor.REVIEW)
        elif material.required_for != Material.RequiredFor.REVIEW or material.is_settled:
            # What was handed in does not do, or was only welcome so far: it is asked for again.
            material.required_for, material.received_on, material.waived_reason = Material.RequiredFor.REVIEW, None, ""
            material.save()


@transaction.atomic
def receive_supplement(*, case_id: int, by: Actor, at: datetime, version: int | None = None) -> AidCase:
    """All that was missing is there; the review begins anew. Raises Invalid naming what is still missing."""
    case = begin(case_id=case_id, verb="receive_supplement", by=by, version=version)
    refuse_if({"": reason} if (reason := missing_refusal(case)) else {})
    request = case.supplement_request
    request.received_on = timezone.localdate(at)
    request.save()
    record(case, "aid_application.supplemented", by=by, at=at)
    return case


@transaction.atomic
def grant(*, case_id: int, reason: str, by: Actor, at: datetime, version: int | None = None) -> AidCase:
    """Decide to give aid. Raises Invalid without a reason, or naming the papers that the review still needs."""
    case = begin(case_id=case_id, verb="grant", by=by, version=version)
    reason = need_reason(reason, _("请写明决定援助的理由。"))
    refuse_if({"": message} if (message := missing_refusal(case)) else {})
    _decide(case, reason, by=by, at=at)
    record(case, "aid_application.granted", by=by, at=at, reason=reason)
    return case


@transaction.atomic
def grant_urgently(
    *,
    case_id: int,
    reason: str,
    preservation: bool = False,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> AidCase:
    """Give aid first and take the papers later (法律援助法 art. 44).

    Args:
        preservation: property must be preserved or an award enforced in advance at once.

    Raises Invalid without a reason, or when neither is preservation needed nor does a limitation period end within
    seven days.
    """
    case = begin(case_id=case_id, verb="grant_urgently", by=by, version=version)
    today = timezone.localdate(at)
    errors: dict[str, Any] = {}
    reason = need(reason, "reason", _("请写明先行提供援助的理由。"), errors)
    if not preservation and not is_urgent(case.limitation_on, today):
        errors["preservation"] = urgency_refusal(case)
    refuse_if(errors)
    owing = [material.label for material in unsettled(case, Material.RequiredFor.REVIEW)]
    _decide(case, reason, by=by, at=at)
    case.urgent = True
    case.matter.priority = Priority.URGENT
    record(
        case,
        "aid_application.granted_urgently",
        by=by,
        at=at,
        reason=reason,
        data={
            "limitation_on": case.limitation_on.isoformat() if case.limitation_on else "—",
            "owing": "、".join(owing) or "—",
        },
    )
    return case


@transaction.atomic
def refuse(*, case_id: int, reason: str, by: Actor, at: datetime, version: int | None = None) -> AidCase:
    """Decide not to give aid; the event tells how to object. Raises Invalid without a reason."""
    case = begin(case_id=case_id, verb="refuse", by=by, version=version)
    reason = need_reason(reason, _("不予援助必须说明理由。"))
    _decide(case, reason, by=by, at=at)
    record(case, "aid_application.refused", by=by, at=at, reason=reason, data={"remedy": remedy(case)})
    return case


@transaction.atomic
def object_to_refusal(*, case_id: int, objection: str, by: Actor, at: datetime, version: int | None = None) -> AidCase:
    """Take down the applicant's objection. Raises Invalid when it says nothing."""
    case = begin(case_id=case_id, verb="object_to_refusal", by=by, version=version)
    errors: dict[str, Any] = {}
    case.objection = need(objection, "objection", _("请写明异议的理由。"), errors, longest=5000)
    refuse_if(errors)
    record(case, "aid_application.objected", by=by, at=at, reason=case.objection[:1000], data=limitation_data(case))
    return case


@transaction.atomic
def uphold_refusal(*, case_id: int, reason: str, by: Actor, at: datetime, version: int | None = None) -> AidCase:
    """Find the refusal right. Raises Invalid without a reason."""
    case = begin(case_id=case_id, verb="uphold_refusal", by=by, version=version)
    reason = need_reason(reason, _("维持不予援助必须说明理由。"))
    _decide(case, reason, by=by, at=at)
    record(case, "aid_application.refusal_upheld", by=by, at=at, reason=reason, data={"remedy": remedy(case)})
    return case


@transaction.atomic
def refer_elsewhere(
    *, case_id: int, referred_to: str, reason: str, by: Actor, at: datetime, version: int | None = None
) -> AidCase:
    """Send the applicant to the authority in charge. Raises Invalid without its name or without a reason."""
    case = begin(case_id=case_id, verb="refer_elsewhere", by=by, version=version)
    errors: dict[str, Any] = {}
    case.referred_to = need(referred_to, "referred_to", _("请写明转介到哪个单位。"), errors, longest=120)
    reason = need(reason, "reason", _("请写明转介原因。"), errors)
    refuse_if(errors)
    _decide(case, reason, by=by, at=at)
    record(case, "aid_application.referred", by=by, at=at, reason=reason, data={"organisation": case.referred_to})
    return case


@transaction.atomic
def withdraw(*, case_id: int, reason: str, by: Actor, at: datetime, version: int | None = None) -> AidCase:
    """The applicant takes the application back; a lawyer already asked is let go. Raises Invalid without a reason."""
    case = begin(case_id=case_id, verb="withdraw", by=by, version=version)
    reason = need_reason(reason, _("请写明撤回原因。"), longest=500)
    if case.lawyer is not None:
        end_assignment(case, "ended", reason, at=at)
    record(case, "aid_case.withdrawn", by=by, at=at, reason=reason)
    return case


def missing_refusal(case: AidCase) -> str:
    """What the review still needs, in words, or ""."""
    missing = unsettled(case, Material.RequiredFor.REVIEW)
    if not missing:
        return ""
    return _("还缺审查材料：%(labels)s。请先收取，或写明原因免交。") % {
        "labels": listed(shown(material.label) for material in missing)
    }


def supplement_refusal(case: AidCase) -> str:
    """Why nothing more can be asked for, or ""."""
    if getattr(case, "supplement_request", None) is None:
        return ""
    return _("补正材料只能一次性告知，本案已经告知过。")


def urgency_refusal(case: AidCase) -> str:
    """Why aid cannot be given ahead of the papers, worded for a case that is not near its limitation."""
    if case.limitation_on is None:
        return _("没有登记时效届满日；确需立即申请保全或先予执行的，请勾选。")
    return _("时效届满日是%(on)s，不在7日以内；确需立即申请保全或先予执行的，请勾选。") % {
        "on": case.limitation_on.isoformat()
    }


def remedy(case: AidCase) -> str:
    """How to object to a refusal (法律援助法 art. 49; 工会法律援助办法)."""
    holder = case.matter.organisation
    wording = gettext_lazy("申请人不服的，可以向%(union)s提出异议；收到异议后5日内审查答复。")
    return stored(wording, union=(holder.parent or holder).name)


def _decide(case: AidCase, reason: str, *, by: Actor, at: datetime) -> None:
    case.decided_on = timezone.localdate(at)
    case.decided_by = by.post
    case.decision_reason = reason
