"""Founding, amending, moving, merging and closing organisations."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from tests.cast import NOON, Kind, appoint, found
from unionlaw.lib.errors import Conflict, DomainError, Invalid, Missing, Refused, Stale
from unionlaw.matters.models import Grant, Matter
from unionlaw.matters.services.opening import open_matter
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation, OrganisationChange, PersonChange, Post
from unionlaw.network.roles import Role
from unionlaw.network.services import organisations

What = OrganisationChange.What


def consultation(organisation: Organisation, by: Actor, **fields: Any) -> Matter:
    return open_matter(
        kind="consultation",
        event="consultation.recorded",
        title="三个月没发工资",
        organisation=organisation,
        channel="window",
        by=by,
        at=NOON,
        **fields,
    )


def new(**fields: Any) -> Organisation:
    return organisations.found_organisation(**{"at": NOON, "short_name": "", **fields})


def changes(organisation: Organisation) -> list[str]:
    return list(organisation.changes.order_by("pk").values_list("what", flat=True))


def test_founding_places_the_organisation_and_records_it(district: Organisation, system_admin: Actor) -> None:
    street = new(kind=Kind.TOWN_UNION, name=" 南桥街总工会 ", parent=district, by=system_admin)
    street.refresh_from_db()
    assert street.name == street.short_name == "南桥街总工会"
    assert street.lineage == [*district.lineage, street.pk]
    change = street.changes.get()
    assert (change.what, change.by_user, change.by_post) == (What.FOUNDED, system_admin.user, system_admin.post)
    assert change.data["after"]["parent"] == "越山区总工会"


@pytest.mark.parametrize(
    ("kind", "under"),
    [
        (Kind.TOWN_UNION, "town"),
        (Kind.DISTRICT_UNION, "district"),
        (Kind.STATION, "station"),
        (Kind.LAW_FIRM, "city"),
        (Kind.COURT, "city"),
        (Kind.CITY_UNION, "city"),
    ],
)
def test_a_kind_stands_only_where_it_fits(
    kind: str, under: str, request: pytest.FixtureRequest, system_admin: Actor, city: Organisation
) -> None:
    parent = request.getfixturevalue(under)
    outside = kind in {Kind.LAW_FIRM, Kind.COURT}
    with pytest.raises(Invalid) as error:
        new(kind=kind, name="放错地方", parent=parent, attached_to=city if outside else None, by=system_admin)
    assert error.value.field == "parent"


def test_a_law_firm_says_for_which_union_it_works(city: Organisation, system_admin: Actor) -> None:
    with pytest.raises(Invalid) as error:
        new(kind=Kind.LAW_FIRM, name="无主律师事务所", by=system_admin)
    assert error.value.field == "attached_to"
    assert new(kind=Kind.LAW_FIRM, name="有主律师事务所", attached_to=city, by=system_admin).depth is not None


def test_a_name_is_taken_only_once_among_the_open(
    district: Organisation, town: Organisation, system_admin: Actor
) -> None:
    with pytest.raises(Invalid) as error:
        new(kind=Kind.TOWN_UNION, name="北桥街总工会", parent=district, by=system_admin)
    assert error.value.errors == {"name": ["已有同名的组织。"]}


def test_only_a_system_administrator_changes_organisations(
    district: Organisation, supervisor: Actor, security_admin: Actor, audit_admin: Actor
) -> None:
    for actor in (supervisor, security_admin, audit_admin):
        with pytest.raises(Refused, match="系统管理员"):
            new(kind=Kind.TOWN_UNION, name="新街总工会", parent=district, by=actor)


def test_an_administrator_changes_nothing_outside_their_own_tree(
    district: Organisation, neighbour_district: Organisation, city: Organisation, hr_bureau: Organisation
) -> None:
    admin = appoint("quxi", "区系统", district, Role.SYSTEM_ADMIN)
    with pytest.raises(Refused, match="河南区总工会"):
        new(kind=Kind.TOWN_UNION, name="别区街道工会", parent=neighbour_district, by=admin)
    with pytest.raises(Refused):
        organisations.amend_organisation(organisation_id=city.pk, phone="1", by=admin, at=NOON)
    # An organ that works for the district's union is within reach, though outside the tree.
    organisations.amend_organisation(organisation_id=hr_bureau.pk, phone="020-12333", by=admin, at=NOON)
    with pytest.raises(Refused):
        new(kind=Kind.CITY_UNION, name="第二市总工会", by=admin)


def test_amending_tells_what_changed_and_refuses_the_stale(town: Organisation, system_admin: Actor) -> None:
    organisations.amend_organisation(
        organisation_id=town.pk, version=1, phone="020-1", hours="周一至周五", by=system_admin, at=NOON
    )
    with pytest.raises(Stale) as error:
        organisations.amend_organisation(organisation_id=town.pk, version=1, phone="020-2", by=system_admin, at=NOON)
    assert error.value.changes == ["公开电话：— → 020-1（席统）", "服务时间：— → 周一至周五（席统）"]
    town.refresh_from_db()
    assert (town.phone, town.version, changes(town)) == ("020-1", 2, [What.AMENDED])
    with pytest.raises(Invalid) as wrong:
        organisations.amend_organisation(organisation_id=town.pk, region_code="44", by=system_admin, at=NOON)
    assert wrong.value.field == "region_code"


def test_amending_nothing_records_nothing(town: Organisation, system_admin: Actor) -> None:
    organisations.amend_organisation(organisation_id=town.pk, version=1, name=town.name, by=system_admin, at=NOON)
    town.refresh_from_db()
    assert (town.version, changes(town)) == (1, [])


def test_a_move_takes_the_subtree_and_its_matters_along(
    town: Organisation,
    station: Organisation,
    neighbour_district: Organisation,
    station_caseworker: Actor,
    caseworker: Actor,
    neighbour: Actor,
    system_admin: Actor,
) -> None:
    matter = consultation(station, station_caseworker)
    assert Matter.objects.visible_to(caseworker).filter(pk=matter.pk).exists()
    organisations.move_organisation(
        organisation_id=town.pk, new_parent=neighbour_district, reason="区划调整", by=system_admin, at=NOON
    )
    station.refresh_from_db()
    matter.refresh_from_db()
    assert station.lineage == [*neighbour_district.lineage, town.pk, station.pk]
    assert [getattr(matter, f"scope{n}") for n in range(1, 6)] == [*station.lineage, None]
    assert not Matter.objects.visible_to(caseworker).filter(pk=matter.pk).exists()
    assert Matter.objects.visible_to(neighbour).filter(pk=matter.pk).exists()
    change = town.changes.get()
    assert (change.what, change.reason) == (What.MOVED, "区划调整")
    assert change.data["before"] == {"parent": "越山区总工会"}
    assert change.data["after"] == {"parent": "河南区总工会"}


def test_nothing_moves_below_itself(town: Organisation, station: Organisation, system_admin: Actor) -> None:
    enterprise = found(Kind.ENTERPRISE_UNION, "电子厂工会", parent=town)
    for target in (town, station, enterprise):
        with pytest.raises(DomainError):
            organisations.move_organisation(
                organisation_id=town.pk, new_parent=target, reason="试", by=system_admin, at=NOON
            )


def test_the_tree_grows_no_deeper_than_five(city: Organisation, town: Organisation, system_admin: Actor) -> None:
    park = found(Kind.PARK_UNION, "科技园工会", parent=town)
    enterprise = found(Kind.ENTERPRISE_UNION, "芯片厂工会", parent=park)
    with pytest.raises(Invalid, match="最多5级"):
        new(kind=Kind.STATION, name="厂内站点", parent=enterprise, by=system_admin)
    outer = found(Kind.PARK_UNION, "临时园区", parent=city)
    works = found(Kind.ENTERPRISE_UNION, "玩具厂工会", parent=outer)
    found(Kind.STATION, "玩具厂站点", parent=works)
    with pytest.raises(Invalid, match="最多5级"):
        organisations.move_organisation(
            organisation_id=works.pk, new_parent=park, reason="试", by=system_admin, at=NOON
        )


def test_moving_twice_to_the_same_place_is_a_conflict(
    town: Organisation, district: Organisation, system_admin: Actor
) -> None:
    with pytest.raises(Conflict, match="已经隶属于"):
        organisations.move_organisation(
            organisation_id=town.pk, new_parent=district, reason="重复", by=system_admin, at=NOON
        )


def test_a_merger_loses_nothing(
    town: Organisation, station: Organisation, district: Organisation, system_admin: Actor
) -> None:
    other = found(Kind.TOWN_UNION, "西桥街总工会", parent=district, number_prefix="西桥")
    worker = appoint("xi2", "西小桥", other, Role.CASEWORKER)
    helper = appoint("xi3", "西助理", other, Role.CASEWORKER)
    worker.post.deputy = helper.post
    worker.post.save()
    matter = consultation(other, worker, owner=worker.post)
    Grant.objects.create(
        matter=matter,
        viewer_key=f"organisation:{other.pk}",
        why=Grant.Why.REVIEWER,
        opened_at=matter.opened_at,
        granted_at=NOON,
    )
    child = found(Kind.STATION, "西桥街站点", parent=other)
    kept = organisations.merge_organisations(kept=town, dropped=other, reason="街道合并", by=system_admin, at=NOON)

    other.refresh_from_db()
    child.refresh_from_db()
    matter.refresh_from_db()
    assert (other.closed_on, other.merged_into) == (NOON.date(), town)
    assert child.lineage == [*town.lineage, child.pk]
    old, succeeding = Post.objects.get(pk=worker.post.pk), Post.objects.get(organisation=town, user=worker.user)
    assert (old.organisation, old.ends_on) == (other, NOON.date() - timedelta(days=1))
    assert (succeeding.starts_on, succeeding.ends_on, succeeding.role) == (NOON.date(), None, Role.CASEWORKER)
    assert succeeding.deputy.user == helper.user
    assert succeeding.deputy.organisation == town
    assert (matter.organisation, matter.owner, matter.scope3) == (town, succeeding, town.pk)
    assert matter.number_organisation == other
    assert Grant.objects.get(matter=matter).viewer_key == f"organisation:{town.pk}"
    assert changes(other) == [What.MERGED]
    assert changes(kept) == [What.MERGED]
    assert changes(child) == [What.MOVED]
    told = PersonChange.objects.filter(user=worker.user).order_by("pk").values_list("what", flat=True)
    assert list(told) == [PersonChange.What.APPOINTED, PersonChange.What.ENDED]


def test_a_person_with_the_same_post_on_both_sides_keeps_one(
    town: Organisation, district: Organisation, system_admin: Actor
) -> None:
    other = found(Kind.TOWN_UNION, "西桥街总工会", parent=district)
    there = appoint("shuang", "双岗", other, Role.CASEWORKER)
    here = appoint("shuang", "双岗", town, Role.CASEWORKER)
    organisations.merge_organisations(kept=town, dropped=other, reason="街道合并", by=system_admin, at=NOON)
    assert list(Post.objects.open(on=NOON.date()).filter(user=here.user)) == [here.post]
    there.post.refresh_from_db()
    assert there.post.ends_on == NOON.date() - timedelta(days=1)


def test_a_lawyer_of_a_merged_firm_still_sees_the_case(
    firm: Organisation, other_firm: Organisation, other_lawyer: Actor, caseworker: Actor, system_admin: Actor
) -> None:
    matter = consultation(caseworker.organisation, caseworker)
    Grant.objects.create(
        matter=matter,
        viewer_key=f"post:{other_lawyer.post.pk}",
        why=Grant.Why.ASSIGNED_LAWYER,
        opened_at=matter.opened_at,
        granted_at=NOON,
    )
    organisations.merge_organisations(kept=firm, dropped=other_firm, reason="两所合并", by=system_admin, at=NOON)
    post = Post.objects.get(user=other_lawyer.user, organisation=firm)
    assert Matter.objects.visible_to(Actor(user=other_lawyer.user, post=post)).filter(pk=matter.pk).exists()


@pytest.mark.parametrize(("kept", "dropped"), [("firm", "town"), ("station", "town"), ("town", "district")])
def test_what_does_not_fit_does_not_merge(
    kept: str, dropped: str, request: pytest.FixtureRequest, system_admin: Actor
) -> None:
    with pytest.raises(Invalid):
        organisations.merge_organisations(
            kept=request.getfixturevalue(kept),
            dropped=request.getfixturevalue(dropped),
            reason="试",
            by=system_admin,
            at=NOON,
        )


def test_closing_names_everything_that_is_left(
    town: Organisation, station: Organisation, station_caseworker: Actor, system_admin: Actor
) -> None:
    with pytest.raises(Invalid) as error:
        organisations.close_organisation(organisation_id=town.pk, reason="撤街", by=system_admin, at=NOON)
    assert error.value.errors == {"": ["还有1个下级组织，请先调整隶属或撤销。"]}
    matter = consultation(station, station_caseworker)
    with pytest.raises(Invalid) as error:
        organisations.close_organisation(organisation_id=station.pk, reason="撤站", by=system_admin, at=NOON)
    assert error.value.errors == {"": ["还有1个在任岗位，请先免去。", "还有1件未办结的事项，请先移交或办结。"]}

    Post.objects.filter(organisation=station).update(ends_on=NOON.date())
    Matter.objects.filter(pk=matter.pk).update(organisation=town)
    organisations.close_organisation(organisation_id=station.pk, reason="撤站", by=system_admin, at=NOON)
    station.refresh_from_db()
    assert (station.closed_on, changes(station)) == (NOON.date(), [What.CLOSED])
    with pytest.raises(Conflict, match="已于2026-11-20撤销"):
        organisations.amend_organisation(organisation_id=station.pk, phone="1", by=system_admin, at=NOON)


def test_a_reason_is_asked_for(station: Organisation, system_admin: Actor) -> None:
    with pytest.raises(Invalid) as error:
        organisations.close_organisation(organisation_id=station.pk, reason="  ", by=system_admin, at=NOON)
    assert error.value.field == "reason"
    with pytest.raises(Missing):
        organisations.close_organisation(organisation_id=0, reason="没有", by=system_admin, at=NOON)


def test_what_was_done_cannot_be_altered(town: Organisation, system_admin: Actor) -> None:
    organisations.amend_organisation(organisation_id=town.pk, phone="020-1", by=system_admin, at=NOON)
    for deed in (lambda: town.changes.update(reason="改写"), lambda: town.changes.all().delete()):
        with pytest.raises(ProgrammingError), transaction.atomic():
            deed()


def _tried(deed: Any) -> str:
    try:
        deed()
    except DomainError as error:
        return type(error).__name__
    finally:
        connection.close()
    return "done"


@pytest.mark.django_db(transaction=True)
def test_of_two_moves_that_would_make_a_ring_one_is_refused(city: Organisation, system_admin: Actor) -> None:
    left = found(Kind.ENTERPRISE_UNION, "甲集团工会", parent=city)
    right = found(Kind.INDUSTRY_FEDERATION, "乙行业工联会", parent=city)
    park = found(Kind.PARK_UNION, "丙园区工会", parent=city)
    Organisation.objects.filter(pk=left.pk).update(kind=Kind.TOWN_UNION)
    pairs = [(park.pk, left), (left.pk, park)]

    def move(pk: int, parent: Organisation) -> str:
        return _tried(
            lambda: organisations.move_organisation(
                organisation_id=pk, new_parent=parent, reason="同时调整", by=system_admin, at=NOON
            )
        )

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda pair: move(*pair), pairs))
    assert sorted(results) == ["Invalid", "done"]
    for organisation in Organisation.objects.filter(pk__in=[left.pk, park.pk, right.pk]):
        assert organisation.lineage[-1] == organisation.pk
        assert len(set(organisation.lineage)) == len(organisation.lineage)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_found_the_same_name_one_is_told(city: Organisation, system_admin: Actor) -> None:
    def one(_n: int) -> str:
        return _tried(lambda: new(kind=Kind.DISTRICT_UNION, name="新区总工会", parent=city, by=system_admin))

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(one, range(2))) == ["Invalid", "done"]


def test_days_count_in_the_project_time_zone(station: Organisation, system_admin: Actor) -> None:
    late = datetime.fromisoformat("2026-11-20T23:30:00+00:00")
    organisations.close_organisation(organisation_id=station.pk, reason="撤站", by=system_admin, at=late)
    station.refresh_from_db()
    assert station.closed_on == date(2026, 11, 21)
