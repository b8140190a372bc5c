"""我的工作台: what the acting post must do, in order of danger.

A tile names a list and the filters under which it opens; the list itself counts it, so that the number is that of the
rows behind it. Apps register the tiles of their lists, sections and other counts when they start:

    desk.register(
        desk.Tile("hearings", _("近期开庭"), "active", "cases:aid_cases", "mine=true&hearing=coming", {Role.LAWYER}, 30)
    )
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from unionlaw.matters import urgent
from unionlaw.matters.models import Matter
from unionlaw.matters.models.matter import Kind
from unionlaw.network.actors import Actor
from unionlaw.network.roles import STAFF, Role
from unionlaw.web.lists import counting

SHOWN = 12
LIVE = "phase=open&phase=waiting&phase=suspended"
SERVICE = "&".join(f"kind={kind}" for kind in Kind.values if kind != Kind.REPORT)
"""All kinds but reports, which nobody owns and which are no service to anybody."""
WORKING = frozenset({*STAFF, Role.LAWYER})
"""Those to whom matters of any kind belong; mediators have the tiles of their mediations."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A count that opens its list.

    Args:
        key: name in tests and CSS.
        label: what is counted.
        tone: danger, soon, waiting, active or quiet.
        url_name: the list (a ListView).
        query: the filters under which it opens.
        roles: who has this tile.
        order: position, small first.
    """

    key: str
    label: str | Promise
    tone: str
    url_name: str
    query: str
    roles: Collection[Role]
    order: int = 50


@dataclass(frozen=True, slots=True)
class Counted:
    """A tile with its count, as shown."""

    key: str
    label: str | Promise
    tone: str
    count: str
    url: str
    order: int = 50

    @property
    def is_empty(self) -> bool:
        return self.count == "0"


@dataclass(frozen=True, slots=True)
class Decision:
    """A status that waits for a decision of certain roles, whoever owns the matter ("aid_case.submitted" → 负责人)."""

    status: str
    label: str | Promise
    roles: frozenset[Role]
    url_name: str


@dataclass(frozen=True, slots=True)
class Start:
    """What one most often begins from the desk: the primary button, for those who hold `right`."""

    label: str | Promise
    url_name: str
    right: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the desk that another app brings: its template, included with `section` for these words."""

    template: str
    words: dict[str, Any] = field(default_factory=dict)


_tiles: dict[str, Tile] = {}
_decisions: dict[str, Decision] = {}
_turns: list[Callable[[Actor], Q]] = []
_starts: list[Start] = []
_sources: list[Callable[[Actor], list[Counted]]] = []
_sections: list[Callable[[Actor], Section | None]] = []


def register(tile: Tile) -> None:
    """Add a tile; registering its key again replaces it."""
    _tiles[tile.key] = tile


def register_decision(decision: Decision) -> None:
    _decisions[decision.status] = decision
    query = f"status={decision.status}&sort=due"
    register(Tile(decision.status, decision.label, "active", decision.url_name, query, decision.roles, 40))


def register_turn(condition: Callable[[Actor], Q]) -> None:
    """Matters that wait for this very actor, as a condition; where a status does not say whose turn it is."""
    if condition not in _turns:
        _turns.append(condition)


def register_start(start: Start) -> None:
    """Registering the same start again changes nothing."""
    if start not in _starts:
        _starts.append(start)


def register_counts(source: Callable[[Actor], list[Counted]]) -> None:
    """Counts of what is no ListView; whoever registers answers for their being those of the pages they open."""
    if source not in _sources:
        _sources.append(source)


def register_section(provider: Callable[[Actor], Section | None]) -> None:
    """Registering the same provider again changes nothing."""
    if provider not in _sections:
        _sections.append(provider)


def start_for(actor: Actor) -> Start | None:
    """The primary button of this actor's desk."""
    return next((start for start in _starts if actor.may(start.right)), None)


def tiles(actor: Actor) -> list[Tile]:
    """The tiles of this actor's desk, most dangerous first."""
    found = [tile for tile in _tiles.values() if actor.role in tile.roles]
    return sorted((tile for tile in found if counting.may_open(tile.url_name, actor)), key=lambda tile: tile.order)


def counted(actor: Actor, request: HttpRequest) -> list[Counted]:
    """The tiles with their counts: one query for all lists together, and what the other sources ask."""
    wanted = tiles(actor)
    totals = counting.counts([counting.listing_of(tile.url_name, tile.query, request) for tile in wanted])
    found = [
        Counted(tile.key, tile.label, tile.tone, said, f"{reverse(tile.url_name)}?{tile.query}".rstrip("?"), tile.order)
        for tile, (_count, said) in zip(wanted, totals, strict=True)
    ]
    found += [row for source in _sources for row in source(actor)]
    return sorted(found, key=lambda row: row.order)


def sections(actor: Actor) -> list[Section]:
    """What other apps show this actor below the counts."""
    return [section for provider in _sections if (section := provider(actor)) is not None]


def most_urgent(actor: Actor) -> list[Matter]:
    """What the acting post answers for or has to decide, the earliest time limit first."""
    deciding = [decision.status for decision in _decisions.values() if actor.role in decision.roles]
    turns = [condition(actor) for condition in _turns]
    return urgent.most_urgent(actor, deciding=deciding, turns=turns, most=SHOWN)


def join() -> None:
    """Register the tiles of the list of all matters, at start-up."""
    overseers, lawyer, everything = {Role.SUPERVISOR, Role.MANAGER}, {Role.LAWYER}, "matters:list"
    for due, label, tone, order in (
        ("overdue", _("已逾期"), "danger", 10),
        ("today", _("今天到期"), "soon", 11),
        ("week", _("七天内到期"), "soon", 12),
    ):
        query = f"mine=true&due={due}"
        register(Tile(due, label, tone, everything, f"{query}&sort=due", STAFF, order))
        # What is due after a case is closed is asked of the union's own people.
        register(Tile(f"live-{due}", label, tone, everything, f"{query}&{LIVE}&sort=due", lawyer, order))
    for tile in (
        Tile("unseen", _("新到我处"), "active", everything, f"mine=true&unseen=true&{LIVE}", WORKING, 20),
        Tile("waiting", _("等待他人"), "waiting", everything, "mine=true&phase=waiting", WORKING, 60),
        Tile("open", _("我的在办"), "active", everything, "mine=true&phase=open", WORKING, 61),
        Tile("all-overdue", _("本单位逾期"), "danger", everything, "due=overdue&sort=due", overseers, 9),
        Tile("unowned", _("无人经办"), "soon", everything, f"unowned=true&{LIVE}&{SERVICE}", STAFF, 16),
        Tile("live", _("本单位在办"), "active", everything, f"{LIVE}&{SERVICE}", {Role.MANAGER}, 62),
    ):
        register(tile)
