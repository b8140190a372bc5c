"""Bulk matters look like those the services write."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import F, Sum

from cases.models import AidCase
from mediation.models import Mediation
from monitoring_letters.models import CampaignAddressee, Demand, SupervisionLetter
from monitoring_letters.services.closing import result_of
from unionlaw.accounts.models import User
from unionlaw.bench import reporting
from unionlaw.matters import vocabulary
from unionlaw.matters.models import ClaimOutcome, Counter, Event, Grant, Matter, Payment
from unionlaw.matters.models.matter import Kind
from unionlaw.matters.querysets import MatterQuerySet
from unionlaw.network.middleware import resolve_actor
from unionlaw.network.models import Organisation
from unionlaw.notices import wording
from unionlaw.notices.models import Notice
from unionlaw.registers.models import Employer

pytestmark = pytest.mark.django_db(transaction=True)

BESIDE = {
    Kind.CONSULTATION: "consultation",
    Kind.AID_CASE: "aid_case",
    Kind.MEDIATION: "mediation",
    Kind.SUPERVISION_LETTER: "supervision_letter",
    Kind.LEAD: "lead",
}


@pytest.fixture
def bulk():
    call_command("load_reference", verbosity=0)
    call_command("seed_bulk", matters=600, verbosity=0)


def visible(username: str) -> MatterQuerySet:
    actor, _posts = resolve_actor(User.objects.get(username=username), None)
    return Matter.objects.visible_to(actor)


def test_bulk_rows_obey_every_constraint_and_every_wall(bulk):
    assert Matter.objects.count() == 600
    # Rows were written with the checks of references off; none may point at nothing.
    connection.check_constraints()
    assert Matter.objects.filter(organisation__isnull=False, owner__user__isnull=False).count() == 600
    assert visible("bench.manager").count() == 600
    assert 0 < visible("bench.supervisor1").count() < 600
    assert Grant.objects.filter(viewer_key__startswith="post:").count() > 50
    for kind, name in BESIDE.items():
        rows = Matter.objects.filter(kind=kind)
        assert rows.exists()
        assert not rows.filter(**{f"{name}__isnull": True}).exists()
    assert not Employer.objects.filter(region=None).exists()
    assert "办到哪一步了" in wording.words(Notice.objects.first()).body
    assert not Employer.objects.filter(industry=None).exists()
    matter = Matter.objects.filter(kind=Kind.CONSULTATION).order_by("pk").first()
    assert matter in visible("bench.manager").matching(matter.claimant_names)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_indexes WHERE tablename = 'matters_matter'")
        assert cursor.fetchone()[0] >= len(Matter._meta.indexes)
    the_numbers_go_on_where_the_counters_stand()
    the_standard_report_is_the_one_counted_by_hand()


def the_standard_report_is_the_one_counted_by_hand():
    call_command("load_report_layouts", verbosity=0)
    assert reporting.compare(Organisation.objects.get(kind="city_union")) > 100


def the_numbers_go_on_where_the_counters_stand():
    for counter in Counter.objects.all():
        one = {"number_organisation": counter.organisation_id}
        if counter.kind.startswith("letter."):
            instrument = counter.kind.removeprefix("letter.")
            letters = SupervisionLetter.objects.filter(instrument=instrument, number_year=counter.year, **one)
            serials = letters.values_list("number_serial", flat=True)
        else:
            matters = Matter.objects.filter(kind=counter.kind, year=counter.year, **one)
            serials = matters.values_list("serial", flat=True)
        assert sorted(serials) == list(range(1, counter.last + 1))


def test_bulk_matters_are_what_their_events_made_them_and_money_adds_up(bulk):
    events: dict[int, list[str]] = {}
    for matter, name in Event.objects.order_by("matter", "sequence").values_list("matter", "name"):
        events.setdefault(matter, []).append(name)
    for matter in Matter.objects.all():
        types = [vocabulary.get(name) for name in events[matter.pk]]
        last = [one for one in types if one.leads_to][-1]
        assert (matter.status_id, matter.closed_reason) == (last.leads_to, last.ends_as)
        assert matter.last_event == len(types)
    # The many ways to go are all there, and money has come of some.
    assert len({tuple(names) for names in events.values()}) > 40
    assert not Payment.objects.exclude(claim__party__dispute=F("matter__dispute")).exists()
    for kind in (Kind.AID_CASE, Kind.MEDIATION):
        assert Payment.objects.filter(matter__kind=kind).exists()
    paid = dict(Payment.objects.values_list("claim").annotate(sum=Sum("amount")))
    decided = dict(ClaimOutcome.objects.filter(claim__in=paid).values_list("claim", "amount"))
    assert paid == decided
    settled = Mediation.objects.exclude(effective_on=None)
    assert settled.filter(agreements__effective_on=F("effective_on")).count() == settled.count() > 5
    assert CampaignAddressee.objects.exists()
    the_events_carry_what_reports_count()


def the_events_carry_what_reports_count():
    carried = Event.objects.filter(name__in=["letter.demand_judged", "letter.demand_failed"])
    said = {event.data["demand"]: (event.matter_id, event.data["code"]) for event in carried}
    judged = Demand.objects.exclude(judgement="").filter(letter__corrected_on=None)
    assert said == {demand.pk: (demand.letter_id, demand.judgement) for demand in judged}
    assert len({code for _matter, code in said.values()}) >= 3
    for letter in SupervisionLetter.objects.exclude(result="").filter(corrected_on=None):
        assert letter.result == result_of(letter)
    endings = {event.matter_id: event.data["ending"] for event in Event.objects.filter(name="aid_case.closed")}
    assert endings == dict(AidCase.objects.exclude(ending="").values_list("matter", "ending"))
    # Whatever a sentence names is carried.
    sentences = Event.objects.filter(name__in=["letter.closed", "aid_case.closed", "aid_case.followed_up"])
    assert all(vocabulary.get(event.name).sentence % event.data for event in sentences)
