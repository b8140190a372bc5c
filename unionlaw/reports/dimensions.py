"""Dimensions: what figures are broken down by. Each is an expression over the matter of a fact.

`m` is the fact's matter; a dimension brings the joins it needs. Members are kept as text, empty for "not filled in".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from unionlaw.network.models import Organisation

UNKNOWN = _("未填写")
NOTHING = ""
"""The member of facts for which the dimension is not filled in."""
Wanted = str | Sequence[str]
"""The member of a dimension that is wanted, or several of which any will do; of one that is `many`, one alone."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """One way to break figures down.

    Args:
        key: its name.
        name: its name for people.
        sql: the member, as text, of the matter m; `{depth}` is the depth of the organisation reported on, `{below}` one
            more.
        labels: members to their names; what it leaves out is shown as it is.
        joins: SQL of joins to m (LEFT, at most one row each unless `many`).
        many: a matter can have several members, so parts need not add up.
        nothing: what it is called where it is not filled in.
        names_people: a member is a person (a lawyer); left out of what leaves the union.
        held: which of the members some matter of the organisation, or of one below it, has; for members whose names
            are not to be had by asking for any number (people, organisations).
    """

    key: str
    name: str | Promise
    sql: str
    labels: Callable[[Iterable[str]], dict[str, str]]
    joins: str = ""
    many: bool = False
    nothing: str | Promise = UNKNOWN
    names_people: bool = False
    held: Callable[[Organisation, Iterable[str]], set[str]] | None = None


_dimensions: dict[str, Dimension] = {}


def register(*found: Dimension) -> None:
    """Declare dimensions, in the order they are offered.

    Raises:
        ValueError: another dimension has the key.
    """
    for dimension in found:
        if _dimensions.setdefault(dimension.key, dimension) != dimension:
            raise ValueError(f"two dimensions are called {dimension.key}")


def dimension(key: str) -> Dimension:
    """The dimension with this key; KeyError when there is none."""
    return _dimensions[key]


def is_known(key: str) -> bool:
    return key in _dimensions


def all_dimensions() -> list[Dimension]:
    return list(_dimensions.values())


def wanted(member: Wanted) -> list[str]:
    """The members, whether one or several were given."""
    return [member] if isinstance(member, str) else list(member)


def ids(members: Iterable[str]) -> list[int]:
    """The members that can be the id of a row; anything can stand in an address."""
    return [int(one) for one in members if one.isascii() and one.isdigit() and len(one) < 19]


def named(found: Dimension, members: Iterable[str]) -> dict[str, str]:
    """The members' names, also of those that are not filled in or not known any more."""
    wanted = set(members)
    labels = {member: member for member in wanted} | found.labels(wanted - {NOTHING})
    if NOTHING in wanted:
        labels[NOTHING] = str(found.nothing)
    return labels


def names_of(found: Dimension, members: Sequence[str]) -> list[str]:
    """The members' names in their order."""
    names = named(found, members)
    return [names[member] for member in members]


def names_asked(found: Dimension, members: Sequence[str], organisation: Organisation) -> list[str]:
    """As `names_of`, for members from an address: one that no matter of the organisation has stays as it was typed."""
    if found.held is None:
        return names_of(found, members)
    held = {NOTHING, *found.held(organisation, members)}
    names = named(found, [member for member in members if member in held])
    return [names.get(member, member) for member in members]
