"""What the panels of a letter's page show after it was issued: service, replies beside demands, money, what is next."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from monitoring_letters import states
from monitoring_letters.models import (
    Demand,
    Inquiry,
    Instrument,
    LinkedInstrument,
    OrganReport,
    ReplyPoint,
    SupervisionLetter,
)
from monitoring_letters.services import actions
from monitoring_letters.services.duties import open_duties
from monitoring_letters.services.escalating import NEXT
from unionlaw.matters import referrals
from unionlaw.matters.models import Claim, Matter, Payment
from unionlaw.matters.models.matter import Kind
from unionlaw.matters.services.outcomes import paid_on_claims
from unionlaw.network.actors import Actor

TONES = {"corrected": "done", "partly": "soon", "promised": "waiting", "refused": "danger", "false": "danger"}
STANCE_TONES = {"done": "done", "promises": "waiting", "disputes": "soon", "refuses": "danger"}
ORGAN_TONES = {"received": "waiting", "accepted": "waiting", "declined": "danger", "ended": "done"}


@dataclass(slots=True)
class MoneyLine:
    """A demand with the money that came for it; amounts in fen."""

    demand: Demand
    claim: Claim | None = None
    payments: list[Payment] = field(default_factory=list)
    elsewhere: int = 0

    @property
    def received(self) -> int:
        """Through this letter."""
        return sum(payment.amount for payment in self.payments if not payment.cancelled_reason)

    @property
    def left(self) -> int:
        """What is still owed of it, whoever brought what came."""
        return max(self.asked - self.received - self.elsewhere, 0)

    @property
    def asked(self) -> int:
        """What the demand names, or all of the claim that it is about."""
        return max(self.demand.amount, self.claim.amount if self.claim else 0)

    @property
    def who(self) -> str:
        """The worker whose claim the demand names, or ""."""
        return self.claim.party.name if self.claim and self.claim.party.worker_id else ""


@dataclass(slots=True)
class DemandLine:
    """A demand with what the addressee said to it, newest first."""

    demand: Demand
    points: list[ReplyPoint] = field(default_factory=list)

    @property
    def tone(self) -> str:
        return TONES.get(self.demand.judgement, "quiet")


@dataclass(slots=True)
class LinkedLine:
    """Something handed to another authority or issued by one, with how far it says it is."""

    linked: LinkedInstrument
    report: OrganReport | None = None

    @property
    def tone(self) -> str:
        return ORGAN_TONES[self.report.state] if self.report else "quiet"


def following_context(
    letter: SupervisionLetter, actor: Actor, *, refusals: dict[str, str] | None = None
) -> dict[str, Any]:
    """All that the panels under templates/monitoring_letters/panels/ need, in a fixed number of queries.

    Args:
        letter: with its matter loaded.
        refusals: why each verb cannot be done now; asked here when None.
    """
    if refusals is None:
        refusals = {verb: actions.refusal(letter.matter, verb, actor) for verb in states.supervision_letter.by_verb}
    internal = not actor.is_outside
    issued = letter.issued_on is not None
    money = money_of(letter) if letter.matter.dispute_id and issued else []
    following = NEXT.get(Instrument(letter.instrument))
    with_addressee = letter.matter.status_id in states.WITH_ADDRESSEE
    return {
        "internal": internal,
        "may": {verb: not reason for verb, reason in refusals.items()},
        "may_answer_codes": issued and not letter.is_public and actor.may("letter.serve"),
        "letter_url": "",
        "show_service": issued,
        "attempts": list(letter.attempts.select_related("document")) if issued and not letter.is_public else [],
        "publication": getattr(letter, "publication", None) if letter.is_public else None,
        "show_demands": issued and not letter.is_public,
        "demand_lines": demand_lines(letter) if issued else [],
        "replies": list(letter.replies.select_related("document", "online").order_by("-received_on", "-pk"))
        if issued
        else [],
        "inspections": list(
            letter.inquiries.filter(purpose=Inquiry.Purpose.REINSPECTION)
            .select_related("document")
            .prefetch_related("supervisors")
        )
        if issued
        else [],
        "linked_lines": linked_lines(letter, actor),
        "show_money": bool(money),
        "money_lines": money,
        "recovered": sum(line.received for line in money),
        "following_label": following.label if following else "",
        "duties": open_duties(letter) if internal and (with_addressee or _published(letter)) else [],
        "show_next": internal and (with_addressee or _published(letter)),
        "next_words": next_words(letter) if with_addressee else "",
        "onward": onward(letter.matter, actor) if internal else [],
        "report_url": report_url(letter.matter, actor),
    }


def _published(letter: SupervisionLetter) -> bool:
    return bool(letter.matter.status_id == states.PUBLISHED)


def demand_lines(letter: SupervisionLetter) -> list[DemandLine]:
    """The demands in order, each with what replies said to it."""
    lines = {demand.pk: DemandLine(demand) for demand in letter.demands.all()}
    points = ReplyPoint.objects.filter(reply__letter=letter.pk).select_related("reply")
    for point in points.order_by("-reply__received_on", "-reply_id"):
        lines[point.demand_id].points.append(point)
    return list(lines.values())


def money_of(letter: SupervisionLetter) -> list[MoneyLine]:
    """The demands with the payments credited to this letter; a claim that two demands name counts with the first."""
    lines: list[MoneyLine] = []
    by_claim: dict[int, MoneyLine] = {}
    for demand in letter.demands.select_related("claim__party__worker", "claim__party__organisation"):
        line = MoneyLine(demand, demand.claim)
        lines.append(line)
        if demand.claim_id:
            by_claim.setdefault(demand.claim_id, line)
    if by_claim:
        for payment in letter.matter.payments.order_by("-paid_on", "-pk"):
            if payment.claim_id in by_claim:
                by_claim[payment.claim_id].payments.append(payment)
        for claim_id, paid in paid_on_claims(list(by_claim)).items():
            line = by_claim[claim_id]
            line.elsewhere = paid - line.received
    return lines


def linked_lines(letter: SupervisionLetter, actor: Actor) -> list[LinkedLine]:
    """What was handed over and came from others; a partner organ sees only what was handed to it."""
    rows = letter.linked.select_related("organisation")
    if actor.is_outside:
        rows = rows.filter(organisation=actor.organisation, kind__in=LinkedInstrument.OURS)
    lines = [LinkedLine(row) for row in rows]
    if not any(line.linked.organisation_id for line in lines):
        return lines
    newest: dict[int, OrganReport] = {}
    for report in OrganReport.objects.filter(matter=letter.pk):
        newest.setdefault(report.organisation_id, report)
    for line in lines:
        line.report = newest.get(line.linked.organisation_id or 0)
    return lines


def organ_states(matter: Matter, actor: Actor) -> list[OrganReport]:
    """The newest report of each partner organ on a lead or letter, for its page; an organ sees its own."""
    reports = OrganReport.objects.filter(matter=matter.pk).select_related("organisation", "reported_by__user")
    if actor.is_outside:
        reports = reports.filter(organisation=actor.organisation)
    newest: dict[int, OrganReport] = {}
    for report in reports:
        newest.setdefault(report.organisation_id, report)
    return list(newest.values())


def report_url(matter: Matter, actor: Actor) -> str:
    """Where a partner organ says how far it is, "" for everyone else."""
    if not (actor.is_outside and actor.may("lead.report")) or matter.kind not in (Kind.LEAD, Kind.SUPERVISION_LETTER):
        return ""
    return reverse("monitoring_letters:report_state", args=[matter.pk])


def onward(matter: Matter, actor: Actor) -> list[dict[str, Any]]:
    """What can be opened from here in other parts of the portal (aid, mediation), each with the reason if not now."""
    return [
        {
            "label": referral.label,
            "url": reverse(referral.url_name, args=[matter.pk]),
            "refusal": actor.refusal(referral.right) or referral.refusal(matter, actor),
        }
        for referral in referrals.possible_from(matter)
    ]


def lead_following(matter: Matter, actor: Actor) -> dict[str, Any]:
    """The same for a lead's page: what organs said of it, and where they say it."""
    reports = organ_states(matter, actor)
    return {
        "organ_reports": [(report, ORGAN_TONES[report.state]) for report in reports],
        "report_url": report_url(matter, actor),
        "internal": not actor.is_outside,
    }


def next_words(letter: SupervisionLetter) -> str:
    """What to do about demands that were not corrected, in a sentence."""
    if Instrument(letter.instrument) in NEXT:
        return _("未整改的，起草%(next)s，或者移送劳动监察、检察机关。") % {
            "next": NEXT[Instrument(letter.instrument)].label
        }
    return _("未整改的，移送劳动监察或者检察机关。")
