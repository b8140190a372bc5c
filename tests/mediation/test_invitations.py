"""Messages to parties: short, without names, with a calendar file; tried again, and given up."""

from datetime import timedelta

import pytest
from django.core import mail
from icalendar import Calendar

from mediation.ical import session_calendar
from mediation.models import Attendance, Invitation
from mediation.services import sending, sessions
from tests.cast import NOON
from tests.mediation.stage import TOMORROW
from unionlaw.lib.errors import Invalid

pytestmark = pytest.mark.django_db


def test_parties_with_a_known_number_get_a_short_message_without_names(stage, caseworker):
    mediation = stage.mediation(("张三",))
    party = mediation.matter.dispute.parties.get(side="claimant")
    party.worker.phone = "13812345678"
    party.worker.phone_index = b"x"
    party.worker.save()
    sessions.schedule_session(
        mediation_id=mediation.pk, starts_at=TOMORROW, place="会议室", emails={party.pk: "zhang@example.cn"},
        by=caseworker, at=NOON,
    )  # fmt: skip
    assert list(Invitation.objects.order_by("pk").values_list("channel", "state")) == [
        ("sms", "waiting"),
        ("email", "waiting"),
    ]
    assert sending.send_invitations(at=NOON) == 2
    assert set(Invitation.objects.values_list("state", flat=True)) == {"sent"}
    (message,) = mail.outbox
    assert message.to == ["zhang@example.cn"]
    assert "张三" not in message.subject + message.body
    assert "2026-11-23 12:00" in message.body
    name, content, kind = message.attachments[0]
    assert (name, kind) == ("session.ics", "text/calendar")
    assert "BEGIN:VEVENT" in (content if isinstance(content, str) else content.decode())
    assert Attendance.objects.get(party=party).invited_by == "sms+email"


def test_an_address_that_is_none_is_said(stage, caseworker):
    mediation = stage.mediation(("张三",))
    party = mediation.matter.dispute.parties.get(side="claimant")
    with pytest.raises(Invalid) as caught:
        sessions.schedule_session(
            mediation_id=mediation.pk, starts_at=TOMORROW, place="会议室", emails={party.pk: "zhang"}, by=caseworker,
            at=NOON,
        )  # fmt: skip
    assert f"email-{party.pk}" in caught.value.errors


def test_a_channel_that_fails_is_tried_again_and_then_given_up(stage, caseworker, monkeypatch):
    from unionlaw.notices import channels
    from unionlaw.notices.channels.base import TryAgain

    class Away:
        def send(self, message):
            raise TryAgain("away")

        def close(self):
            pass

    monkeypatch.setattr(channels, "open_channel", lambda name: Away())
    mediation = stage.mediation(("张三",))
    party = mediation.matter.dispute.parties.get(side="claimant")
    sessions.schedule_session(
        mediation_id=mediation.pk, starts_at=TOMORROW, place="会议室", emails={party.pk: "zhang@example.cn"},
        by=caseworker, at=NOON,
    )  # fmt: skip
    at = NOON
    for _attempt in range(6):
        assert sending.send_invitations(at=at) == 1
        at += timedelta(hours=7)
    assert Invitation.objects.get().state == "dead"
    assert sending.send_invitations(at=at) == 0


def test_the_calendar_file_keeps_its_id_and_says_when_it_is_called_off(stage, caseworker):
    mediation = stage.mediation()
    session = stage.session(mediation)
    read = lambda: Calendar.from_ical(session_calendar(session, host="u", stamp=NOON)).walk("VEVENT")[0]  # noqa: E731
    before = read()
    assert before["dtstart"].dt == TOMORROW
    assert "张三" not in str(before["summary"])
    session = sessions.cancel_session(
        mediation_id=mediation.pk, session_id=session.pk, reason="x", by=caseworker, at=NOON
    )
    assert (read()["uid"], read()["status"]) == (before["uid"], "CANCELLED")
