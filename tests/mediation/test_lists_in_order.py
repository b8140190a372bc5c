"""Lists of mediations filtered by one choice are walked along the rows beside the matters: the same mediations, in the
same order, for everyone, wherever they move."""

from datetime import timedelta
from random import Random

import pytest
from django.db.models import F
from django.urls import reverse

from mediation.models import Agreement, Confirmation, Mediation, Origin
from mediation.models.mediation import CHOICES
from tests.cast import NOON
from tests.mediation.opening import wage_cause  # noqa: F401  fixture
from unionlaw.matters.models import Grant, Matter
from unionlaw.matters.models.copies import PLACE
from unionlaw.matters.services.grants import grant
from unionlaw.network.services.organisations import move_organisation

ORIGINS = (Origin.REQUEST, Origin.TAX_BUREAU, Origin.COURT_ASSIGNED)
VALUES = {"origin": ORIGINS, "track": Mediation.Track.values, "form": Mediation.Form.values}
QUERIES = (
    *(f"{name}={value}" for name, values in VALUES.items() for value in values),
    "origin=request&origin=tax_bureau",
    "track=standard&track=court_room&track=tax_union",
    "origin=request&form=online",
    "track=standard&phase=open",
    "form=online&sort=opened",
    "form=online&sort=due",
)
MADE = 14


@pytest.fixture
def world(opening, station_caseworker, neighbour, hr_bureau, mediator, time_machine):
    """Mediations of a district, of its station and of the neighbour, each with choices drawn by lot; two are shown to
    an organ, two to a mediator."""
    time_machine.move_to(NOON, tick=False)
    rng = Random(12351)
    holders = (opening.clerk, station_caseworker, neighbour)
    for n in range(MADE):
        made = opening.received((f"职工{n}",), by=holders[n % 3])
        Mediation.objects.filter(pk=made.pk).update(**{name: rng.choice(values) for name, values in VALUES.items()})
        # Some at the same moment.
        Matter.objects.filter(pk=made.pk).update(opened_at=NOON - timedelta(days=rng.randrange(6)))
        if n in {2, 3, 4, 5}:
            viewer, why = (hr_bureau, "referred_organ") if n < 4 else (mediator.post, "mediator")
            grant(matter=made.matter, viewer=viewer, why=why, by=opening.clerk, at=NOON)
    return rng


def plain(actor, query):
    """What the query asks for, without any list."""
    asked = {}
    for part in query.split("&"):
        name, value = part.split("=")
        asked.setdefault(name, []).append(value)
    rows = Matter.objects.filter(pk__in=Matter.objects.visible_to(actor).values("pk"))
    rows = rows.filter(**{f"mediation__{name}__in": asked[name] for name in CHOICES if name in asked})
    if "phase" in asked:
        rows = rows.filter(phase__in=asked["phase"])
    order = {"opened": ("opened_at", "pk"), "due": ("next_due_on", "pk")}.get(*asked.get("sort", [""]))
    return list(rows.order_by(*(order or ("-opened_at", "-pk"))).values_list("pk", flat=True))


def listing(client, query):
    return client.get(f"{reverse('mediation:mediations')}?{query}").context["list"]


def test_every_choice_lists_what_a_plain_query_finds(
    world, opening, station_caseworker, neighbour, mediator, manager, partner, sign_in
):
    readers = (opening.clerk, station_caseworker, neighbour, mediator, manager, partner)
    found = 0
    for actor in readers:
        client = sign_in(actor)
        for query in QUERIES:
            shown, expected = listing(client, query), plain(actor, query)
            assert (shown.page.ids, shown.count_text) == (expected, str(len(expected))), (actor, query)
            found += len(expected)
    assert found > len(readers) * MADE


def test_pages_of_one_choice_follow_each_other(world, manager, sign_in, monkeypatch):
    monkeypatch.setattr("mediation.lists.MediationList.page_size", 2)
    client, query, met = sign_in(manager), "form=on_site&form=online&form=mixed", []
    token = ""
    while True:
        shown = listing(client, f"{query}&after={token}" if token else query)
        met += shown.page.ids
        if not shown.page.has_next:
            break
        token = shown.next_url.split("after=")[1].split("&")[0]
    assert met == plain(manager, query)


WALKED = {
    "track=tax_union": Mediation,
    "track=tax_union&track=standard&sort=opened": Mediation,
    "track=tax_union&form=online": Matter,
    "track=tax_union&sort=due": Matter,
    "received_after=2026-01-01": Matter,
}


def test_one_choice_in_the_order_of_opening_is_walked_beside_the_matters(world, opening, sign_in):
    client = sign_in(opening.clerk)
    models = {query: {branch.queryset.model for branch in listing(client, query).branches} for query in WALKED}
    assert {query: found - {Grant} for query, found in models.items()} == {
        query: {model} for query, model in WALKED.items()
    }


