"""Changing what a live case is about: parties, claims, cause and dates. The other proceedings of the dispute follow."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.limitation import default_limitation, limitation_error
from cases.models import AidCase
from cases.services.materials import create_checklist
from cases.services.steps import begin, limitation_data, record
from unionlaw.lib.errors import Invalid, Missing
from unionlaw.lib.wording import stored
from unionlaw.matters.models import Claim, Party
from unionlaw.matters.services.amending import change_of, compare_facts, lock_dispute
from unionlaw.matters.services.changing import FactsChanges
from unionlaw.matters.services.checking import refuse_if
from unionlaw.network.actors import Actor
from unionlaw.registers.models import Cause

MOST_REPRESENTATIVES = 5
"""A group names three to five who speak for it (劳动人事争议仲裁办案规则, collective cases)."""


def _begin(matter_id: int, *, verb: str, by: Actor, version: int | None) -> AidCase:
    return begin(case_id=matter_id, verb=verb, by=by, version=version)


changes = FactsChanges(verb="change_facts", event="matter.facts_changed", begin=_begin, record=record)
add_applicant = changes.add_applicant
add_respondent = changes.add_respondent
add_claim = changes.add_claim
amend_claim = changes.amend_claim


@transaction.atomic
def amend_facts(
    *,
    case_id: int,
    cause: Cause | None,
    facts: str,
    infringed_on: date | None,
    employment_ended_on: date | None,
    limitation_on: date | None,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> AidCase:
    """Change cause, facts and dates; a new cause adds its papers to the checklist.

    Args:
        limitation_on: the last day to act; counted from the two dates before when None (调解仲裁法 art. 27), as in the
            application. There is none only while neither of them is known.

    Raises Invalid under cause, facts or a date, and when nothing is changed.
    """
    case = changes.open(case_id, by, version)
    dispute = lock_dispute(case.matter)
    facts = facts.strip()
    errors, changed = compare_facts(dispute, cause=cause, facts=facts, taken_in_on=case.applied_on)
    today = timezone.localdate(at)
    for name, day in (("infringed_on", infringed_on), ("employment_ended_on", employment_ended_on)):
        if day and day > today:
            errors[name] = _("日期不能晚于今天。")
    if message := limitation_error(limitation_on, today):
        errors["limitation_on"] = message
    refuse_if(errors)
    if limitation_on is None:
        heads = Claim.objects.filter(party__dispute=dispute).values_list("head", flat=True).distinct()
        limitation_on = default_limitation(infringed_on, employment_ended_on, list(heads))

    for label, before, after in (
        (gettext_lazy("知道权利被侵害之日"), dispute.infringed_on, infringed_on),
        (gettext_lazy("劳动关系终止日期"), dispute.employment_ended_on, employment_ended_on),
        (gettext_lazy("时效届满日"), case.limitation_on, limitation_on),
    ):
        if before != after:
            changed.append(change_of(label, before, after))
    if not changed:
        raise Invalid(_("没有改动任何内容。"))
    new_cause = cause is not None and cause.pk != dispute.cause_id
    dispute.cause, dispute.facts = cause, facts
    dispute.infringed_on, dispute.employment_ended_on = infringed_on, employment_ended_on
    dispute.save()
    moved = case.limitation_on != limitation_on
    case.limitation_on, case.matter.summary = limitation_on, facts
    if new_cause:
        create_checklist(case, cause)
    event, data = "matter.facts_changed", {}
    if moved:
        data = limitation_data(case)
        event = "aid_case.limitation_set" if data else "aid_case.limitation_cleared"
    changes.finish(case, "；".join(changed), by=by, at=at, event=event, data=data)
    return case


@transaction.atomic
def name_representatives(
    *, case_id: int, party_ids: Sequence[int], by: Actor, at: datetime, version: int | None = None
) -> AidCase:
    """Say who speaks for the workers (调解仲裁法 art. 7); those not named no longer do.

    Raises Missing for someone who is no applicant of this case, Invalid when none or more than five are named.
    """
    case = changes.open(case_id, by, version)
    workers = lock_dispute(case.matter).parties.filter(side=Party.Side.CLAIMANT, worker__isnull=False)
    named = list(workers.filter(pk__in=party_ids).select_related("worker"))
    if len(named) != len(set(party_ids)):
        raise Missing(_("本案没有这名申请人。"))
    if not 1 <= len(named) <= MOST_REPRESENTATIVES:
        raise Invalid({"party_ids": _("请选择1至%(most)d名职工代表。") % {"most": MOST_REPRESENTATIVES}})
    workers.update(representative=False)
    workers.filter(pk__in=party_ids).update(representative=True)
    changes.finish(
        case, stored(gettext_lazy("职工代表：%(names)s"), names="、".join(p.name for p in named)), by=by, at=at
    )
    return case
