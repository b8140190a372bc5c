"""Facts sheet, offers and counter-offers, what is noted in private."""

import pytest
from django.db import ProgrammingError, transaction

from mediation.models import CaucusNote, FactsSheet, Offer
from mediation.services import talks
from tests.cast import NOON, appoint
from unionlaw.lib.errors import Conflict, Invalid, Missing, Refused
from unionlaw.matters.models import Event
from unionlaw.network.roles import Role

pytestmark = pytest.mark.django_db


def last(name):
    return Event.objects.filter(name=f"mediation.{name}").latest("pk")


def test_what_both_sides_say_is_kept_with_what_they_agree_on(stage, mediator):
    mediation = stage.mediation()
    answers = {
        "employed_from": {"claimant": "2024-03-01", "respondent": "2024-03-01", "agreed": True},
        "pay": {"claimant": "每月7500元", "respondent": "每月6000元", "agreed": False},
        "other": {"claimant": "", "respondent": ""},
        "unknown": {"claimant": "x"},
    }
    sheet = talks.fill_facts_sheet(mediation_id=mediation.pk, answers=answers, by=mediator, at=NOON)
    assert set(sheet.answers) == {"employed_from", "pay"}
    assert sheet.answers["employed_from"]["agreed"] is True
    assert (last("facts_sheet_filled").data, last("facts_sheet_filled").audience) == ({"count": 2}, "organs")
    talks.fill_facts_sheet(mediation_id=mediation.pk, answers={"pay": answers["pay"]}, by=mediator, at=NOON)
    assert set(FactsSheet.objects.get().answers) == {"pay"}


def test_nothing_cannot_be_agreed_on(stage, mediator):
    with pytest.raises(Invalid) as caught:
        talks.fill_facts_sheet(
            mediation_id=stage.mediation().pk,
            answers={"pay": {"agreed": True}, "hours": {"claimant": "长" * 501}},
            by=mediator,
            at=NOON,
        )
    assert set(caught.value.errors) == {"pay-agreed", "hours-claimant"}


def test_an_offer_and_its_counter_offer_are_a_record(stage, mediator):
    mediation = stage.mediation()
    offer = talks.record_offer(
        mediation_id=mediation.pk, side="respondent", amount=3_000_000, terms="一次付清", by=mediator, at=NOON
    )
    assert last("offered").data == {"side": "被申请人", "amount": "30,000.00"}
    talks.answer_offer(
        mediation_id=mediation.pk, offer_id=offer.pk, state="countered", answer="太少", counter_terms="分两期",
        counter_amount=8_000_000, by=mediator, at=NOON,
    )  # fmt: skip
    counter = Offer.objects.get(answers_offer=offer)
    assert (counter.side, counter.amount, counter.state) == ("claimant", 8_000_000, "open")
    assert last("offer_answered").data == {"answer": "另提方案"}
    with pytest.raises(Conflict, match="已经答复"):
        talks.answer_offer(mediation_id=mediation.pk, offer_id=offer.pk, state="accepted", by=mediator, at=NOON)
    talks.answer_offer(mediation_id=mediation.pk, offer_id=counter.pk, state="accepted", by=mediator, at=NOON)
    assert Offer.objects.filter(state="open").count() == 0


@pytest.mark.parametrize(
    ("changes", "field"), [({"side": "third_party"}, "side"), ({"terms": " "}, "terms"), ({"amount": -1}, "amount")]
)
def test_a_wrong_offer_is_refused(stage, mediator, changes, field):
    with pytest.raises(Invalid) as caught:
        talks.record_offer(
            mediation_id=stage.mediation().pk, **{"side": "claimant", "terms": "x", **changes}, by=mediator, at=NOON
        )
    assert field in caught.value.errors


def test_a_counter_offer_says_what_it_is(stage, mediator):
    mediation = stage.mediation()
    offer = talks.record_offer(mediation_id=mediation.pk, side="claimant", terms="x", by=mediator, at=NOON)
    with pytest.raises(Invalid) as caught:
        talks.answer_offer(mediation_id=mediation.pk, offer_id=offer.pk, state="countered", by=mediator, at=NOON)
    assert "counter_terms" in caught.value.errors
    with pytest.raises(Missing):
        talks.answer_offer(mediation_id=stage.mediation(("王五",)).pk, offer_id=offer.pk, state="rejected",
                           by=mediator, at=NOON)  # fmt: skip


def test_a_private_note_is_of_the_writers_organ_and_its_event_says_nothing_of_it(stage, mediator):
    mediation = stage.mediation()
    note = talks.note_caucus(mediation_id=mediation.pk, side="respondent", text="最多出四万", by=mediator, at=NOON)
    assert note.participation == mediation.participations.get()
    event = last("caucus_noted")
    assert (event.data, event.reason, event.audience) == ({}, "", "staff")


@pytest.mark.parametrize("who", ["caseworker", "supervisor", "lawyer"])
def test_only_those_who_mediate_here_note_in_private(stage, request, who):
    actor = request.getfixturevalue(who)
    with pytest.raises((Refused, Missing)):
        talks.note_caucus(mediation_id=stage.mediation().pk, side="claimant", text="x", by=actor, at=NOON)
    assert not CaucusNote.objects.exists()


@pytest.mark.parametrize("change", [lambda n: n.update(text="y"), lambda n: n.delete()])
def test_a_private_note_is_neither_changed_nor_deleted(stage, mediator, change):
    mediation = stage.mediation()
    talks.note_caucus(mediation_id=mediation.pk, side="claimant", text="x", by=mediator, at=NOON)
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        change(CaucusNote.objects.all())


def test_who_reads_a_private_note(stage, mediator, district, hr_bureau, hr_mediator, supervisor, caseworker, system):
    mediation = stage.mediation()
    talks.note_caucus(mediation_id=mediation.pk, side="claimant", text="x", by=mediator, at=NOON)
    stage.assign(mediation, hr_mediator, stage.join(mediation, hr_bureau))
    colleague = appoint("tong", "同事", district, Role.MEDIATOR)
    reads = lambda actor: CaucusNote.objects.visible_to(actor).exists()  # noqa: E731
    assert reads(mediator)
    assert not any(map(reads, (hr_mediator, colleague, supervisor, caseworker, system)))
    assignment = stage.assign(mediation, colleague, mediation.participations.get(organisation=district))
    assert reads(colleague)
    assignment.ended_on, assignment.ended = NOON.date(), "replaced"
    assignment.save()
    assert not reads(colleague)
