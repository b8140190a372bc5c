"""Leads: taken down, assessed, joined with others about the same employer, dropped, passed on."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from monitoring_letters import states
from monitoring_letters.models import Lead, Topic
from monitoring_letters.services.steps import begin_lead, record
from unionlaw.lib.errors import Conflict, Missing
from unionlaw.lib.wording import stored
from unionlaw.matters.models import Grant, MatterLink
from unionlaw.matters.models.matter import Channel, Kind
from unionlaw.matters.services.checking import check_columns, need, need_reason, not_in_future, refuse_if
from unionlaw.matters.services.events import record as record_event
from unionlaw.matters.services.facts import open_dispute
from unionlaw.matters.services.grants import grant, link
from unionlaw.matters.services.holding import holder_for
from unionlaw.matters.services.locking import lock_matter
from unionlaw.matters.services.opening import open_matter
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation
from unionlaw.registers.models import Employer, Worker

LONGEST = 20_000
CHANNELS = {
    Lead.Source.CONSULTATION: Channel.WINDOW,
    Lead.Source.LAWYER: Channel.DUTY_LAWYER,
    Lead.Source.RECEPTION_DAY: Channel.RECEPTION_DAY,
    Lead.Source.HOTLINE: Channel.HOTLINE_12351,
    Lead.Source.INSPECTION: Channel.VISIT,
    Lead.Source.REPEATED_RESPONDENT: Channel.REFERRAL,
    Lead.Source.SHARED_LIST: Channel.REFERRAL,
    Lead.Source.INSPECTORATE: Channel.REFERRAL,
    Lead.Source.PUBLIC: Channel.ONLINE,
}
"""By which channel of all matters a lead of each source came in."""


@transaction.atomic
def record_lead(
    *,
    source: str,
    employer: Employer,
    topic: str,
    content: str,
    reported_on: date | None = None,
    reporter: str = "",
    workers: Sequence[Worker] = (),
    workers_affected: int | None = None,
    amount_involved: int = 0,
    from_matter_id: int | None = None,
    organisation: Organisation | None = None,
    by: Actor,
    at: datetime,
) -> Lead:
    """Take down a lead.

    Args:
        source: one of Lead.Source.
        topic: one of Topic.
        content: what is reported, in words.
        reporter: who reported it, in words; may be "".
        workers: registered workers it concerns. workers_affected: how many are affected, where known.
        amount_involved: fen.
        from_matter_id: the consultation or case it comes from; the lead shares its dispute and channel.
        organisation: who holds it; the actor's own when None.

    Raises Refused, Invalid per argument, Missing for an unknown `from_matter_id`.
    """
    by.require("lead.record")
    origin = None if from_matter_id is None else lock_matter(matter_id=from_matter_id, by=by)
    today = timezone.localdate(at)
    errors: dict[str, Any] = {}
    content = need(content, "content", _("请写明线索内容。"), errors, longest=LONGEST)
    lead = Lead(
        source=source,
        employer=employer,
        topic=topic,
        reported_on=reported_on or today,
        reporter=reporter.strip(),
        workers_affected=workers_affected,
        amount_involved=amount_involved,
    )
    check_columns(lead, ["source", "topic", "reporter", "workers_affected"], errors)
    if amount_involved < 0:
        errors["amount_involved"] = _("金额不能为负。")
    not_in_future(lead.reported_on, "reported_on", today, errors)
    dispute = origin.dispute if origin else None
    if dispute is not None and not dispute.parties.filter(employer=employer).exists():
        errors["employer"] = _("该用人单位不是原事项的当事人。")
    refuse_if(errors)
    open_lead(
        lead, content, by=by, at=at,
        dispute=dispute or open_dispute(by=by, at=at, workers=list(workers), employers=[employer], facts=content),
        organisation=holder_for(by, organisation),
        owner=by.post if by.reads_tree else None,
        channel=origin.channel if origin else CHANNELS[Lead.Source(source)],
        green_channel=origin.green_channel if origin else False,
    )  # fmt: skip
    if by.post is not None and not by.reads_tree:
        # A lawyer goes on seeing what they reported.
        grant(matter=lead.matter, viewer=by.post, why=Grant.Why.HANDED_OVER, by=by, at=at)
    if origin:
        link(from_matter=lead.matter, to_matter=origin, relation=MatterLink.Relation.FOLLOWS, at=at)
        followed = {"number": lead.matter.number, "matter_id": lead.pk}
        record_event(origin, "matter.followed_up", by=by, at=at, data=followed)
    return lead


def open_lead(lead: Lead, content: str, *, by: Actor, at: datetime, **matter: Any) -> None:
    """Open the matter of an unsaved, checked lead and save both; `matter` is what `open_matter` takes besides."""
    lead.matter = open_matter(
        kind=Kind.LEAD, event="lead.recorded", title=_title(lead.employer, lead.topic), summary=content, by=by, at=at,
        data={"source": stored(Lead.Source(lead.source).label)}, **matter,
    )  # fmt: skip
    lead.save(force_insert=True)


def similar_leads(*, employer_id: int, by: Actor, but: int | None = None) -> QuerySet[Any]:
    """Open leads about the employer that `by` may see, newest first: join them before writing twice."""
    found = Lead.objects.visible_to(by).filter(employer=employer_id, matter__status__in=states.LIVE_LEADS)
    return found.exclude(pk=but).select_related("matter__organisation").order_by("-matter__opened_at", "-pk")


@transaction.atomic
def amend_lead(
    *,
    lead_id: int,
    topic: str,
    content: str,
    workers_affected: int | None = None,
    amount_involved: int = 0,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Lead:
    """Complete or put right what a lead says. `amount_involved` in fen. Raises Invalid per argument."""
    lead = begin_lead(lead_id=lead_id, verb="amend_lead", by=by, version=version)
    errors: dict[str, Any] = {}
    lead.matter.summary = need(content, "content", _("请写明线索内容。"), errors, longest=LONGEST)
    lead.topic, lead.workers_affected, lead.amount_involved = topic, workers_affected, amount_involved
    check_columns(lead, ["topic", "workers_affected"], errors)
    if amount_involved < 0:
        errors["amount_involved"] = _("金额不能为负。")
    refuse_if(errors)
    record(lead, "lead.amended", by=by, at=at, data={"what": stored(Topic(topic).label)})
    return lead


@transaction.atomic
def assess_lead(
    *, lead_id: int, proposal: str, assessment: str, by: Actor, at: datetime, version: int | None = None
) -> Lead:
    """Say what the lead is worth and what should be done; may be done again while the lead is open.

    Args:
        proposal: one of Lead.Proposal.

    Raises Invalid per argument.
    """
    lead = begin_lead(lead_id=lead_id, verb="assess_lead", by=by, version=version)
    errors: dict[str, Any] = {}
    lead.assessment = need(assessment, "assessment", _("请写研判意见。"), errors, longest=5000)
    if proposal not in Lead.Proposal.values:
        errors["proposal"] = _("请选择处置建议。")
    refuse_if(errors)
    lead.proposal, lead.assessed_by = proposal, by.post
    data = {"proposal": stored(Lead.Proposal(proposal).label)}
    record(lead, "lead.assessed", by=by, at=at, reason=lead.assessment, data=data)
    return lead


@transaction.atomic
def join_lead(*, lead_id: int, into_id: int, by: Actor, at: datetime, version: int | None = None) -> Lead:
    """Close a lead because another about the same employer carries it on.

    Raises Missing for an unknown `into_id`; Invalid when it is about another employer; Conflict when it is closed.
    """
    if lead_id == into_id:
        raise Conflict(_("线索不能并入自己。"))
    by.require("lead.assess")
    # In order of their ids, so that two who join crosswise do not wait for each other for ever.
    for pk in sorted((lead_id, into_id)):
        lock_matter(matter_id=pk, by=by)
    lead = begin_lead(lead_id=lead_id, verb="join_lead", by=by, version=version)
    target = Lead.objects.select_related("matter").filter(pk=into_id).first()
    if target is None:
        raise Missing(_("没有这条线索，或者您无权查看。"))
    if target.matter.status_id not in states.LIVE_LEADS:
        raise Conflict(_("%(number)s已经办结，不能并入。") % {"number": target.matter.number})
    if target.employer_id != lead.employer_id:
        refuse_if({"into_id": _("只能并入同一用人单位的线索。")})
    lead.joined_into = target
    link(from_matter=lead.matter, to_matter=target.matter, relation=MatterLink.Relation.SAME_EMPLOYER, at=at)
    record(lead, "lead.joined", by=by, at=at, data={"number": target.matter.number, "matter_id": target.pk})
    gathered = {"number": lead.matter.number, "matter_id": lead.pk}
    record_event(target.matter, "lead.gathered", by=by, at=at, data=gathered)
    return lead


@transaction.atomic
def drop_lead(*, lead_id: int, reason: str, by: Actor, at: datetime, version: int | None = None) -> Lead:
    """Close a lead without acting on it. Raises Invalid without a reason."""
    lead = begin_lead(lead_id=lead_id, verb="drop_lead", by=by, version=version)
    reason = need_reason(reason, _("请写明不予处置的理由。"))
    record(lead, "lead.dropped", by=by, at=at, reason=reason)
    return lead


@transaction.atomic
def refer_lead(
    *,
    lead_id: int,
    reason: str,
    referred_to: str = "",
    organisation: Organisation | None = None,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Lead:
    """Pass a lead on to the authority in charge, labour inspection for instance. Raises Invalid per argument.

    Args:
        referred_to: which authority, in words. organisation: the partner organ it is, if it takes part in the portal;
            it then sees the lead and says how far it is (`exchange.report_state`).
    """
    lead = begin_lead(lead_id=lead_id, verb="refer_lead", by=by, version=version)
    errors: dict[str, Any] = {}
    named = organisation.name if organisation else referred_to
    lead.referred_to = need(named, "referred_to", _("请写明移送到哪个单位。"), errors, longest=120)
    reason = need(reason, "reason", _("请写明移送原因。"), errors)
    if organisation and (not organisation.is_partner or organisation.closed_on):
        errors["organisation"] = _("请选择一个在册的协作单位。")
    refuse_if(errors)
    if organisation:
        grant(matter=lead.matter, viewer=organisation, why=Grant.Why.REFERRED_ORGAN, by=by, at=at)
    record(lead, "lead.referred", by=by, at=at, reason=reason, data={"organisation": lead.referred_to})
    return lead


def _title(employer: Employer, topic: str) -> str:
    return f"{employer.name}：{stored(Topic(topic).label)}"[:200]
