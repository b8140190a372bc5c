"""An event is the only trigger: it is declared, it is numbered, it cannot be changed, and it moves the matter."""

from datetime import date

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from tests.cast import NOON
from unionlaw.lib.errors import Missing, Refused, Stale, Taken
from unionlaw.matters import checks, vocabulary
from unionlaw.matters.models import Event, Matter, Status
from unionlaw.matters.services.care import add_note, claim_matter, hand_over, refer
from unionlaw.matters.services.events import record
from unionlaw.matters.services.locking import lock_matter

pytestmark = pytest.mark.django_db


def test_opening_writes_the_first_event_and_the_first_status(caseworker, open_consultation):
    matter = open_consultation(caseworker)
    event = matter.events.get()
    assert (event.sequence, event.name, event.user, event.post) == (
        1,
        "consultation.recorded",
        caseworker.user,
        caseworker.post,
    )
    assert (matter.status_id, matter.phase, matter.next_step) == ("consultation.asked", "open", "答复")
    assert matter.next_due_on == date(2026, 11, 23)
    assert matter.title == "张三与光影传媒有限公司"


def test_an_undeclared_name_or_datum_is_an_error_at_once(caseworker, open_consultation):
    matter = open_consultation(caseworker)
    with pytest.raises(LookupError):
        record(matter, "consultation.sang", by=caseworker, at=NOON)
    with pytest.raises(TypeError):
        record(matter, "matter.noted", by=caseworker, at=NOON, data={"mood": "good"})
    with pytest.raises(TypeError):
        record(matter, "matter.claimed", by=caseworker, at=NOON, data={"owner": 7})


def test_the_declared_vocabulary_is_sound():
    assert checks.vocabulary_is_sound() == []


def test_the_check_finds_an_event_that_leads_nowhere(monkeypatch):
    broken = vocabulary.EventType("consultation.lost", "x", leads_to="consultation.nowhere")
    monkeypatch.setitem(vocabulary._types, broken.name, broken)
    assert [found.id for found in checks.vocabulary_is_sound()] == ["matters.E002"]


def test_events_cannot_be_changed_or_removed(caseworker, open_consultation):
    event = open_consultation(caseworker).events.get()
    for statement in ("UPDATE matters_event SET reason = 'x' WHERE id = %s", "DELETE FROM matters_event WHERE id = %s"):
        with (
            pytest.raises(ProgrammingError, match="Cannot update or delete"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement, [event.pk])
    assert Event.objects.get(pk=event.pk).reason == ""


def test_a_status_of_another_kind_or_phase_is_refused_by_the_database(caseworker, open_consultation):
    matter = open_consultation(caseworker)
    with pytest.raises(IntegrityError), transaction.atomic():
        Matter.objects.filter(pk=matter.pk).update(status="aid_case.submitted")
    with pytest.raises(IntegrityError), transaction.atomic():
        Matter.objects.filter(pk=matter.pk).update(phase="waiting")
        connection.check_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        Matter.objects.filter(pk=matter.pk).update(closed_at=NOON)


def test_every_declared_status_is_in_the_status_table():
    from unionlaw.matters.statuses import all_statuses

    assert set(Status.objects.values_list("code", flat=True)) >= {status.code for status in all_statuses()}


def test_a_stale_form_is_told_what_changed(caseworker, second_caseworker, open_consultation):
    matter = open_consultation(caseworker)
    opened_with = matter.version
    add_note(matter_id=matter.pk, text="来电补充", by=second_caseworker, at=NOON)
    with pytest.raises(Stale) as stale, transaction.atomic():
        lock_matter(matter_id=matter.pk, by=caseworker, version=opened_with)
    assert len(stale.value.changes) == 1
    assert "岑立" in stale.value.changes[0]
    assert "添加备注" in stale.value.changes[0]


def test_a_stranger_is_told_there_is_no_such_matter(caseworker, neighbour, open_consultation):
    matter = open_consultation(caseworker)
    with pytest.raises(Missing):
        add_note(matter_id=matter.pk, text="看看", by=neighbour, at=NOON)
    assert matter.events.count() == 1


def test_of_two_who_claim_a_matter_the_second_is_told_who_was_first(
    caseworker, second_caseworker, manager, open_consultation
):
    matter = open_consultation(caseworker)
    Matter.objects.filter(pk=matter.pk).update(owner=None)
    claim_matter(matter_id=matter.pk, by=second_caseworker, at=NOON)
    with pytest.raises(Taken, match="岑立"):
        claim_matter(matter_id=matter.pk, by=caseworker, at=NOON)
    with pytest.raises(Refused, match="认领事项"):
        claim_matter(matter_id=matter.pk, by=manager, at=NOON)
    matter.refresh_from_db()
    assert matter.owner == second_caseworker.post
    assert matter.events.first().data == {"owner": "岑立"}


def test_handing_over_needs_a_reason_and_an_officer_of_the_house(
    caseworker, second_caseworker, supervisor, neighbour, open_consultation
):
    from unionlaw.lib.errors import Invalid

    matter = open_consultation(caseworker)
    with pytest.raises(Invalid) as refused:
        hand_over(matter_id=matter.pk, to=neighbour.post, reason=" ", by=supervisor, at=NOON)
    assert set(refused.value.errors) == {"to", "reason"}
    hand_over(matter_id=matter.pk, to=second_caseworker.post, reason="休假", by=supervisor, at=NOON)
    matter.refresh_from_db()
    event = matter.events.first()
    assert matter.owner == second_caseworker.post
    assert (event.name, event.reason, event.data) == (
        "matter.handed_over",
        "休假",
        {"former": "蔡小岚", "owner": "岑立"},
    )


def test_referring_lets_the_organ_see_it(caseworker, partner, hr_bureau, open_consultation):
    matter = open_consultation(caseworker)
    refer(matter_id=matter.pk, to=hr_bureau, reason="欠薪线索", by=caseworker, at=NOON)
    assert Matter.objects.visible_to(partner).get() == matter
    assert matter.events.first().name == "matter.referred"


def test_row_history_keeps_what_it_was(caseworker, second_caseworker, supervisor, open_consultation):
    matter = open_consultation(caseworker)
    hand_over(matter_id=matter.pk, to=second_caseworker.post, reason="休假", by=supervisor, at=NOON)
    from django.apps import apps

    rows = apps.get_model("matters", "MatterEvent").objects.filter(pgh_obj=matter.pk).order_by("pgh_id")
    assert [row.owner_id for row in rows][-1] == second_caseworker.post.pk
    assert caseworker.post.pk in [row.owner_id for row in rows]
