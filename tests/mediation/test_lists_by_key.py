"""Lists filtered by the row beside the matter: what few have is found by key, what many have on the walk, the same."""

import pytest
from django.urls import reverse

from mediation.filters import MediationFilter
from mediation.services import closing
from tests.cast import NOON
from tests.mediation.opening import acting

QUERIES = (
    "origin=request",
    "origin=tax_bureau",
    "track=tax_union&form=on_site",
    "mediating=true",
    "mediating=false",
    "session=unlogged",
    "received_after=2026-11-01",
    "received_before=2026-10-31",
    "accepted_before=2026-12-31",
    "effective_after=2026-01-01",
    "failed_after=2026-11-01",
    "failed_before=2026-10-31",
    "confirmed_before=2026-12-31",
    "paid_after=2020-01-01",
)


@pytest.fixture
def readers(opening, mediator, sign_in, time_machine):
    time_machine.move_to(NOON, tick=False)
    assigned = opening.accepted()
    opening.assign(assigned)
    opening.received(("李四",), track="tax_union")
    closing.fail(reason="refused", **acting(opening.accepted(("王五",)), opening.clerk))
    return [sign_in(opening.clerk), sign_in(mediator)]


def listed(readers, query):
    found = []
    for reader in readers:
        listing = reader.get(f"{reverse('mediation:mediations')}?{query}").context["list"]
        found.append((listing.page.ids, listing.count_text))
    return found


@pytest.mark.parametrize("query", QUERIES)
def test_few_and_many_are_found_alike(readers, monkeypatch, query):
    by_key = listed(readers, query)
    monkeypatch.setattr(MediationFilter, "few", 0)
    assert listed(readers, query) == by_key


def test_the_failed_are_those_of_the_span(readers):
    (ids, count), _mediators = listed(readers, "failed_after=2026-11-01&failed_before=2026-12-31")
    assert (len(ids), count) == (1, "1")
