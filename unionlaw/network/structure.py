"""Which organisation may stand under which, and which role is held where: the two tables of the network's structure."""

from unionlaw.network.models.organisation import Organisation
from unionlaw.network.roles import ADMINISTRATORS, Role

Kind = Organisation.Kind

_UNIONS = frozenset(Organisation.UNIONS)
_OUTSIDE: frozenset[Kind] = frozenset()

# The kinds a parent may have. Kinds with none stand at the root of a tree of their own: a city union heads the
# unions, law firms and partner organs stand beside them and name the union they work for (`attached_to`).
# Towns may stand directly under a city: some have no districts (东莞, 中山).
PARENTS: dict[str, frozenset[Kind]] = {
    Kind.CITY_UNION: _OUTSIDE,
    Kind.DISTRICT_UNION: frozenset({Kind.CITY_UNION}),
    Kind.TOWN_UNION: frozenset({Kind.CITY_UNION, Kind.DISTRICT_UNION}),
    Kind.PARK_UNION: frozenset({Kind.CITY_UNION, Kind.DISTRICT_UNION, Kind.TOWN_UNION}),
    Kind.INDUSTRY_FEDERATION: frozenset({Kind.CITY_UNION, Kind.DISTRICT_UNION, Kind.TOWN_UNION}),
    Kind.ENTERPRISE_UNION: _UNIONS - {Kind.ENTERPRISE_UNION},
    Kind.STATION: _UNIONS,
    Kind.MEDIATION_CENTRE: _UNIONS - {Kind.ENTERPRISE_UNION},
    Kind.LAW_FIRM: _OUTSIDE,
    **dict.fromkeys(Organisation.PARTNERS, _OUTSIDE),
}

# Kinds that work for a union without belonging to its tree.
ATTACHED: frozenset[Kind] = frozenset({Kind.LAW_FIRM, *Organisation.PARTNERS})

_WHERE_WORKERS_ARE_SERVED = frozenset({*Organisation.UNIONS, *Organisation.SERVICE_PLACES})

# The kinds of organisation in which a role can be held.
PLACES: dict[Role, frozenset[Kind]] = {
    Role.CASEWORKER: _WHERE_WORKERS_ARE_SERVED,
    Role.SUPERVISOR: _WHERE_WORKERS_ARE_SERVED,
    Role.MANAGER: _WHERE_WORKERS_ARE_SERVED,
    Role.LETTER_APPROVER: _WHERE_WORKERS_ARE_SERVED,
    Role.LAWYER: frozenset({Kind.LAW_FIRM}),
    Role.MEDIATOR: frozenset({Kind.MEDIATION_CENTRE, *Organisation.UNIONS, *Organisation.PARTNERS}),
    Role.PARTNER: frozenset(Organisation.PARTNERS),
    **dict.fromkeys(ADMINISTRATORS, _UNIONS),
}


def roles_at(kind: str) -> list[Role]:
    """The roles that can be held in an organisation of `kind`, in the order of the table of roles."""
    return [role for role in Role if kind in PLACES[role]]


def parents_of(kind: str) -> frozenset[Kind]:
    """The kinds under which an organisation of `kind` may stand; empty for those that have no parent."""
    return PARENTS[kind]
