"""What each administrator may not do with accounts and posts."""

import pytest

from tests.cast import NOON, appoint
from tests.network.records import TODAY
from unionlaw.accounts.models import User
from unionlaw.lib.errors import Refused
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation
from unionlaw.network.roles import Role
from unionlaw.network.services import people, security


def test_nobody_administers_themselves(system_admin: Actor, security_admin: Actor, district: Organisation) -> None:
    deeds = [
        lambda: people.deactivate_person(user=system_admin.user, reason="试", by=system_admin, at=NOON),
        lambda: people.appoint(
            user=security_admin.user,
            organisation=district,
            role=Role.CASEWORKER,
            starts_on=TODAY,
            by=security_admin,
            at=NOON,
        ),
        lambda: people.end_post(post_id=security_admin.post.pk, ends_on=TODAY, reason="试", by=security_admin, at=NOON),
        lambda: security.renew_password(user=security_admin.user, reason="试", by=security_admin, at=NOON),
    ]
    for deed in deeds:
        with pytest.raises(Refused):
            deed()


def test_each_office_keeps_to_its_own_work(
    newcomer: User, district: Organisation, system_admin: Actor, security_admin: Actor, audit_admin: Actor
) -> None:
    for actor in (system_admin, audit_admin):
        with pytest.raises(Refused, match="安全管理员"):
            people.appoint(
                user=newcomer, organisation=district, role=Role.CASEWORKER, starts_on=TODAY, by=actor, at=NOON
            )
        with pytest.raises(Refused):
            security.renew_password(user=newcomer, reason="试", by=actor, at=NOON)
    for actor in (security_admin, audit_admin):
        with pytest.raises(Refused, match="系统管理员"):
            people.create_person(username="other", display_name="旁人", by=actor, at=NOON)


def test_a_district_administrator_leaves_the_neighbours_people_alone(
    neighbour: Actor, neighbour_district: Organisation, district: Organisation, newcomer: User
) -> None:
    admin = appoint("quan", "区安全", district, Role.SECURITY_ADMIN)
    with pytest.raises(Refused, match="河南区总工会"):
        people.end_post(post_id=neighbour.post.pk, ends_on=TODAY, reason="试", by=admin, at=NOON)
    with pytest.raises(Refused, match="河南区总工会"):
        people.appoint(
            user=newcomer,
            organisation=neighbour_district,
            role=Role.CASEWORKER,
            starts_on=TODAY,
            by=admin,
            at=NOON,
        )
    with pytest.raises(Refused, match="河南区总工会"):
        security.sign_out(user=neighbour.user, reason="试", by=admin, at=NOON)
