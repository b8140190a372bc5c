"""Sessions: schedule, another time, call off, record, adjourn."""

from __future__ import annotations

from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mediation.forms import sessions as forms
from mediation.ical import session_calendar
from mediation.models import Session, TimeSlot
from mediation.services import holding_sessions, rooms, sessions
from mediation.services.holding_sessions import AttendanceInput
from mediation.services.session_conditions import nothing_planned, nothing_to_record
from mediation.services.session_facts import parties_to_invite, place_of
from mediation.views.base import MediationAction
from unionlaw.lib import clock
from unionlaw.lib.errors import Conflict, Invalid, Taken
from unionlaw.web import policy
from unionlaw.web.views import PageView, Text

State = Session.State


class SessionAction(MediationAction):
    """A verb about one session, named by `?session=`; without it the first that is still to come or to be recorded."""

    states: frozenset[str] = frozenset({State.PLANNED})
    time_field = "starts_at"

    @cached_property
    def session(self) -> Session:
        wanted = self.request.POST.get("session") or self.request.GET.get("session", "")
        rows = self.mediation.sessions.filter(state__in=self.states).select_related("room__organisation")
        if wanted:
            rows = rows.filter(pk=int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 15 else 0)
        found = rows.order_by("number").first()
        if found is None and not wanted:
            raise Conflict(nothing_to_record(self.mediation) or nothing_planned(self.mediation))
        if found is None:
            raise Http404
        found.mediation = self.mediation
        return found

    def perform(self, form: Any) -> Any:
        try:
            return super().perform(form)
        except Taken as error:
            # Beside the field, so that nothing typed is lost.
            raise Invalid({self.time_field: error.message}) from error

    def arguments(self, form: Any) -> dict[str, Any]:
        return {"session_id": self.session.pk, **super().arguments(form)}

    def get_success_url(self, result: Any) -> str:
        return f"{super().get_success_url(result)}#sessions"

    def get_context(self, **extra: Any) -> dict[str, Any]:
        if "reason" not in extra:
            extra |= {"session": self.session, "where": place_of(self.session)}
        return super().get_context(**extra)


class Schedule(SessionAction):
    verb = "schedule_session"
    event = "mediation.session_scheduled"
    service = sessions.schedule_session
    form_class = forms.ScheduleForm
    template_name = "mediation/sessions/schedule.html"
    success_message = gettext_lazy("已安排调解会，参加人会收到通知。")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            "rooms": rooms.rooms_for(self.mediation),
            "slots": [(slot.pk, _said(slot)) for slot in proposed(self.mediation)],
            "parties": parties_to_invite(self.mediation)[:10],
        }

    def get_initial(self) -> dict[str, Any]:
        slots = proposed(self.mediation)
        wanted = self.request.GET.get("slot", "")
        best = next((slot.pk for slot in slots if str(slot.pk) == wanted), None)
        if best is None and slots:
            best = max(slots, key=lambda slot: (_coming(slot), -slot.starts_at.timestamp())).pk
        return {"slot_id": best, "minutes": 120}

    def arguments(self, form: Any) -> dict[str, Any]:
        slot_id = form.cleaned_data.get("slot_id")
        given = form.when_and_where()
        if slot_id:
            given |= {"starts_at": None, "ends_at": None}
        return {**given, "slot_id": slot_id, "emails": form.emails()}

    def consequences(self) -> list[Text]:
        return [
            *super().consequences(),
            _("调解员和参与单位收到通知；登记了手机号码的当事人收到短信。"),
        ]

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super(SessionAction, self).get_context(**extra)


