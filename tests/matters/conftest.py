from collections.abc import Callable

import pytest

from tests.cast import NOON
from unionlaw.lib.text import fold, initials
from unionlaw.matters.models import Matter
from unionlaw.matters.services.facts import open_dispute
from unionlaw.matters.services.opening import open_matter
from unionlaw.network.actors import Actor
from unionlaw.network.tree import scope_columns
from unionlaw.registers.models import Employer, Worker


@pytest.fixture
def make_worker(district):
    def make(name: str) -> Worker:
        return Worker.objects.create(
            name=name,
            name_folded=fold(name),
            initials=initials(name),
            search_text=fold(name),
            organisation=district,
            registered_at=NOON,
            updated_at=NOON,
            **scope_columns(district.lineage),
        )

    return make


@pytest.fixture
def make_employer(db):
    def make(name: str) -> Employer:
        return Employer.objects.create(
            name=name,
            name_folded=fold(name),
            initials=initials(name),
            search_text=fold(name),
            registered_at=NOON,
            updated_at=NOON,
        )

    return make


@pytest.fixture
def open_consultation(make_worker, make_employer) -> Callable[..., Matter]:
    """Open a consultation held by the actor's organisation: 张三 against 光影传媒 unless told otherwise."""

    def make(by: Actor, *, worker: str = "张三", employer: str = "光影传媒有限公司", at=NOON, **fields) -> Matter:
        dispute = open_dispute(
            by=by, at=at, workers=[make_worker(worker)], employers=[make_employer(employer)] if employer else []
        )
        return open_matter(
            kind="consultation",
            event="consultation.recorded",
            title="",
            organisation=by.organisation,
            channel="window",
            dispute=dispute,
            owner=by.post,
            by=by,
            at=at,
            **fields,
        )

    return make
