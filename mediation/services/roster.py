"""Rosters of group mediations: the sheet, bulk outcomes and payment list of unionlaw.rosters act through mediation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Sum

from mediation.models import Agreement, Instalment, Mediation
from mediation.outcomes import FAILURES, REGISTRY
from mediation.services import actions
from mediation.services.outcomes import OutcomeLine, may_record
from mediation.services.outcomes import record_outcomes as record
from mediation.services.steps import begin as begin_mediation
from unionlaw.matters.models import ClaimOutcome, Matter
from unionlaw.matters.models.matter import Kind
from unionlaw.matters.services.facts import GROUP_SIZE
from unionlaw.network.actors import Actor
from unionlaw.rosters import kinds
from unionlaw.rosters.kinds import BulkLine, BulkTerms, CodeChoice
from unionlaw.rosters.services.people import workers_of


def begin(*, matter_id: int, verb: str, by: Actor, version: int | None) -> Matter:
    """The mediation's matter, locked. Raises what `steps.begin` raises."""
    return begin_mediation(mediation_id=matter_id, verb=verb, by=by, version=version).matter


def refusal(matter: Matter, verb: str, actor: Actor) -> str:
    """Why not now, or ""."""
    return actions.refusal(matter, verb, actor)


def codes(actor: Actor) -> list[CodeChoice]:
    """The codes of the registry that this actor's role may record."""
    return [
        CodeChoice(spec.code, spec.label, spec.money, reason=spec.reason, terms=spec.terms)
        for spec in REGISTRY.values()
        if may_record(spec, actor)
    ]


def record_outcomes(
    *,
    matter_id: int,
    lines: Sequence[BulkLine],
    terms: BulkTerms,
    decided_on: date,
    by: Actor,
    at: datetime,
    version: int | None,
) -> Any:
    """As `outcomes.record_outcomes`, the same terms for all lines."""
    return record(
        mediation_id=matter_id,
        lines=[
            OutcomeLine(
                line.claim_id,
                line.code,
                line.amount,
                reason=terms.reason,
                # A promise without money has no instalments.
                instalments=terms.instalments if line.amount else 1,
                pay_from=terms.pay_from,
                promises=terms.promises,
            )
            for line in lines
        ],
        decided_on=decided_on,
        by=by,
        at=at,
        version=version,
    )


def due_by(matter: Matter, today: date) -> Any:
    """What the agreements in force make due until `today`, by party.

    Before one is in force there are none. A worker whose later proceeding decides otherwise is followed there.
    """
    found = Instalment.objects.filter(
        agreement__mediation=matter.pk, agreement__state=Agreement.State.EFFECTIVE, due_on__lte=today
    )
    return [
        {"party": party, "due": due}
        for party, due in found.order_by().values_list("claim__party").annotate(Sum("amount"))
    ]


def panel(mediation: Mediation, actor: Actor) -> dict[str, Any]:
    """What the panel of the roster shows: for groups, and where somebody may import one."""
    matter = mediation.matter
    count = workers_of(matter).count()
    ended = ClaimOutcome.objects.filter(matter=matter.pk, claim__party__dispute=matter.dispute_id or 0)
    settled = ended.filter(code__in=(ClaimOutcome.Code.SETTLED, ClaimOutcome.Code.PARTLY_SETTLED))
    may_import = actor.may("roster.keep") and not refusal(matter, "change_facts", actor)
    return {
        "roster_people": count,
        "roster_shown": count >= GROUP_SIZE or may_import,
        "roster_settled": settled.values("claim__party").distinct().count(),
        "roster_representatives": workers_of(matter).filter(representative=True).count(),
        "roster_may_import": may_import,
    }


def join() -> None:
    """Register at start-up."""
    from mediation.views import panels

    kinds.register(
        kinds.RosterKind(
            kind=Kind.MEDIATION,
            begin=begin,
            refusal=refusal,
            codes=codes,
            record_outcomes=record_outcomes,
            reasons=FAILURES,
            due_by=due_by,
        )
    )
    panels.register(panel)
