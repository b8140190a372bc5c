"""Pages of sessions, times, talks and the centre: what they hand to the services, and what they say when it fails."""

from datetime import time, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from mediation.models import Availability, CaucusNote, FactsSheet, MediatorProfile, Offer, Room, Session, TimeSlot
from mediation.services import slots, talks
from mediation.services.slots import ProposedTime
from tests.cases.pages import said
from tests.cast import NOON
from tests.mediation.stage import TOMORROW

pytestmark = pytest.mark.django_db
LATER = TOMORROW + timedelta(hours=3)


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def visit(sign_in):
    return lambda actor, name, *args, **query: sign_in(actor).get(reverse(f"mediation:{name}", args=args), query)


@pytest.fixture
def post(sign_in):
    def send(actor, name, mediation, version=None, **data):
        mediation.matter.refresh_from_db()
        data["version"] = mediation.matter.version if version is None else version
        return sign_in(actor).post(reverse(f"mediation:{name}", args=[mediation.pk]), data)

    return send


def typed(moment):
    return f"{timezone.localtime(moment):%Y-%m-%dT%H:%M}"


def test_the_page_of_a_mediation_shows_its_sessions_and_talks(stage, visit, caseworker, mediator):
    mediation = stage.mediation()
    stage.session(mediation, room_id=stage.room().pk)
    page = said(visit(mediator, "mediation", mediation.pk))
    for words in ("一号调解室", "待召开", "还没有登记方案", "还没有登记调解结果", "加入日历"):
        assert words in page


def test_times_that_are_free_are_offered_and_proposed(stage, visit, post, caseworker):
    mediation = stage.mediation()
    room = stage.room()
    page = visit(caseworker, "propose_times", mediation.pk)
    form = page.context["form"]
    key, label = form.fields["found"].choices[0]
    assert "周一 09:00—11:00 · 越山区总工会 一号调解室" in label
    response = post(
        caseworker, "propose_times", mediation, found=[key],
        **{"own-1-starts_at": typed(TOMORROW + timedelta(days=1)), "own-1-minutes": 60, "own-1-room": room.pk,
           "own-2-minutes": 120, "own-3-minutes": 120},
    )  # fmt: skip
    assert response.status_code == 302
    assert [slot.room for slot in TimeSlot.objects.all()] == [room, room]


def test_nothing_proposed_is_said_on_the_page(stage, post, caseworker):
    hours = {f"own-{row}-minutes": 60 for row in (1, 2, 3)}
    response = post(caseworker, "propose_times", stage.mediation(), **hours)
    assert response.status_code == 422
    assert "请至少选择或填写一个时间" in said(response)


def test_answers_are_typed_in_a_table_and_the_best_time_is_chosen_beforehand(stage, visit, post, caseworker, mediator):
    mediation = stage.mediation()
    early, late = slots.propose_times(
        mediation_id=mediation.pk, by=caseworker, at=NOON,
        times=[ProposedTime(TOMORROW, TOMORROW + timedelta(hours=1)), ProposedTime(LATER, LATER + timedelta(hours=1))],
    )  # fmt: skip
    party = mediation.matter.dispute.parties.get(side="respondent")
    answers = {f"slot-{early.pk}-party-{party.pk}": "no", f"slot-{late.pk}-mediator-{mediator.post.pk}": "yes"}
    assert post(caseworker, "answer_times", mediation, **answers).status_code == 302
    page = visit(caseworker, "schedule_session", mediation.pk)
    assert page.context["form"].initial["slot_id"] == late.pk
    assert "1人能到，0人不能到" in said(page)


def test_when_a_side_can_come_is_typed(stage, visit, post, caseworker):
    mediation = stage.mediation()
    party = mediation.matter.dispute.parties.get(side="respondent")
    assert visit(caseworker, "free_times", mediation.pk).status_code == 200
    row = {"party_id": party.pk, "row-1-day": "2026-11-24", "row-1-from": "14:00", "row-1-to": "17:00"}
    assert post(caseworker, "free_times", mediation, **row).status_code == 302
    assert mediation.free_times.get().party == party
    response = post(caseworker, "free_times", mediation, **{**row, "row-1-to": ""})
    assert "请填写起止时间" in said(response)


def schedule(post, actor, mediation, **changes):
    given = {"starts_at": typed(TOMORROW), "minutes": 120, "place": "会议室", **changes}
    return post(actor, "schedule_session", mediation, **given)


def test_a_session_is_scheduled_directly(stage, post, caseworker):
    assert schedule(post, caseworker, stage.mediation()).status_code == 302
    session = Session.objects.get()
    assert (session.starts_at, session.ends_at - session.starts_at) == (TOMORROW, timedelta(hours=2))


