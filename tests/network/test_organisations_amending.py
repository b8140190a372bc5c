"""Amending organisations, and that what was done stays on record."""

import pytest
from django.db import ProgrammingError, transaction

from tests.cast import NOON
from tests.network.organising import What, changes
from unionlaw.lib.errors import Invalid, Stale
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation
from unionlaw.network.services import organisations


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


def test_what_was_done_cannot_be_altered(town: Organisation, system_admin: Actor) -> None:
    organisations.amend_organisation(organisation_id=town.pk, phone="020-1", by=system_admin, at=NOON)
    for deed in (lambda: town.changes.update(reason="改写"), lambda: town.changes.all().delete()):
        with pytest.raises(ProgrammingError), transaction.atomic():
            deed()
