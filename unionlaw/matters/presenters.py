"""What a matter's page shows, loaded in a number of queries that does not grow with workers, claims or events."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from unionlaw.matters import panels, referrals, statuses
from unionlaw.matters.models import Claim, ClaimOutcome, Matter, Party, Payment
from unionlaw.matters.models.dispute import Stage
from unionlaw.matters.models.matter import Kind
from unionlaw.matters.services.outcomes import paid_on_claims
from unionlaw.matters.timeline import Timeline

if TYPE_CHECKING:
    from unionlaw.network.actors import Actor

# 商·调·裁·诉·援·执, in the order in which the chain is spoken of.
STEPS = (
    Stage.NEGOTIATION,
    Stage.MEDIATION,
    Stage.ARBITRATION,
    Stage.LITIGATION,
    Stage.AID,
    Stage.ENFORCEMENT,
)
MOST_LISTED, LISTED = 50, 20
"""A group with more claimants than the first is listed with the second, for its page to stay readable."""
STAGE_OF_KIND = {Kind.MEDIATION: Stage.MEDIATION, Kind.AID_CASE: Stage.AID}


@dataclass(slots=True)
class ClaimLine:
    """A claim with what became of it in this matter; amounts in fen.

    Args:
        elsewhere: what reached the worker through other matters of the dispute, a supervision letter for instance.
    """

    claim: Claim
    outcome: ClaimOutcome | None = None
    payments: list[Payment] = field(default_factory=list)
    elsewhere: int = 0

    @property
    def received(self) -> int:
        return sum(p.amount for p in self.payments if not p.cancelled_reason)


@dataclass(slots=True)
class PartyLines:
    """A party with its claims and their sums in fen."""

    party: Party
    lines: list[ClaimLine] = field(default_factory=list)

    @property
    def claimed(self) -> int:
        return sum(line.claim.amount for line in self.lines)

    @property
    def decided(self) -> int | None:
        """None while no claim has an outcome."""
        known = [line.outcome.amount for line in self.lines if line.outcome]
        return sum(known) if known else None

    @property
    def received(self) -> int:
        return sum(line.received for line in self.lines)


class MatterPage:
    """The parts of the page that every kind of matter shares.

    Args:
        matter: with organisation, owner.user, dispute.cause loaded.
        actor: who reads.
        timeline, before: which part of the timeline is shown (see Timeline).
    """

    def __init__(self, matter: Matter, actor: Actor, *, timeline: str = "", before: int = 0) -> None:
        self.matter, self.actor = matter, actor
        self.timeline = Timeline(matter, actor, only=timeline, before=before)

    # Header

    @cached_property
    def status(self) -> Any:
        return statuses.status_def(self.matter.status_id)

    @cached_property
    def actions(self) -> list[panels.Action]:
        return [*panels.actions_of(self.matter, self.actor), *care_actions(self.matter, self.actor)]

    @cached_property
    def primary(self) -> panels.Action | None:
        """The one thing to do next: the first allowed action marked primary."""
        return next((a for a in self.actions if a.primary and not a.refusal), None)

    @property
    def others(self) -> list[panels.Action]:
        return [a for a in self.actions if not a.refusal and a is not self.primary]

    @property
    def refused(self) -> list[panels.Action]:
        return [a for a in self.actions if a.refusal]

    # Chain

    @cached_property
    def related(self) -> list[Matter]:
        """The other matters of the same dispute that the reader may see, oldest first."""
        if self.matter.dispute_id is None:
            return []
        return list(
            Matter.objects.visible_to(self.actor)
            .filter(dispute_id=self.matter.dispute_id)
            .exclude(pk=self.matter.pk)
            .only("kind", "number", "status_id", "phase", "title", "opened_at")
            .order_by("opened_at", "pk")[:20]
        )

    @cached_property
    def chain(self) -> list[dict[str, str]]:
        """商·调·裁·诉·援·执, this matter lit, the others of the dispute linked."""
        here = STAGE_OF_KIND.get(Kind(self.matter.kind))
        now = self.matter.dispute.stage if self.matter.dispute else ""
        others = {STAGE_OF_KIND[Kind(m.kind)]: m for m in self.related if Kind(m.kind) in STAGE_OF_KIND}
        steps = []
        for stage in STEPS:
            step = {"label": str(stage.label), "state": "", "note": "", "url": ""}
            if stage == here:
                step["state"], step["note"] = "current", _("本案")
            elif stage in others:
                other = others[stage]
                step["url"], step["note"] = panels.url_of(other.kind, other.pk), other.number
                step["state"] = "" if other.is_live else "done"
            if stage == now and stage != here:
                step["note"] = step["note"] or _("现处阶段")
                step["state"] = step["state"] or "now"
            steps.append(step)
        return steps

    @property
    def beside_chain(self) -> list[dict[str, Any]]:
        """Matters of the dispute without a step of their own: consultations, letters, a second case like this one."""
        here = STAGE_OF_KIND.get(Kind(self.matter.kind))
        return [
            {
                "kind": Kind(m.kind).label,
                "number": m.number,
                "status": statuses.status_def(m.status_id).label,
                "phase": m.phase,
                "url": panels.url_of(m.kind, m.pk),
            }
            for m in self.related
            if STAGE_OF_KIND.get(Kind(m.kind)) in (None, here)
        ]

    # Parties and claims

    @cached_property
    def parties(self) -> list[PartyLines]:
        if self.matter.dispute_id is None:
            return []
        parties = Party.objects.filter(dispute_id=self.matter.dispute_id).select_related(
            "worker", "employer", "organisation"
        )
        rows = {party.pk: PartyLines(party) for party in parties.order_by("pk")}
        lines: dict[int, ClaimLine] = {}
        for claim in Claim.objects.filter(party__in=list(rows)).order_by("pk"):
            lines[claim.pk] = ClaimLine(claim)
            rows[claim.party_id].lines.append(lines[claim.pk])
            claim.party = rows[claim.party_id].party
        if lines:
            for outcome in self.matter.outcomes.all():
                if outcome.claim_id in lines:
                    lines[outcome.claim_id].outcome = outcome
            for payment in self.matter.payments.all():
                if payment.claim_id in lines:
                    lines[payment.claim_id].payments.append(payment)
            for claim_id, paid in paid_on_claims(lines).items():
                lines[claim_id].elsewhere = paid - lines[claim_id].received
        return list(rows.values())

    @property
    def claimants(self) -> list[PartyLines]:
        return [row for row in self.parties if row.party.side == Party.Side.CLAIMANT]

    @property
    def listed_claimants(self) -> list[PartyLines]:
        """Those that the page lists: of a large group the first, the roster has them all."""
        return self.claimants[:LISTED] if len(self.claimants) > MOST_LISTED else self.claimants

    @property
    def opponents(self) -> list[PartyLines]:
        return [row for row in self.parties if row.party.side != Party.Side.CLAIMANT]

    @cached_property
    def totals(self) -> dict[str, int | None]:
        """Claimed, decided and received of all claimants, in fen."""
        decided = [row.decided for row in self.claimants if row.decided is not None]
        return {
            "claimed": sum(row.claimed for row in self.claimants),
            "decided": sum(decided) if decided else None,
            "received": sum(row.received for row in self.claimants),
            "count": sum(len(row.lines) for row in self.claimants),
        }

    @property
    def lines(self) -> Iterable[ClaimLine]:
        return (line for row in self.claimants for line in row.lines)

    @property
    def payments(self) -> list[tuple[ClaimLine, Payment]]:
        """Every payment credited to this matter with its claim, newest first, cancelled ones included."""
        found = [(line, payment) for line in self.lines for payment in line.payments]
        return sorted(found, key=lambda pair: (pair[1].paid_on, pair[1].pk), reverse=True)


def referral_actions(matter: Matter, actor: Actor) -> list[panels.Action]:
    """What other apps can open from the matter, each with the reason when it cannot be done now."""
    return [
        panels.Action(
            referral.label,
            reverse(referral.url_name, args=[matter.pk]),
            refusal=actor.refusal(referral.right) or referral.refusal(matter, actor),
            primary=referral.primary,
        )
        for referral in referrals.possible_from(matter)
    ]


def care_actions(matter: Matter, actor: Actor) -> list[panels.Action]:
    """What can be done with a matter of any kind, each with the reason when it cannot be done now."""
    claimed = _("已由%(owner)s经办。") % {"owner": matter.owner.user.display_name} if matter.owner else ""
    closed = "" if matter.is_live else _("事项已经办结。")
    offered = (
        (_("认领"), "matters:claim", "matter.claim", claimed or closed),
        (_("移交经办人"), "matters:hand_over", "matter.hand_over", closed),
        (_("调整优先级"), "matters:prioritise", "matter.prioritise", closed),
        (_("移送协作单位"), "matters:refer", "matter.refer", ""),
    )
    return [
        panels.Action(label, reverse(url_name, args=[matter.pk]), refusal=actor.refusal(right) or reason)
        for label, url_name, right, reason in offered
    ]