def test_a_time_that_is_taken_is_said_beside_the_field_and_nothing_is_lost(stage, post, caseworker):
    stage.session(stage.mediation(("王五",)))
    response = schedule(post, caseworker, stage.mediation(), place="三楼东头的会议室")
    assert response.status_code == 422
    assert "条调解在11-23 12:00—14:00已有安排" in said(response)
    assert "三楼东头的会议室" in said(response)


def test_a_session_is_moved_and_called_off(stage, visit, post, caseworker):
    mediation = stage.mediation()
    session = stage.session(mediation)
    assert typed(TOMORROW) in said(visit(caseworker, "reschedule_session", mediation.pk, session=session.pk))
    changes = {"starts_at": typed(LATER), "minutes": 60, "place": "二楼", "reason": "单位请求"}
    assert post(caseworker, "reschedule_session", mediation, session=session.pk, **changes).status_code == 302
    session.refresh_from_db()
    assert (session.starts_at, session.place) == (LATER, "二楼")
    assert post(caseworker, "cancel_session", mediation, session=session.pk, reason="不来").status_code == 302
    assert visit(caseworker, "cancel_session", mediation.pk).status_code == 409
    page = visit(caseworker, "cancel_session", mediation.pk, session=999_999)
    assert page.status_code in (404, 409)


def attended(session, came="present"):
    return {f"attendance-{one.pk}-came": came for one in session.attendances.all()}


def test_a_session_is_recorded(stage, visit, post, mediator, at_noon):
    mediation = stage.mediation()
    session = stage.session(mediation)
    at_noon.move_to(LATER)
    assert "双方公开陈述" in said(visit(mediator, "hold_session", mediation.pk))
    given = {**attended(session), "minutes": "双方陈述。", "guests": "老陈\n"}
    assert post(mediator, "hold_session", mediation, session=session.pk, **given).status_code == 302
    session.refresh_from_db()
    assert (session.state, session.attendances.filter(guest="老陈").count()) == ("held", 1)


def test_who_is_not_ticked_is_asked_for(stage, post, mediator, at_noon):
    mediation = stage.mediation()
    session = stage.session(mediation)
    at_noon.move_to(LATER)
    response = post(mediator, "hold_session", mediation, session=session.pk, minutes="双方陈述到很晚。")
    assert response.status_code == 422
    assert "请选择是否到会" in said(response)
    assert "双方陈述到很晚。" in said(response)


def test_adjourning_and_the_next_date_are_one_form(stage, visit, post, mediator, at_noon):
    mediation = stage.mediation()
    session = stage.session(mediation)
    at_noon.move_to(LATER)
    assert "下一次调解会" in said(visit(mediator, "adjourn_session", mediation.pk))
    given = {**attended(session), "reason": "核对考勤", "next_minutes": 120}
    taken = {**given, "next_starts_at": typed(LATER + timedelta(days=7))}
    response = post(mediator, "adjourn_session", mediation, session=session.pk, **taken)
    assert response.status_code == 422  # nowhere to sit
    done = post(mediator, "adjourn_session", mediation, session=session.pk, **taken, next_place="二楼")
    assert done.status_code == 302
    assert list(Session.objects.values_list("state", flat=True)) == ["adjourned", "planned"]


def test_online_identity_is_asked_for_only_online(stage, visit, mediator, at_noon):
    near, far = stage.mediation(("王五",)), stage.mediation()
    stage.session(near, LATER)
    stage.session(far, online=True, link="https://meeting.example.cn/1")
    assert "已核验身份" not in said(visit(mediator, "hold_session", near.pk))
    assert "已核验身份" in said(visit(mediator, "hold_session", far.pk))


def test_the_calendar_file_is_for_those_who_see_the_mediation(stage, visit, caseworker, neighbour):
    mediation = stage.mediation()
    session = stage.session(mediation)
    response = visit(caseworker, "session_ical", mediation.pk, session.pk)
    assert response["Content-Type"].startswith("text/calendar")
    assert b"BEGIN:VEVENT" in response.content
    assert visit(neighbour, "session_ical", mediation.pk, session.pk).status_code == 404


def test_the_facts_sheet_is_filled_and_printed(stage, visit, post, mediator):
    mediation = stage.mediation()
    given = {"pay-claimant": "每月7500元", "pay-respondent": "每月7500元", "pay-agreed": "on"}
    assert post(mediator, "fill_facts_sheet", mediation, **given).status_code == 302
    assert FactsSheet.objects.get().answers["pay"]["agreed"] is True
    assert "每月7500元" in said(visit(mediator, "fill_facts_sheet", mediation.pk))
    page = said(visit(mediator, "facts_sheet", mediation.pk))
    assert page.count("每月7500元") == 2
    assert "光影传媒有限公司" in page


