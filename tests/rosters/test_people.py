"""Representatives, consents, outcomes for many, the payment list, the report to those above."""

import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from cases import states
from tests.rosters import sheets
from unionlaw.lib.errors import Conflict, Invalid, Missing, Refused
from unionlaw.matters.models import ClaimOutcome, Matter, Party
from unionlaw.network.models import ReadLog
from unionlaw.notices.models import Notice
from unionlaw.rosters import reading
from unionlaw.rosters.kinds import BulkTerms
from unionlaw.rosters.services import paying, people, reporting, settling

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(case, dry_run, take, walk):
    """A case of thirteen, conducted by its lawyer."""
    take(dry_run(sheets.people(12)))
    walk.to(states.CONDUCTING, case)
    return Matter.objects.get(pk=case.pk)


def parties(matter) -> list[int]:
    return list(people.workers_of(matter).values_list("pk", flat=True))


def test_three_to_five_speak_for_a_group(group, caseworker, noon):
    ids = parties(group)
    for wrong in (ids[:2], ids[:6]):
        with pytest.raises(Invalid, match="3至5"):
            people.name_representatives(matter_id=group.pk, party_ids=wrong, by=caseworker, at=noon)
    people.name_representatives(matter_id=group.pk, party_ids=ids[:3], by=caseworker, at=noon)
    people.name_representatives(matter_id=group.pk, party_ids=ids[1:5], by=caseworker, at=noon)
    named = Party.objects.filter(dispute=group.dispute_id, representative=True).order_by("pk")
    assert list(named.values_list("pk", flat=True)) == ids[1:5]
    event = group.events.order_by("-sequence").first()
    assert (event.name, event.data["count"]) == ("roster.representatives_named", 4)
    with pytest.raises(Missing):
        people.name_representatives(matter_id=group.pk, party_ids=[*ids[:2], 0], by=caseworker, at=noon)


def test_each_worker_agrees_one_by_one_or_all_at_once(group, caseworker, noon):
    ids, day = parties(group), noon.date()
    who = {"matter_id": group.pk, "by": caseworker, "at": noon}
    assert people.record_consents(**who, said_on=day, party_ids=ids[:1]) == 1
    assert people.record_consents(**who, said_on=day) == 12
    with pytest.raises(Conflict):
        people.record_consents(**who, said_on=day)
    with pytest.raises(Invalid, match="今天"):
        people.record_consents(**who, said_on=day + timedelta(days=1))
    assert people.withdraw_consents(**who, party_ids=ids[:2]) == 2
    assert reading.people(group, shown="unconsented").count() == 2
    names = [event.name for event in group.events.order_by("-sequence")[:3]]
    assert names == ["roster.consents_withdrawn", "roster.consents_recorded", "roster.consents_recorded"]


def test_outcomes_for_those_chosen_and_for_all_who_have_none(group, lawyer, caseworker, noon):
    ids = parties(group)
    who = {"matter_id": group.pk, "by": lawyer, "at": noon, "decided_on": noon.date()}
    terms = BulkTerms(instrument="agreement")
    assert settling.record_for_many(**who, code="dismissed", party_ids=ids[:2]) == 2
    half = settling.Amount(settling.PERCENT, percent=50)
    assert settling.record_for_many(**who, code="settled", amount=half, terms=terms) == 11
    with pytest.raises(Conflict):
        settling.record_for_many(**who, code="settled")
    found = reading.summary(group, noon.date())
    assert (found["people"], found["settled"], found["failed"], found["rate"]) == (13, 11, 2, 84.6)
    line = reading.lines(group, list(people.workers_of(group).select_related("worker")), noon.date())[5]
    assert line.decided == line.claimed // 2
    assert found["unpaid"] == 11
    with pytest.raises(Invalid, match="1到100"):
        settling.record_for_many(**who, code="settled", amount=settling.Amount(settling.PERCENT, percent=0))
    with pytest.raises(Refused):
        settling.record_for_many(**{**who, "by": caseworker}, code="withdrawn", party_ids=ids[:1])
    with pytest.raises(Missing):
        settling.record_for_many(**who, code="withdrawn", party_ids=[0])


