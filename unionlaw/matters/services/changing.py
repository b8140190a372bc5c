"""The changes of parties and claims as an app offers them: locked, checked, changed and recorded for its own kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Generic, Protocol, TypeVar

from django.db import transaction

from unionlaw.matters.models import Claim, Matter, Party
from unionlaw.matters.services.amending import (
    join_applicant,
    join_claim,
    join_respondent,
    lock_siblings,
    rewrite_claim,
    show_change,
)
from unionlaw.matters.services.facts import ClaimInput
from unionlaw.network.actors import Actor
from unionlaw.registers.models import Employer, Worker


class Proceeding(Protocol):
    """An app's row beside its matter."""

    @property
    def matter(self) -> Matter: ...


Row = TypeVar("Row", bound=Proceeding)


@dataclass(frozen=True, slots=True)
class FactsChanges(Generic[Row]):
    """Changing who claims what against whom in the proceedings of one kind; the others of the dispute follow.

    Args:
        verb: the verb of the kind's workflow that allows it.
        event: what is recorded, with the change under "what".
        begin: (matter_id, verb=, by=, version=) → the app's row, locked and checked.
        record: (row, event, by=, at=, data=): saves the row, then records the event.

    Every change raises what `begin` raises, Missing where the matter has no dispute, and its own errors.
    """

    verb: str
    event: str
    begin: Callable[..., Row]
    record: Callable[..., object]

    @transaction.atomic
    def add_applicant(
        self,
        *,
        matter_id: int,
        worker: Worker,
        claims: Sequence[ClaimInput],
        by: Actor,
        at: datetime,
        version: int | None = None,
    ) -> Party:
        """Let one more worker join. Raises Invalid for worker, claims or "claim-<j>-<column>"."""
        row = self.open(matter_id, by, version)
        party, what = join_applicant(row.matter, worker, claims)
        self.finish(row, what, by=by, at=at)
        return party

    @transaction.atomic
    def add_respondent(
        self, *, matter_id: int, employer: Employer, by: Actor, at: datetime, version: int | None = None
    ) -> Party:
        """Name one more employer. Raises Invalid when it is named already."""
        row = self.open(matter_id, by, version)
        party, what = join_respondent(row.matter, employer)
        self.finish(row, what, by=by, at=at)
        return party

    @transaction.atomic
    def add_claim(
        self, *, matter_id: int, party_id: int, claim: ClaimInput, by: Actor, at: datetime, version: int | None = None
    ) -> Claim:
        """One more head of claim. Raises Missing for a party of another case, Invalid per column of the claim."""
        row = self.open(matter_id, by, version)
        added, what = join_claim(row.matter, party_id, claim)
        self.finish(row, what, by=by, at=at)
        return added

    @transaction.atomic
    def amend_claim(
        self, *, matter_id: int, claim_id: int, claim: ClaimInput, by: Actor, at: datetime, version: int | None = None
    ) -> Claim:
        """Change a head of claim that has no outcome yet. Raises Missing or Invalid per column of the claim."""
        row = self.open(matter_id, by, version)
        amended, what = rewrite_claim(row.matter, claim_id, claim)
        self.finish(row, what, by=by, at=at)
        return amended

    def open(self, matter_id: int, by: Actor, version: int | None) -> Row:
        """The app's row, with every matter of the dispute locked first and in order, since all of them will change."""
        lock_siblings(matter_id=matter_id, by=by)
        return self.begin(matter_id, verb=self.verb, by=by, version=version)

    def finish(
        self,
        row: Row,
        what: str,
        *,
        by: Actor,
        at: datetime,
        event: str = "",
        data: Mapping[str, Any] = MappingProxyType({}),
    ) -> None:
        """Let every proceeding of the dispute show the change, then record it on this one.

        Args:
            event: where it is another than that of all these changes; data: what it carries besides.
        """
        show_change(row.matter)
        self.record(row, event or self.event, by=by, at=at, data={"what": what, **data})
