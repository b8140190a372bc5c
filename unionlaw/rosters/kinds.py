"""Where a workflow app says how the roster of its kind of matter is changed and settled. This floor knows none of them.

kinds.register(RosterKind(kind=Kind.AID_CASE, begin=begin, codes=codes, record_outcomes=record_outcomes))
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.functional import Promise

from unionlaw.lib.errors import Missing
from unionlaw.matters.models import Matter
from unionlaw.network.actors import Actor

Text = str | Promise


@dataclass(frozen=True, slots=True)
class CodeChoice:
    """An outcome that can be given to many claims at once.

    Args:
        code: of ClaimOutcome.Code.
        money: "required", "optional" or "none".
        reason: whether one of the kind's reasons is asked for.
        terms: whether instalments and promises can be agreed.
    """

    code: str
    label: Text
    money: str
    reason: bool = False
    terms: bool = False


@dataclass(frozen=True, slots=True)
class BulkLine:
    """What became of one claim; `amount` in fen."""

    claim_id: int
    code: str
    amount: int = 0


@dataclass(frozen=True, slots=True)
class BulkTerms:
    """What holds for all lines recorded together; empty where it does not apply.

    Args:
        instalments: how many; the first falls on `pay_from`.
        instrument, instrument_number: the document, for kinds that name one.
    """

    reason: str = ""
    instalments: int = 1
    pay_from: date | None = None
    promises: str = ""
    instrument: str = ""
    instrument_number: str = ""


def nothing_due_by(matter: Matter, today: date) -> None:
    """For kinds without instalments: what was decided is due."""
    return


@dataclass(frozen=True, slots=True)
class RosterKind:
    """How rosters of one kind of matter are kept.

    Args:
        kind: the kind of matter.
        begin: (matter_id, verb, by, version) → the matter, locked; raises what the kind's own services raise. Verbs are
            "change_facts" and "record_outcomes".
        refusal: (matter, verb, actor) → why not now, or "".
        codes: actor → outcomes they may record in bulk.
        record_outcomes: keyword-only service (matter_id, lines, terms, decided_on, by, at, version).
        reasons: code → words of the reasons a failed claim can have.
        instruments: code → words of the documents an outcome can rest on.
        due_by: (matter, day) → rows of {"party": id, "due": fen due until that day}, or None when all that was decided
            is due at once.
        green: whether a group takes the green channel.
    """

    kind: str
    begin: Callable[..., Matter]
    refusal: Callable[[Matter, str, Actor], str]
    codes: Callable[[Actor], Sequence[CodeChoice]]
    record_outcomes: Callable[..., Any]
    reasons: Mapping[str, Text] = field(default_factory=dict)
    instruments: Sequence[tuple[str, Text]] = ()
    due_by: Callable[[Matter, date], Any] = nothing_due_by
    green: bool = False


_kinds: dict[str, RosterKind] = {}


def register(kind: RosterKind) -> None:
    """Add a kind; registering it again replaces it, so start-up may run twice."""
    _kinds[kind.kind] = kind


def find(kind: str) -> RosterKind | None:
    """How rosters of `kind` are kept, or None where a kind has none."""
    return _kinds.get(kind)


def get(matter: Matter) -> RosterKind:
    """How the roster of this matter is kept. Raises Missing for a kind that has none."""
    found = _kinds.get(matter.kind)
    if found is None:
        raise Missing("")
    return found


def with_rosters() -> list[str]:
    """Kinds of matter that have rosters."""
    return list(_kinds)
