"""Rosters of group cases: the sheet and the bulk outcomes of unionlaw.rosters act through the services of cases."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from unionlaw.matters.models import ClaimOutcome, Matter
from unionlaw.matters.models.matter import Kind
from unionlaw.network.actors import Actor
from unionlaw.rosters import kinds
from unionlaw.rosters.kinds import BulkLine, BulkTerms, CodeChoice


def begin(*, matter_id: int, verb: str, by: Actor, version: int | None) -> Matter:
    """The case's matter, locked. Raises what `steps.begin` raises."""
    from cases.services.steps import begin as begin_case

    return begin_case(case_id=matter_id, verb=verb, by=by, version=version).matter


def refusal(matter: Matter, verb: str, actor: Actor) -> str:
    """Why not now, or ""."""
    from cases.services import actions

    return actions.refusal(matter, verb, actor)


def codes(actor: Actor) -> list[CodeChoice]:
    """Outcomes that a case can end in."""
    return [
        CodeChoice(code, code.label, "optional" if code in ClaimOutcome.WITH_MONEY else "none")
        for code in ClaimOutcome.OF_CASES
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
    """As `outcomes.record_outcomes` of a case."""
    from cases.services.outcomes import OutcomeInput
    from cases.services.outcomes import record_outcomes as record

    return record(
        case_id=matter_id,
        outcomes=[OutcomeInput(line.claim_id, line.code, line.amount) for line in lines],
        decided_on=decided_on,
        instrument=terms.instrument or ClaimOutcome.Instrument.NONE,
        instrument_number=terms.instrument_number,
        by=by,
        at=at,
        version=version,
    )


def join() -> None:
    """Register at start-up."""
    kinds.register(
        kinds.RosterKind(
            kind=Kind.AID_CASE,
            begin=begin,
            refusal=refusal,
            codes=codes,
            record_outcomes=record_outcomes,
            instruments=tuple(ClaimOutcome.Instrument.choices),
            green=True,
        )
    )
