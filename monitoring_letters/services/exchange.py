"""Two ways with partner organs: they pass leads to the union, and say how far they are with what was handed to them."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from monitoring_letters.models import Lead, LinkedInstrument, OrganReport, SupervisionLetter
from monitoring_letters.services.leads import CHANNELS, LONGEST, open_lead
from monitoring_letters.services.linking import close_linked
from unionlaw.lib.errors import Invalid, Missing, Refused
from unionlaw.lib.wording import stored
from unionlaw.matters.models import Grant
from unionlaw.matters.models.matter import Kind
from unionlaw.matters.services.checking import check_columns, need, refuse_if
from unionlaw.matters.services.events import record as record_event
from unionlaw.matters.services.facts import open_dispute
from unionlaw.matters.services.grants import grant
from unionlaw.matters.services.locking import lock_matter
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation
from unionlaw.registers.models import Employer

INSPECTORATES = (Organisation.Kind.LABOUR_INSPECTION, Organisation.Kind.HR_BUREAU)
KINDS = (Kind.LEAD, Kind.SUPERVISION_LETTER)


@transaction.atomic
def hand_in_lead(
    *,
    employer: Employer,
    topic: str,
    content: str,
    reporter: str = "",
    workers_affected: int | None = None,
    amount_involved: int = 0,
    by: Actor,
    at: datetime,
) -> Lead:
    """A partner organ passes a lead to the union it works with, and goes on seeing it.

    Args:
        topic: one of Topic. content: what is reported, in words.
        reporter: whom to ask at the organ. amount_involved: fen.

    Raises Refused, Invalid per argument.
    """
    by.require("lead.hand_in")
    organ = by.organisation
    union = organ.attached_to if organ else None
    if organ is None or union is None:
        raise Invalid({"": _("本单位还没有对接的工会，请联系系统管理员。")})
    source = Lead.Source.INSPECTORATE if organ.kind in INSPECTORATES else Lead.Source.SHARED_LIST
    errors: dict[str, Any] = {}
    content = need(content, "content", _("请写明线索内容。"), errors, longest=LONGEST)
    lead = Lead(
        source=source,
        employer=employer,
        topic=topic,
        reported_on=timezone.localdate(at),
        reporter=reporter.strip() or organ.short_name,
        workers_affected=workers_affected,
        amount_involved=amount_involved,
    )
    check_columns(lead, ["topic", "reporter", "workers_affected"], errors)
    if amount_involved < 0:
        errors["amount_involved"] = _("金额不能为负。")
    refuse_if(errors)
    open_lead(
        lead, content, by=by, at=at,
        dispute=open_dispute(by=by, at=at, workers=[], employers=[employer], facts=content),
        organisation=union,
        channel=CHANNELS[source],
    )  # fmt: skip
    grant(matter=lead.matter, viewer=organ, why=Grant.Why.REFERRED_ORGAN, by=by, at=at)
    return lead


@transaction.atomic
def report_state(
    *,
    matter_id: int,
    state: str,
    number: str = "",
    note: str = "",
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> OrganReport:
    """A partner organ says how far it is with a lead or letter that was handed to it.

    Saying that it will not act, or is done, is also the outcome of what the letter handed to it: the clock stops.

    Args:
        state: one of OrganReport.State.
        number: the organ's own number of the case. note: why it will not act, or what came of it.

    Raises Refused; Missing for a matter that was not handed to the organ; Invalid per argument.
    """
    by.require("lead.report")
    matter = lock_matter(matter_id=matter_id, by=by, version=version)
    organ = by.organisation
    if matter.kind not in KINDS or organ is None:
        raise Missing(_("没有这个事项，或者您无权查看。"))
    if not organ.is_partner:
        raise Refused(_("只有协作单位反馈办理状态。"))
    report = OrganReport(
        matter=matter,
        organisation=organ,
        state=state,
        number=number.strip(),
        note=note.strip(),
        reported_on=timezone.localdate(at),
        reported_by=by.post,
    )
    errors: dict[str, Any] = {}
    check_columns(report, ["state", "number", "note"], errors)
    if state in OrganReport.FINAL and not report.note:
        errors["note"] = _("请写明理由或者结果。")
    refuse_if(errors)
    report.save()
    data = {
        "organisation": organ.name,
        "organisation_id": organ.pk,
        "state": stored(report.get_state_display()),
        "number": report.number,
    }
    if matter.kind == Kind.LEAD:
        record_event(matter, "lead.organ_reported", by=by, at=at, reason=report.note, data=data)
        return report
    record_event(matter, "letter.organ_reported", by=by, at=at, reason=report.note, data=data)
    if state in OrganReport.FINAL:
        _answer_what_was_handed_over(report, by=by, at=at)
    return report


def _answer_what_was_handed_over(report: OrganReport, *, by: Actor, at: datetime) -> None:
    letter = SupervisionLetter.objects.select_related("employer", "authority").get(pk=report.matter_id)
    letter.matter = report.matter
    waiting = letter.linked.filter(
        organisation=report.organisation, kind__in=LinkedInstrument.OURS, answered_on=None
    ).order_by("pk")
    for linked in waiting:
        linked.outcome = report.note
        linked.number = linked.number or report.number
        close_linked(letter, linked, max(report.reported_on, linked.sent_on), by=by, at=at)