class Reschedule(SessionAction):
    verb = "reschedule_session"
    event = "mediation.session_rescheduled"
    service = sessions.reschedule_session
    form_class = forms.RescheduleForm
    template_name = "mediation/sessions/one.html"
    success_message = gettext_lazy("已改期，参加人会收到通知。")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"rooms": rooms.rooms_for(self.mediation)}

    def get_initial(self) -> dict[str, Any]:
        session = self.session
        minutes = int((session.ends_at - session.starts_at).total_seconds() // 60)
        return {
            "starts_at": timezone.localtime(session.starts_at),
            "minutes": minutes if minutes in dict(forms.LENGTHS) else 120,
            "room_id": session.room_id,
            "place": session.place,
            "online": session.online,
            "link": session.link,
        }

    def arguments(self, form: Any) -> dict[str, Any]:
        return {"session_id": self.session.pk, "reason": form.cleaned_data["reason"], **form.when_and_where()}


class Cancel(SessionAction):
    verb = "cancel_session"
    event = "mediation.session_cancelled"
    service = sessions.cancel_session
    form_class = forms.CancelForm
    template_name = "mediation/sessions/one.html"
    danger = True
    success_message = gettext_lazy("已取消，参加人会收到通知。")


class Record(SessionAction):
    """What recording and adjourning share: who came, and the minutes."""

    def get_draft_key(self) -> str:
        return f"{self.verb}.{self.session.pk}"

    def get_form_kwargs(self) -> dict[str, Any]:
        rows = self.session.attendances.select_related(
            "party__worker", "party__employer", "party__organisation", "mediator__user"
        )
        return {"attendances": list(rows)}

    def get_initial(self) -> dict[str, Any]:
        guests = self.session.attendances.filter(guest__gt="").values_list("guest", flat=True)
        return {"minutes": self.session.minutes, "guests": "\n".join(guests)}

    def arguments(self, form: Any) -> dict[str, Any]:
        return {
            "session_id": self.session.pk,
            "attendances": [AttendanceInput(**row) for row in form.said()],
            "minutes": form.cleaned_data["minutes"],
            "guests": form.guest_names(),
        }


class Hold(Record):
    verb = "hold_session"
    service = holding_sessions.hold_session
    form_class = forms.HoldForm
    template_name = "mediation/sessions/hold.html"
    states = frozenset({State.PLANNED, State.HELD, State.ADJOURNED})
    success_message = gettext_lazy("已记录调解会。")

    def consequences(self) -> list[Text]:
        return [_("到会情况和笔录记入案卷；接着登记调解结果。")]

    def get_context(self, **extra: Any) -> dict[str, Any]:
        context = super().get_context(**extra)
        return {**context, "may_adjourn": "session" in context and self.session.state == State.PLANNED}


class Adjourn(Record):
    verb = "adjourn_session"
    service = holding_sessions.adjourn_session
    form_class = forms.AdjournForm
    template_name = "mediation/sessions/adjourn.html"
    time_field = "next_starts_at"
    success_message = gettext_lazy("已延期。")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "rooms": rooms.rooms_for(self.mediation)}

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "next_room_id": self.session.room_id, "next_minutes": 120}

    def arguments(self, form: Any) -> dict[str, Any]:
        return {**super().arguments(form), "reason": form.cleaned_data["reason"], **form.following()}

    def consequences(self) -> list[Text]:
        return [_("填写了下次时间的，调解员和调解室随即预订，参加人收到通知。")]


class SessionCalendar(PageView):
    """One session as a calendar file."""

    policy = policy.Right("mediation.view")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        session = (
            Session.objects.visible_to(self.actor)
            .filter(pk=kwargs["session_id"], mediation=kwargs["pk"])
            .select_related("mediation__matter", "room__organisation")
            .first()
        )
        if session is None:
            raise Http404
        host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
        content = session_calendar(session, host=host, stamp=clock.now(), sequence=session.mediation.matter.version)
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="session-{session.pk}.ics"'
        return response


def proposed(mediation: Any) -> list[TimeSlot]:
    """Times being asked about, with their answers."""
    rows = mediation.time_slots.filter(state=TimeSlot.State.PROPOSED).select_related("room__organisation")
    return list(rows.prefetch_related("answers").order_by("starts_at"))


def _coming(slot: TimeSlot) -> int:
    return sum(1 if answer.can_come else -1 for answer in slot.answers.all())


def _said(slot: TimeSlot) -> str:
    begins, ends = timezone.localtime(slot.starts_at), timezone.localtime(slot.ends_at)
    answers = list(slot.answers.all())
    yes = sum(answer.can_come for answer in answers)
    words = [
        f"{begins:%Y-%m-%d %H:%M}—{ends:%H:%M}",
        f"{slot.room.organisation.short_name} {slot.room.name}" if slot.room else "",
        _("%(yes)d人能到，%(no)d人不能到") % {"yes": yes, "no": len(answers) - yes} if answers else _("还没有答复"),
    ]
    return " · ".join(filter(None, words))
