"""Leads: taken down from many sources, deduplicated by employer, joined, dropped, and made into letters."""

import pytest

from cases.services import consultations
from monitoring_letters import states
from monitoring_letters.models import Lead
from monitoring_letters.services import drafting, leads
from tests.cast import NOON
from unionlaw.lib.errors import Conflict, Invalid
from unionlaw.matters.models import Event, Matter, MatterLink

pytestmark = pytest.mark.django_db


def test_a_lead_is_a_matter_about_its_employer_with_a_limit_to_assess_it(walk):
    lead = walk.lead()
    matter = Matter.objects.get(pk=lead.pk)
    assert (matter.number, matter.respondent_names, matter.channel) == (
        "越工线〔2026〕1号",
        "光影传媒有限公司",
        "hotline_12351",
    )
    assert matter.next_due_on.isoformat() == "2026-11-27"
    event = Event.objects.get(matter=lead.pk)
    assert (event.name, event.user, event.data) == ("lead.recorded", walk.caseworker.user, {"source": "热线"})


def test_open_leads_about_the_same_employer_are_shown_to_those_who_may_see_them(walk, neighbour):
    first = walk.lead()
    second = walk.lead(employer=first.employer)
    walk.lead_to(states.DROPPED, walk.lead(employer=first.employer))
    assert list(leads.similar_leads(employer_id=first.employer_id, by=walk.caseworker, but=second.pk)) == [first]
    assert not leads.similar_leads(employer_id=first.employer_id, by=neighbour).exists()


def test_a_joined_lead_is_carried_on_by_the_other(walk):
    first = walk.lead()
    second = walk.lead(employer=first.employer)
    leads.join_lead(lead_id=second.pk, into_id=first.pk, by=walk.caseworker, at=NOON)
    assert Lead.objects.get(pk=second.pk).joined_into == first
    assert MatterLink.objects.get(from_matter=second.pk).relation == "same_employer"
    assert Event.objects.filter(matter=first.pk, name="lead.gathered").exists()
    assert not Matter.objects.get(pk=second.pk).deadlines.filter(state="open").exists()


def test_only_open_leads_about_the_same_employer_are_joined(walk):
    first = walk.lead()
    with pytest.raises(Invalid):
        leads.join_lead(
            lead_id=walk.lead(employer=walk.make_employer("乙公司")).pk, into_id=first.pk, by=walk.caseworker, at=NOON
        )
    second = walk.lead(employer=first.employer)
    walk.lead_to(states.DROPPED, first)
    with pytest.raises(Conflict):
        leads.join_lead(lead_id=second.pk, into_id=first.pk, by=walk.caseworker, at=NOON)
    with pytest.raises(Conflict):
        leads.join_lead(lead_id=second.pk, into_id=second.pk, by=walk.caseworker, at=NOON)


def test_a_letter_from_a_lead_shares_its_dispute_and_closes_it(walk):
    lead = walk.lead_to(states.ASSESSED)
    letter = drafting.draft_letter(lead_id=lead.pk, instrument="notice", topic="pay", by=walk.caseworker, at=NOON)
    assert letter.matter.dispute_id == lead.matter.dispute_id
    assert (letter.employer, letter.facts) == (lead.employer, lead.matter.summary)
    assert Matter.objects.get(pk=lead.pk).status_id == states.LETTERED
    assert MatterLink.objects.filter(from_matter=letter.pk, to_matter=lead.pk, relation="follows").exists()


def test_a_consultation_leads_to_a_lead_and_to_a_letter_with_the_same_parties(walk):
    worker, employer = walk.make_worker("李四"), walk.make_employer("乙公司")
    asked = consultations.record_consultation(
        question="不发工资怎么办？",
        channel="window",
        workers=[worker],
        employers=[employer],
        by=walk.caseworker,
        at=NOON,
    )
    lead = walk.lead(employer=employer, from_matter_id=asked.pk, source="consultation", workers=())
    letter = drafting.draft_letter(
        from_matter_id=asked.pk, employer=employer, instrument="notice", topic="pay", by=walk.caseworker, at=NOON
    )
    assert lead.matter.dispute_id == letter.matter.dispute_id == asked.matter.dispute_id
    assert letter.matter.channel == "window"
    assert Event.objects.filter(matter=asked.pk, name="matter.followed_up").count() == 2


def test_an_employer_that_is_no_party_of_the_matter_is_refused(walk):
    asked = consultations.record_consultation(
        question="问", channel="window", workers=[walk.make_worker("李四")], employers=[walk.make_employer("乙公司")],
        by=walk.caseworker, at=NOON,
    )  # fmt: skip
    with pytest.raises(Invalid) as invalid:
        walk.lead(from_matter_id=asked.pk, workers=())
    assert "employer" in invalid.value.errors


def test_a_lawyer_reports_and_goes_on_seeing_the_lead(walk, city):
    lead = walk.lead(by=walk.lawyer, source="lawyer", workers=())
    assert lead.matter.organisation == city
    assert Matter.objects.visible_to(walk.lawyer).filter(pk=lead.pk).exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"content": " "}, "content"),
        ({"source": "x"}, "source"),
        ({"topic": ""}, "topic"),
        ({"amount_involved": -1}, "amount_involved"),
    ],
)
def test_what_a_lead_needs(walk, changes, field):
    with pytest.raises(Invalid) as invalid:
        walk.lead(**changes)
    assert field in invalid.value.errors