def test_who_has_not_been_paid_and_the_list_for_the_payer(group, walk, lawyer, supervisor, manager, noon):
    from cases.services.outcomes import record_payment

    settling.record_for_many(
        matter_id=group.pk, code="settled", decided_on=noon.date(), by=lawyer, at=noon,
        terms=BulkTerms(instrument="agreement"),
    )  # fmt: skip
    claim = ClaimOutcome.objects.filter(matter=group).order_by("claim_id").last().claim
    record_payment(
        case_id=group.pk, claim_id=claim.pk, amount=claim.amount, paid_on=noon.date(), proof="转账", by=lawyer, at=noon
    )
    assert reading.people(group, shown="unpaid", today=noon.date()).count() == 12
    who = {"matter_id": group.pk, "at": noon}
    rows = list(paying.export_payments(**who, reason="工会代发", by=supervisor, unpaid_only=True))
    assert len(rows) == 12
    assert rows[1].id_number.count("*") == 8
    full = list(paying.export_payments(**who, reason="工会代发", by=supervisor, numbers=True))
    assert full[1].id_number == sheets.person(1)[2]
    assert (full[-1].due, full[-1].paid, full[-1].outstanding) == (claim.amount, claim.amount, 0)
    logged = ReadLog.objects.filter(action="export", subject=f"roster:{group.pk}").order_by("pk")
    assert [log.data for log in logged] == [{"rows": 12, "id_numbers": False}, {"rows": 13, "id_numbers": True}]
    with pytest.raises(Refused):
        list(paying.export_payments(**who, reason="工会代发", by=manager, numbers=True))
    with pytest.raises(Invalid):
        paying.export_payments(**who, reason=" ", by=supervisor)


def test_the_page_shows_fifty_at_a_time_in_few_queries(group, sign_in, caseworker, supervisor, dry_run, take):
    from django.urls import reverse

    client = sign_in(supervisor)
    url = reverse("rosters:roster", args=[group.pk])
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    take(dry_run(sheets.people(70)))
    with CaptureQueriesContext(connection) as many:
        page = client.get(url).content.decode()
    assert len(many) == len(few)
    assert page.count('name="pk"') == 50
    assert "下一页" in page
    assert client.get(f"{url}?q={sheets.person(60)[1]}").content.decode().count('name="pk"') >= 1


def test_the_export_on_the_page_keeps_numbers_as_text(group, sign_in, supervisor, lawyer, noon):
    from django.urls import reverse

    settling.record_for_many(
        matter_id=group.pk, code="settled", decided_on=noon.date(), by=lawyer, at=noon,
        terms=BulkTerms(instrument="agreement"),
    )  # fmt: skip
    client = sign_in(supervisor)
    url = reverse("rosters:payments", args=[group.pk])
    assert client.post(url, {"reason": ""}).status_code == 422
    answer = client.post(url, {"reason": "工会代发", "numbers": "on"})
    rows = list(load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.values)
    assert rows[2][1] == sheets.person(1)[2]
    assert rows[2][2] == 10_001.5


def test_a_group_that_came_together_otherwise_is_reported_by_hand_once(walk, caseworker, supervisor, manager, noon):
    case = walk.apply(workers=tuple(f"王{n}" for n in "一二三四五六七八九十"))
    told = reporting.report_up(matter_id=case.pk, by=caseworker, at=noon)
    assert told.priority >= 1
    assert set(Notice.objects.filter(kind="roster.reported_up").values_list("post", flat=True)) == {
        supervisor.post.pk,
        manager.post.pk,
    }
    with pytest.raises(Conflict, match="已经"):
        reporting.report_up(matter_id=case.pk, by=caseworker, at=noon)
    with pytest.raises(Conflict, match="十人"):
        reporting.report_up(matter_id=walk.apply().pk, by=caseworker, at=noon)
