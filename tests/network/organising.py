"""What the tests of organisations share: founding one, a matter that lies there, what is on record."""

from typing import Any

from django.db import connection

from tests.cast import NOON
from unionlaw.lib.errors import DomainError
from unionlaw.matters.models import Matter
from unionlaw.matters.services.opening import open_matter
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation, OrganisationChange
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


def tried(deed: Any) -> str:
    try:
        deed()
    except DomainError as error:
        return type(error).__name__
    finally:
        connection.close()
    return "done"
