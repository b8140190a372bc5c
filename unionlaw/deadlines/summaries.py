"""Counts of time limits that open their list: by urgency, by person, by organisation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from unionlaw.deadlines.filters import BUCKETS, WEEK, bucket_condition
from unionlaw.deadlines.models import Deadline, State
from unionlaw.lib import clock
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation, Post
from unionlaw.web.lists import capped, keyset
from unionlaw.web.lists.listing import Listing

TONES = {"overdue": "danger", "today": "soon", "week": "soon", "later": "quiet"}
NEAR = ("overdue", "today", "week")
MOST_LINES = 200


@dataclass(frozen=True)
class Tile:
    """A count that opens the list narrowed to it."""

    key: str
    label: str | Promise
    tone: str
    count: str
    url: str
    current: bool


def tiles(listing: Listing) -> list[Tile]:
    """Overdue, today, within a week, later: of the limits the page's other filters leave. Their counts are those of
    the lists they open, up to the cap that a filtered list counts to."""
    asked = listing.query.get("due", "")
    if listing.query.getlist("state") not in ([], [State.OPEN]):
        return []
    today, cap = clock.today(), listing.view.filtered_count_cap
    branches = _without_bucket(listing)
    counts = capped.capped_counts([_narrowed(branches, bucket_condition(code, today)) for code, _label in BUCKETS], cap)
    found = []
    for (code, label), count in zip(BUCKETS, counts, strict=True):
        found.append(
            Tile(
                key=code,
                label=label,
                tone=TONES[code],
                count=f"{cap}+" if count > cap else f"{count}",
                url=listing.link(due="" if code == asked else code),
                current=code == asked,
            )
        )
    return found


def _narrowed(branches: list[keyset.Branch], condition: Q) -> list[keyset.Branch]:
    return [
        keyset.Branch(b.queryset.filter(condition), pk=b.pk, columns=b.columns, repeats=b.repeats) for b in branches
    ]


def _without_bucket(listing: Listing) -> list[keyset.Branch]:
    applied = listing.applied
    values = {name: value for name, value in applied.values.items() if name != "due"}
    bare = type(applied)(applied.filterset, values, applied.errors)
    rows = listing.view.rows(listing.actor)
    return bare.narrow_branches(listing.view.branches(listing.actor), rows.model, listing.view.fan_out)


def ways(actor: Actor, current: str) -> list[dict[str, Any]]:
    """The pages about time limits, as tabs."""
    offered = [
        ("list", _("列表"), "deadlines:list", "deadline.view"),
        ("month", _("月历"), "deadlines:month", "deadline.view"),
        ("people", _("按人员"), "deadlines:by_person", "deadline.oversee"),
        ("organisations", _("按单位"), "deadlines:by_organisation", "deadline.oversee"),
        ("forgotten", _("无人看管的事项"), "deadlines:forgotten", "deadline.forgotten"),
        ("feeds", _("日历订阅"), "deadlines:feeds", "deadline.feed"),
    ]
    return [
        {"label": label, "url": reverse(name), "current": key == current}
        for key, label, name, right in offered
        if actor.may(right)
    ]


@dataclass(frozen=True)
class Cell:
    count: int
    url: str


@dataclass(frozen=True)
class Line:
    """A person or an organisation with its counts by bucket."""

    label: str
    note: str
    url: str
    cells: list[Cell]

    @property
    def total(self) -> int:
        return sum(cell.count for cell in self.cells)


def by_person(actor: Actor) -> list[Line]:
    """Who answers for limits that are overdue or end within a week, in the actor's tree; the most overdue first."""
    rows = _counted(actor, "responsible")
    posts = {
        post.pk: post
        for post in Post.objects.select_related("user", "organisation").filter(
            pk__in=[row["responsible"] for row in rows if row["responsible"]]
        )
    }
    lines = []
    for row in rows:
        post = posts.get(row["responsible"])
        if post is None:
            continue
        lines.append(_line(str(post.user), f"{post.organisation.short_name} · {post.get_role_display()}", row, post))
    return lines


def by_organisation(actor: Actor) -> list[Line]:
    """The organisations directly below the actor's, each with all below it, and what the actor's own holds itself."""
    own = actor.organisation
    if own is None:
        return []
    level = len(own.lineage) + 1
    if level > 5:
        return _organisation_lines(_counted(actor, "organisation"), "organisation")
    return _organisation_lines(_counted(actor, f"scope{level}"), f"scope{level}", own)


def _organisation_lines(rows: list[dict[str, Any]], column: str, own: Organisation | None = None) -> list[Line]:
    found = Organisation.objects.in_bulk([row[column] for row in rows if row[column]])
    lines = []
    for row in rows:
        organisation = found.get(row[column])
        if organisation is not None:
            lines.append(_line(organisation.name, organisation.get_kind_display(), row, organisation))
        elif own is not None:
            # Held by the actor's organisation itself: no filter of the list says that, so these open nothing.
            lines.append(_line(own.name, _("本级直接承办"), row, None))
    return lines


def _counted(actor: Actor, column: str) -> list[dict[str, Any]]:
    today = clock.today()
    rows = (
        Deadline.objects.in_tree_of(actor)
        # What is not near is not counted: it would have to read every open limit of the tree.
        .filter(state=State.OPEN, due_on__lte=today + WEEK)
        .values(column)
        .annotate(**{code: Count("pk", filter=bucket_condition(code, today)) for code in NEAR})
        .order_by("-overdue", "-today", "-week", column)
    )
    return list(rows[:MOST_LINES])


def _line(label: str, note: str, row: dict[str, Any], of: Post | Organisation | None) -> Line:
    name = "responsible" if isinstance(of, Post) else "organisation"
    address = reverse("deadlines:list")

    def url(**query: str) -> str:
        return f"{address}?{urlencode({name: of.pk, **query})}" if of is not None else ""

    return Line(label, note, url(), [Cell(row[code], url(due=code)) for code in NEAR])


def mine_now(actor: Actor) -> int:
    """How many limits of the acting post are overdue or end today: the number beside 期限 in the navigation."""
    if actor.post is None:
        return 0
    condition = Q(responsible=actor.post, state=State.OPEN, due_on__lte=clock.today())
    return Deadline.objects.filter(condition).count()
