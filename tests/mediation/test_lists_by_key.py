"""Lists filtered by the row beside the matter: what few have is found by key, what many have on the walk, the same."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mediation.filters import MediationFilter
from mediation.services import closing
from tests.cast import NOON
from tests.mediation.opening import acting
from unionlaw.matters.models import Claim, Payment

LONG_AGO = NOON - timedelta(days=240)

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
    "confirmed_after=2026-01-01",
    "paid_after=2020-01-01",
    "received_before=9999-12-31&failed_before=9999-12-31",
    "paid_before=9999-12-31",
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


def test_few_and_many_are_found_alike(readers, monkeypatch):
    by_key = {query: listed(readers, query) for query in QUERIES}
    monkeypatch.setattr(MediationFilter, "few", 0)
    assert {query: listed(readers, query) for query in QUERIES} == by_key


def test_the_failed_are_those_of_the_span(readers):
    (ids, count), _mediators = listed(readers, "failed_after=2026-11-01&failed_before=2026-12-31")
    assert (len(ids), count) == (1, "1")


@pytest.fixture
def recorded(opening, sign_in, time_machine):
    """Of spring and put on record then; of spring, but put on record today; of today. Each was paid at once."""
    found = {}
    for key, day, received_on in (
        ("then", LONG_AGO, LONG_AGO.date()),
        ("late", NOON, LONG_AGO.date()),
        ("today", NOON, NOON.date()),
    ):
        time_machine.move_to(day, tick=False)
        found[key] = opening.received((f"{key}某",), at=day, received_on=received_on)
        claim = Claim.objects.get(party__dispute=found[key].matter.dispute_id)
        Payment.objects.create(claim=claim, matter=found[key].matter, amount=100, paid_on=received_on)
    time_machine.move_to(NOON, tick=False)
    return found, sign_in(opening.clerk)


# What is looked for by the time it was put on record, and what is found of it.
LATE = {
    "received_before=2026-06-01": "late then",
    "received_before=2026-12-31": "today late then",
    "received_after=2026-01-01&received_before=2026-06-01": "late then",
    "received_before=2026-06-01&paid_before=2026-06-01&sort=opened": "then late",
    "paid_before=2026-06-01": "late then",
    "paid_after=2026-06-01": "today",
    "paid_after=2027-01-01": "",
}


@pytest.mark.parametrize("few", [0, 1, 2_000], ids=["the whole list is walked", "late ones by key", "all by key"])
def test_what_was_put_on_record_late_is_found_too(recorded, monkeypatch, few):
    monkeypatch.setattr(MediationFilter, "few", few)
    found, reader = recorded
    names = {mediation.pk: key for key, mediation in found.items()}
    shown = {query: listed([reader], query)[0] for query in LATE}
    assert {query: " ".join(names[pk] for pk in ids) for query, (ids, _count) in shown.items()} == LATE
    assert {query: count for query, (_ids, count) in shown.items()} == {
        query: str(len(keys.split())) for query, keys in LATE.items()
    }


def test_a_list_until_a_day_does_not_look_through_all_that_came_since(recorded, monkeypatch):
    monkeypatch.setattr(MediationFilter, "few", 1)
    _found, reader = recorded
    with CaptureQueriesContext(connection) as captured:
        reader.get(f"{reverse('mediation:mediations')}?received_before=2026-06-01")
    walked = [query["sql"] for query in captured if "list_pk" in query["sql"]]
    assert walked
    day_after = LONG_AGO + timedelta(days=1)
    assert all(f"{day_after:%Y-%m-%d} 00:00:00+08:00" in sql for sql in walked), "it begins with the newest of then"


def test_a_mediation_saved_as_a_whole_keeps_the_day_on_which_it_was_put_on_record(opening):
    mediation = opening.received()
    mediation.save()
    mediation.refresh_from_db()
    assert mediation.opened_on == NOON.date()