def places(model):
    return {row[0]: row[1:] for row in model.objects.values_list("pk", *PLACE)}


def test_a_mediation_stands_where_its_matter_stands_whoever_writes_and_moves(
    world, opening, town, neighbour_district, system_admin
):
    move_organisation(
        organisation_id=town.pk, new_parent=neighbour_district, reason="区划调整", by=system_admin, at=NOON
    )
    for row in Mediation.objects.all():
        row.save()
    Mediation.objects.update(scope1=1, scope2=None, opened_at=NOON + timedelta(days=1))
    kept = places(Mediation)
    assert len(kept) == MADE
    assert {pk: place for pk, place in places(Matter).items() if pk in kept} == kept


def test_a_list_follows_a_town_to_another_district(
    world, opening, neighbour, town, neighbour_district, system_admin, sign_in
):
    Mediation.objects.filter(matter__scope3=town.pk).update(track="court_room")
    before = plain(neighbour, "track=court_room")
    move_organisation(
        organisation_id=town.pk, new_parent=neighbour_district, reason="区划调整", by=system_admin, at=NOON
    )
    for actor in (opening.clerk, neighbour):
        assert listing(sign_in(actor), "track=court_room").page.ids == plain(actor, "track=court_room")
    assert len(plain(neighbour, "track=court_room")) > len(before)


DAYS = [NOON.date() - timedelta(days=n) for n in range(0, 120, 10)]
SPANS = (
    *(f"confirmed_after={day}" for day in DAYS[1::3]),
    f"confirmed_after={DAYS[6]}&sort=opened",
    f"confirmed_after={DAYS[6]}&sort=due",
    f"confirmed_after={DAYS[6]}&track=standard",
    f"confirmed_before={DAYS[6]}",
    f"confirmed_after={DAYS[8]}&confirmed_before={DAYS[4]}",
)


@pytest.fixture
def confirmed(world):
    """Days drawn by lot on which agreements were confirmed, of some by tribunal and court, of others by neither."""
    found = {}
    Matter.objects.filter(mediation__isnull=False).update(opened_at=F("opened_at") - timedelta(days=150))
    for mediation in Mediation.objects.order_by("pk"):
        agreement = Agreement.objects.create(
            mediation=mediation, version=1, state=Agreement.State.EFFECTIVE, effective_on=DAYS[-1]
        )
        for route in Confirmation.Route.values:
            state = world.choice(("granted", "granted", "refused"))
            day = world.choice(DAYS)
            Confirmation.objects.create(
                agreement=agreement, route=route, state=state, filed_on=DAYS[-1], decided_on=day
            )
            if state == "granted":
                found.setdefault(mediation.pk, []).append(day)
    return found


def confirmed_in(found, query):
    """The mediations of which some agreement was confirmed in the span."""
    ends = dict(part.split("=") for part in query.split("&"))
    start, end = ends.get("confirmed_after", "0000"), ends.get("confirmed_before", "9999")
    return {pk for pk, days in found.items() if any(start <= str(day) <= end for day in days)}


def test_confirmed_in_a_span_are_those_with_some_confirmation_in_it(
    confirmed, opening, station_caseworker, mediator, manager, sign_in
):
    assert any(len(set(days)) > 1 for days in confirmed.values())
    found = 0
    for actor in (opening.clerk, station_caseworker, mediator, manager):
        client = sign_in(actor)
        for query in SPANS:
            beside = "&".join(part for part in query.split("&") if not part.startswith("confirmed"))
            expected = [pk for pk in plain(actor, beside or "kind=mediation") if pk in confirmed_in(confirmed, query)]
            shown = listing(client, query)
            assert (shown.page.ids, shown.count_text) == (expected, str(len(expected))), (actor, query)
            found += len(expected)
    assert found > len(SPANS)


def test_only_the_confirmed_are_walked_for_a_day_from_which_on(confirmed, opening, sign_in):
    shown = listing(sign_in(opening.clerk), SPANS[0])
    assert {branch.queryset.model for branch in shown.branches} == {Mediation, Grant}


def test_a_mediation_knows_the_last_confirmation_whoever_writes_and_takes_back(confirmed):
    def kept():
        return dict(Mediation.objects.filter(confirmed_on__isnull=False).values_list("pk", "confirmed_on"))

    assert kept() == {pk: max(days) for pk, days in confirmed.items()}
    for stale in Mediation.objects.all():
        stale.confirmed_on = None
        stale.save()
    Mediation.objects.update(confirmed_on=NOON.date() + timedelta(days=9))
    assert kept() == {pk: max(days) for pk, days in confirmed.items()}
    gone = next(pk for pk, days in confirmed.items() if len(set(days)) > 1)
    Confirmation.objects.filter(mediation=gone, decided_on=max(confirmed[gone])).update(state="refused")
    assert kept()[gone] == min(confirmed[gone])
    Confirmation.objects.filter(mediation=gone).delete()
    assert gone not in kept()