def test_offers_are_recorded_and_answered(stage, visit, post, mediator):
    mediation = stage.mediation()
    assert visit(mediator, "answer_offer", mediation.pk).status_code == 409
    assert (
        post(mediator, "record_offer", mediation, side="respondent", amount="3万", terms="一次付清").status_code == 302
    )
    offer = Offer.objects.get()
    assert offer.amount == 3_000_000
    assert "一次付清" in said(visit(mediator, "answer_offer", mediation.pk, offer=offer.pk))
    given = {"offer": offer.pk, "state": "countered", "counter_amount": "8万", "counter_terms": "分两期"}
    assert post(mediator, "answer_offer", mediation, **given).status_code == 302
    page = said(visit(mediator, "mediation", mediation.pk))
    assert "分两期" in page
    assert "另提方案" in page


def test_a_private_note_is_typed_by_those_who_mediate(stage, visit, post, mediator, caseworker):
    mediation = stage.mediation()
    assert visit(caseworker, "note_caucus", mediation.pk).status_code in (403, 409)
    assert "对方、其他单位、经办人和上级都看不到" in said(visit(mediator, "note_caucus", mediation.pk))
    assert post(mediator, "note_caucus", mediation, side="claimant", text="底线三万").status_code == 302
    assert CaucusNote.objects.get().written_by == mediator.post
    assert "data-draft" not in said(visit(mediator, "note_caucus", mediation.pk))


def test_the_centre_keeps_its_rooms(stage, visit, sign_in, supervisor, caseworker, district, neighbour_supervisor):
    new = {"organisation_id": district.pk, "name": "二号调解室", "seats": 6}
    client = sign_in(supervisor)
    assert client.post(reverse("mediation:room_new"), new).status_code == 302
    room = Room.objects.get()
    assert "已有同名的调解室" in said(client.post(reverse("mediation:room_new"), new))
    url = reverse("mediation:room", args=[room.pk])
    assert client.post(url, {"name": "三号调解室"}).status_code == 302
    page = said(visit(caseworker, "centre"))
    assert "三号调解室" in page
    assert "登记调解室" not in page
    assert sign_in(caseworker).post(reverse("mediation:room_new"), new).status_code == 403
    assert sign_in(neighbour_supervisor).get(url).status_code == 404
    stage.session(stage.mediation(), room_id=room.pk)
    close = reverse("mediation:room_close", args=[room.pk])
    assert client.post(close).status_code == 409
    Session.objects.get().bookings.update(released=True)
    assert client.post(close).status_code == 302
    room.refresh_from_db()
    assert room.closed_on == NOON.date()


def test_the_directory_says_when_a_mediator_sits(visit, sign_in, supervisor, mediator, hr_mediator):
    url = reverse("mediation:mediator_profile", args=[mediator.post.pk])
    client = sign_in(supervisor)
    hours = {"hours-1-0-from": "09:00", "hours-1-0-to": "12:00", "hours-3-1-from": "14:00", "hours-3-1-to": "17:00"}
    given = {"certificate": "粤调0012", "qualifications": "劳动争议", "listed": "on", **hours}
    assert client.post(url, given).status_code == 302
    assert MediatorProfile.objects.get().certificate == "粤调0012"
    assert list(Availability.objects.values_list("weekday", "from_time")) == [(1, time(9)), (3, time(14))]
    page = said(visit(supervisor, "centre"))
    assert "周一 09:00—12:00；周三 14:00—17:00" in page
    assert "任敏" in page
    overlap = {**given, "hours-1-1-from": "10:00", "hours-1-1-to": "13:00"}
    assert "同一天的时间有重叠" in said(client.post(url, overlap))
    assert "请同时填写起止时间" in said(client.post(url, {**given, "hours-5-0-from": "10:00"}))
    assert sign_in(mediator).get(url).status_code == 403


def test_talk_of_another_mediation_is_not_there(stage, visit, mediator):
    mediation, other = stage.mediation(), stage.mediation(("王五",))
    offer = talks.record_offer(mediation_id=other.pk, side="claimant", terms="x", by=mediator, at=NOON)
    talks.record_offer(mediation_id=mediation.pk, side="claimant", terms="x", by=mediator, at=NOON)
    assert visit(mediator, "answer_offer", mediation.pk, offer=offer.pk).status_code == 404
