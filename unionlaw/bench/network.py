"""The organisations and posts that bulk matters hang on: those there are, or a plain city of five tiers."""

from dataclasses import dataclass, field
from datetime import date

from unionlaw.accounts.models import User
from unionlaw.network.models import Organisation, Post
from unionlaw.network.roles import Role

DISTRICTS, TOWNS_EACH, FIRMS, LAWYERS_EACH = 11, 16, 40, 12
SINCE = date(2015, 1, 1)
Kind = Organisation.Kind


@dataclass
class Network:
    """Who holds, owns, conducts and is told of bulk matters.

    `holders` are town unions with the post that owns their matters, `supervisors` the posts that decide by union;
    `lawyers` and `organs` are grant holders.
    """

    holders: list[tuple[Organisation, int]] = field(default_factory=list)
    issuers: dict[int, Organisation] = field(default_factory=dict)
    supervisors: dict[int, int] = field(default_factory=dict)
    lawyers: list[int] = field(default_factory=list)
    organs: list[int] = field(default_factory=list)


def ensure_network() -> Network:
    """Make the bulk city unless its organisations exist, and return who is in it."""
    if not Organisation.objects.filter(name="量测市总工会").exists():
        _found_city()
    return _read()


def _found(kind: str, name: str, parent: Organisation | None = None, **fields: object) -> Organisation:
    organisation = Organisation.objects.create(kind=kind, name=name, short_name=name[:40], parent=parent, **fields)
    organisation.lineage = [*(parent.lineage if parent else []), organisation.pk]
    organisation.save(update_fields=["lineage"])
    return organisation


def _post(username: str, name: str, organisation: Organisation, role: str) -> None:
    user = User.objects.create(username=username, display_name=name)
    user.set_unusable_password()
    user.save(update_fields=["password"])
    Post.objects.create(user=user, organisation=organisation, role=role, starts_on=SINCE)


def _found_city() -> None:
    city = _found(Kind.CITY_UNION, "量测市总工会", number_prefix="量工")
    _post("bench.manager", "量测市管理者", city, Role.MANAGER)
    for d in range(1, DISTRICTS + 1):
        district = _found(Kind.DISTRICT_UNION, f"量测{d}区总工会", city, number_prefix=f"量{d}工")
        _post(f"bench.supervisor{d}", f"{d}区负责人", district, Role.SUPERVISOR)
        organ = _found(Kind.HR_BUREAU, f"量测{d}区人社局", attached_to=district)
        _post(f"bench.partner{d}", f"{d}区人社局联络员", organ, Role.PARTNER)
        for t in range(1, TOWNS_EACH + 1):
            town = _found(Kind.TOWN_UNION, f"量测{d}区{t}街总工会", district)
            _post(f"bench.town{d}.{t}", f"{d}区{t}街经办人", town, Role.CASEWORKER)
    for f in range(1, FIRMS + 1):
        firm = _found(Kind.LAW_FIRM, f"量测第{f}律师事务所", attached_to=city)
        for n in range(1, LAWYERS_EACH + 1):
            _post(f"bench.lawyer{f}.{n}", f"{f}所{n}号律师", firm, Role.LAWYER)


def _read() -> Network:
    network = Network()
    bench = Organisation.objects.filter(name__startswith="量测")
    by_id = {organisation.pk: organisation for organisation in bench}
    for post in Post.objects.filter(user__username__startswith="bench.").order_by("pk"):
        organisation = by_id[post.organisation_id]
        if organisation.kind == Kind.TOWN_UNION:
            network.holders.append((organisation, post.pk))
            network.issuers[organisation.pk] = by_id[organisation.lineage[1]]
        elif organisation.kind == Kind.DISTRICT_UNION:
            network.supervisors[organisation.pk] = post.pk
        elif organisation.kind == Kind.LAW_FIRM:
            network.lawyers.append(post.pk)
        elif organisation.kind == Kind.HR_BUREAU:
            network.organs.append(organisation.pk)
    return network
