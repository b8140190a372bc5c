"""After closing the worker is asked; the time limit says until when, and ends with the answer."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from cases import states
from cases.models import FollowUp
from cases.services import closing, follow_ups
from tests.cases.pages import said
from tests.cast import NOON
from unionlaw.deadlines.models import Deadline
from unionlaw.lib.errors import Conflict, Invalid
from unionlaw.matters.models import Event

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
LATER = NOON + timedelta(days=4)


@pytest.fixture
def closed(walk):
    return walk.to(states.CLOSED)


def ask(walk, case, at=LATER, **more):
    more = {"asked_on": at.date(), "how": "phone", "reached": True, "satisfaction": "satisfied", **more}
    return follow_ups.record_follow_up(case_id=case.pk, by=walk.caseworker, at=at, **more)


def not_reached(walk, case, day):
    return ask(walk, case, at=NOON + timedelta(days=day), reached=False, satisfaction="", comment="关机")


def limit(case):
    return Deadline.objects.filter(matter=case.pk, rule_version__rule__key="follow_up").order_by("-pk").first()


def test_closing_begins_thirty_days_for_asking(walk, closed):
    assert (limit(closed).state, limit(closed).due_on) == ("open", TODAY + timedelta(days=30))
    assert (closed.matter.next_due_on, closed.matter.next_step) == (TODAY + timedelta(days=30), "结案回访")


def test_an_answer_meets_the_limit_on_the_day_it_was_given(walk, closed):
    row = ask(walk, closed, asked_on=TODAY + timedelta(days=2), satisfaction="neutral", comment=" 钱到了，等得久。 ")
    assert (row.satisfaction, row.comment, row.recorded_by) == ("neutral", "钱到了，等得久。", walk.caseworker.post)
    assert (limit(closed).state, limit(closed).met_on) == ("met", TODAY + timedelta(days=2))
    event = Event.objects.filter(matter=closed.pk, name="aid_case.followed_up").get()
    assert event.data == {"how": "电话", "answer": "一般", "happened_on": "2026-11-22"}
    case = walk.fresh(closed)
    assert (case.matter.next_due_on, case.matter.next_step, case.matter.status_id) == (None, "", states.CLOSED)


def test_the_third_day_in_vain_is_enough(walk, closed):
    not_reached(walk, closed, 1)
    not_reached(walk, closed, 1)
    not_reached(walk, closed, 2)
    assert limit(closed).state == "open", "two attempts on one day are one"
    assert follow_ups.tries_left(FollowUp.objects.filter(case=closed), closed.matter.closed_at) == 1
    not_reached(walk, closed, 3)
    assert limit(closed).state == "met"
    names = Event.objects.filter(matter=closed.pk, name__contains="follow").order_by("sequence")
    assert [event.name for event in names] == [*["aid_case.follow_up_tried"] * 3, "aid_case.followed_up"]
    assert names.last().data["answer"] == "未联系上"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"satisfaction": ""}, "satisfaction"),
        ({"reached": False}, "satisfaction"),
        ({"satisfaction": "thrilled"}, "satisfaction"),
        ({"how": "owl"}, "how"),
        ({"asked_on": TODAY - timedelta(days=1)}, "asked_on"),
        ({"asked_on": TODAY + timedelta(days=5)}, "asked_on"),
        ({"comment": "长" * 2001}, "comment"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(walk, closed, wrong, field):
    with pytest.raises(Invalid) as invalid:
        ask(walk, closed, **wrong)
    assert invalid.value.errors.keys() == {field}
    assert not FollowUp.objects.exists()


def test_a_case_that_is_taken_up_again_is_asked_about_after_it_is_closed_again(walk, closed):
    not_reached(walk, closed, 1)
    closing.reopen_case(case_id=closed.pk, reason="未履行", by=walk.supervisor, at=LATER)
    assert limit(closed).state == "cancelled"
    with pytest.raises(Conflict):
        ask(walk, closed)
    walk.do("log_work", closed, by=walk.lawyer, at=LATER)
    closing.close_case(
        case_id=closed.pk, ending="settled", closing_note="已履行。", by=walk.supervisor, at=LATER + timedelta(days=1)
    )
    assert (limit(closed).state, limit(closed).due_on) == ("open", TODAY + timedelta(days=35))
    with pytest.raises(Invalid):
        ask(walk, closed, at=LATER + timedelta(days=2), asked_on=TODAY)


@pytest.fixture
def moment():
    with time_machine.travel(LATER, tick=False):
        yield


def test_the_page_records_it_and_the_case_shows_it_to_those_who_answer_for_it(walk, closed, sign_in, moment):
    client = sign_in(walk.caseworker)
    page = reverse("cases:record_follow_up", args=[closed.pk])
    assert page in client.get(reverse("cases:aid_case", args=[closed.pk])).content.decode()
    asked = {"version": closed.matter.version, "asked_on": LATER.date().isoformat(), "how": "phone", "reached": "1"}
    answer = client.post(page, asked)
    assert answer.status_code == 422
    assert "请选择满意程度。" in said(answer)
    answer = client.post(page, {**asked, "satisfaction": "dissatisfied", "comment": "律师很少回电话"})
    assert answer.status_code == 302
    html = client.get(answer.headers["Location"]).content.decode()
    assert "律师很少回电话" in html
    assert "不满意" in html
    assert (
        "律师很少回电话" not in sign_in(walk.lawyer).get(reverse("cases:aid_case", args=[closed.pk])).content.decode()
    )


def test_a_lawyer_does_not_ask_after_their_own_case(walk, closed, sign_in):
    answer = sign_in(walk.lawyer).get(reverse("cases:record_follow_up", args=[closed.pk]))
    assert answer.status_code == 403


def test_the_api_records_it_and_keeps_it_from_the_lawyer(walk, closed, sign_in, moment):
    address = f"/api/v1/aid-cases/{closed.pk}/"
    sent = {"asked_on": "2026-11-23", "how": "visit", "reached": True, "satisfaction": "very_satisfied"}
    answer = sign_in(walk.caseworker).post(
        f"{address}record-follow-up/", {**sent, "version": closed.matter.version}, content_type="application/json"
    )
    assert answer.status_code == 200, answer.content
    assert answer.json()["follow_ups"][0]["satisfaction"] == "very_satisfied"
    assert sign_in(walk.lawyer).get(address).json()["follow_ups"] == []
