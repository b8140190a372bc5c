"""我的工作台: what the acting post must do, in order of danger. Each count is the count of the list it opens."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from unionlaw.lib import clock
from unionlaw.matters.filters import due_condition, mine
from unionlaw.matters.models import Matter
from unionlaw.matters.models.matter import LIVE_PHASES
from unionlaw.network.actors import Actor
from unionlaw.network.roles import Role

SHOWN = 12


@dataclass(frozen=True, slots=True)
class Tile:
    """A count that opens its list.

    Args:
        key: name in tests and CSS.
        label: what is counted.
        tone: danger, soon, waiting, active or quiet.
        query: the list's query string.
        condition: the same as a condition on matters.
        roles: who has this tile; None for everyone.
    """

    key: str
    label: str | Promise
    tone: str
    query: str
    condition: Q
    roles: frozenset[Role] | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """A status that waits for a decision of certain roles, whoever owns the matter ("aid_case.submitted" → 负责人)."""

    status: str
    label: str | Promise
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class Start:
    """What one most often begins from the desk: the primary button, for those who hold `right`."""

    label: str | Promise
    url_name: str
    right: str


_decisions: dict[str, Decision] = {}
_starts: list[Start] = []
_sources: list[Callable[[Actor], list[dict[str, Any]]]] = []


def register_decision(decision: Decision) -> None:
    _decisions[decision.status] = decision


def register_start(start: Start) -> None:
    """Registering the same start again changes nothing."""
    if start not in _starts:
        _starts.append(start)


def register_tiles(source: Callable[[Actor], list[dict[str, Any]]]) -> None:
    """Tiles of another app: `source` gives rows like those of `counted`. Registering it again changes nothing."""
    if source not in _sources:
        _sources.append(source)


def start_for(actor: Actor) -> Start | None:
    """The primary button of this actor's desk."""
    return next((start for start in _starts if actor.may(start.right)), None)


def tiles(actor: Actor) -> list[Tile]:
    """The tiles of this actor's desk, most dangerous first."""
    today = clock.today()
    own = mine(actor)
    found = [
        Tile("overdue", _("已逾期"), "danger", "mine=true&due=overdue&sort=due", own & due_condition("overdue", today)),
        Tile("today", _("今天到期"), "soon", "mine=true&due=today&sort=due", own & due_condition("today", today)),
        Tile("week", _("七天内到期"), "soon", "mine=true&due=week&sort=due", own & due_condition("week", today)),
        Tile("waiting", _("等待他人"), "waiting", "mine=true&phase=waiting", own & Q(phase="waiting")),
        Tile("open", _("我的在办"), "active", "mine=true&phase=open", own & Q(phase="open")),
    ]
    found += [
        Tile(d.status, d.label, "active", f"status={d.status}&sort=due", Q(status=d.status), d.roles)
        for d in _decisions.values()
    ]
    found.append(
        Tile(
            "unowned",
            _("无人经办"),
            "soon",
            "unowned=true&phase=open&phase=waiting&phase=suspended",
            Q(owner__isnull=True, phase__in=LIVE_PHASES),
            frozenset({Role.CASEWORKER, Role.SUPERVISOR}),
        )
    )
    found.append(
        Tile(
            "all-overdue",
            _("本单位逾期"),
            "danger",
            "due=overdue&sort=due",
            due_condition("overdue", today),
            frozenset({Role.SUPERVISOR, Role.MANAGER}),
        )
    )
    return [tile for tile in found if tile.roles is None or actor.role in tile.roles]


def counted(actor: Actor) -> list[dict[str, Any]]:
    """The tiles with their counts, in one query over the live matters this actor may see."""
    wanted = tiles(actor)
    names = [f"tile{index}" for index in range(len(wanted))]
    totals = (
        Matter.objects.visible_to(actor)
        .live()
        .aggregate(**{name: Count("pk", filter=tile.condition) for name, tile in zip(names, wanted, strict=True)})
    )
    address = reverse("matters:list")
    found = [
        {"tile": tile, "count": totals[name], "url": f"{address}?{tile.query}"}
        for name, tile in zip(names, wanted, strict=True)
    ]
    return found + [row for source in _sources for row in source(actor)]


def most_urgent(actor: Actor) -> QuerySet[Matter]:
    """What the acting post answers for or has to decide, the earliest time limit first."""
    deciding = [decision.status for decision in _decisions.values() if actor.role in decision.roles]
    return (
        Matter.objects.visible_to(actor)
        .live()
        .filter(mine(actor) | Q(status__in=deciding))
        .select_related("organisation", "owner__user")
        .order_by(F("next_due_on").asc(nulls_last=True), "-priority", "pk")[:SHOWN]
    )
