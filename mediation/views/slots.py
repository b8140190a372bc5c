"""Proposed times: find, ask, write down who can come."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mediation.forms import slots as forms
from mediation.services import bookings, finding_times, rooms, slots
from mediation.services.session_facts import parties_to_invite
from mediation.views.base import MediationAction
from mediation.views.sessions import proposed
from unionlaw.web.views import Text


class SlotAction(MediationAction):
    def get_success_url(self, result: Any) -> str:
        return f"{super().get_success_url(result)}#sessions"


class Propose(SlotAction):
    """`?first=&last=&minutes=&room=` say what is looked for."""

    verb = "propose_times"
    service = slots.propose_times
    form_class = forms.ProposeForm
    template_name = "mediation/sessions/propose.html"
    success_message = gettext_lazy("已提出时间，请登记各方的答复。")

    @cached_property
    def rooms(self) -> list[Any]:
        return list(rooms.rooms_for(self.mediation))

    @cached_property
    def finder(self) -> Any:
        today = timezone.localdate(self.at)
        usual = {"first": today + timedelta(days=1), "last": today + timedelta(days=10), "minutes": 120, "room": ""}
        asked = self.request.GET if "first" in self.request.GET else None
        return forms.FindForm(asked or usual, initial=usual, rooms=self.rooms)

    @cached_property
    def found(self) -> list[finding_times.FreeSlot]:
        if not self.finder.is_valid():
            return []
        asked = self.finder.cleaned_data
        return finding_times.free_slots(
            self.mediation,
            first=max(asked["first"], timezone.localdate(self.at)),
            last=asked["last"],
            length=timedelta(minutes=asked["minutes"]),
            room_id=asked["room"],
            at=self.at,
            most=24,
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"found": self.found, "rooms": self.rooms, "standing": proposed(self.mediation)}

    def arguments(self, form: Any) -> dict[str, Any]:
        return {"times": form.times(), "dropped": form.cleaned_data.get("dropped", [])}

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(finder=self.finder, found=self.found, **extra)


class Answer(SlotAction):
    verb = "answer_times"
    service = slots.answer_times
    form_class = forms.AnswerForm
    template_name = "mediation/sessions/answer.html"
    success_message = gettext_lazy("已登记答复。")

    @cached_property
    def people(self) -> list[forms.Person]:
        parties = parties_to_invite(self.mediation)
        return [
            *(forms.Person(f"party-{party.pk}", party.name, str(party.get_side_display())) for party in parties),
            *(
                forms.Person(f"mediator-{post.pk}", str(post.user), _("调解员"))
                for post in bookings.posts_of(self.mediation)
            ),
        ]

    def get_form_kwargs(self) -> dict[str, Any]:
        standing = proposed(self.mediation)
        known = {}
        for slot in standing:
            for answer in slot.answers.all():
                who = f"party-{answer.party_id}" if answer.party_id else f"mediator-{answer.mediator_id}"
                known[slot.pk, who] = answer.can_come
        return {"slots": standing, "people": self.people, "known": known}

    def arguments(self, form: Any) -> dict[str, Any]:
        return {"answers": form.changed()}


class FreeTimes(SlotAction):
    verb = "answer_times"
    service = slots.record_free_times
    form_class = forms.FreeTimesForm
    template_name = "mediation/sessions/free_times.html"
    title = gettext_lazy("登记方便的时间")
    submit_label = gettext_lazy("保存")
    success_message = gettext_lazy("已登记，提出会议时间时会避开其他时间。")

    def get_form_kwargs(self) -> dict[str, Any]:
        parties = parties_to_invite(self.mediation)
        return {"parties": [(party.pk, f"{party.name}（{party.get_side_display()}）") for party in parties]}

    def arguments(self, form: Any) -> dict[str, Any]:
        return {"party_id": form.cleaned_data["party_id"], "times": form.times()}

    def consequences(self) -> list[Text]:
        return [_("替换这个当事人以前登记的、还没有到的时间；不填即为不限。")]
