"""Closing organisations when nothing is left in them."""

from datetime import date, datetime

import pytest

from tests.cast import NOON
from tests.network.organising import What, changes, consultation
from unionlaw.lib.errors import Conflict, Invalid, Missing
from unionlaw.matters.models import Matter
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation, Post
from unionlaw.network.services import organisations


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


def test_days_count_in_the_project_time_zone(station: Organisation, system_admin: Actor) -> None:
    late = datetime.fromisoformat("2026-11-20T23:30:00+00:00")
    organisations.close_organisation(organisation_id=station.pk, reason="撤站", by=system_admin, at=late)
    station.refresh_from_db()
    assert station.closed_on == date(2026, 11, 21)
