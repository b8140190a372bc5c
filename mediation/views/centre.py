"""Rooms and mediators of the centres within one's office."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mediation import timetable
from mediation.forms import centre as forms
from mediation.models import Availability, MediatorProfile, Room
from mediation.services import centre
from unionlaw.lib import clock
from unionlaw.lib.wording import listed, sentences
from unionlaw.network import reach
from unionlaw.network.models import Absence, Organisation, Post
from unionlaw.registers.models import Industry
from unionlaw.web import policy
from unionlaw.web.views import ActionView, FormActionView, PageView, Text

RIGHT = policy.Right("mediation.centre")
WEEKDAYS = forms.WEEKDAYS


class Centre(PageView):
    """Rooms and the directory of mediators; those who may change them find the buttons."""

    policy = policy.Right("mediation.view")
    template_name = "mediation/centre/centre.html"
    title = gettext_lazy("调解室和调解员")

    def get_context(self, **extra: Any) -> dict[str, Any]:
        today = clock.today()
        may = self.actor.may("mediation.centre")
        posts = timetable.mediators_near(self.actor, today).select_related("mediator_profile")
        leave = Absence.objects.filter(ends_on__gte=today)
        posts = posts.prefetch_related(
            "mediation_hours", "mediator_profile__industries", Prefetch("absences", leave, to_attr="leave")
        )
        office = (
            set(Organisation.objects.filter(reach.within(self.actor)).values_list("pk", flat=True)) if may else set()
        )
        return super().get_context(
            rooms=[(room, room.organisation_id in office) for room in timetable.rooms_near(self.actor)],
            mediators=[
                {
                    "post": post,
                    "profile": getattr(post, "mediator_profile", None),
                    "hours": worded(post.mediation_hours.all()),
                    "leave": post.leave,
                    "may": post.organisation_id in office,
                }
                for post in posts[:200]
            ],
            may=may,
            **extra,
        )


class NewRoom(FormActionView):
    policy = RIGHT
    form_class = forms.NewRoomForm
    title = gettext_lazy("登记调解室")
    submit_label = gettext_lazy("登记")
    success_message = gettext_lazy("已登记调解室。")

    def get_form_kwargs(self) -> dict[str, Any]:
        office = Organisation.objects.open().filter(reach.within(self.actor))
        places = [*Organisation.UNIONS, *Organisation.SERVICE_PLACES, *Organisation.PARTNERS]
        return {"organisations": office.filter(kind__in=places).order_by("kind", "name")}

    def perform(self, form: Any) -> Any:
        return centre.open_room(**_room(form), by=self.actor, at=self.at)

    def get_success_url(self, result: Any) -> str:
        return reverse("mediation:centre")

    def get_cancel_url(self) -> str:
        return reverse("mediation:centre")


class RoomPage(FormActionView):
    """One room of the actor's office."""

    policy = RIGHT

    def get_object(self) -> Room:
        office = Organisation.objects.filter(reach.within(self.actor))
        rows = Room.objects.filter(organisation__in=office, closed_on=None).select_related("organisation")
        found: Room = get_object_or_404(rows, pk=self.kwargs["room_id"])
        return found

    def get_success_url(self, result: Any) -> str:
        return reverse("mediation:centre")

    def get_cancel_url(self) -> str:
        return reverse("mediation:centre")


class ChangeRoom(RoomPage):
    form_class = forms.RoomForm
    template_name = "mediation/centre/room.html"
    title = gettext_lazy("修改调解室")
    success_message = gettext_lazy("已保存。")

    def get_initial(self) -> dict[str, Any]:
        room = self.object
        return {"name": room.name, "seats": room.seats, "online": room.online, "link": room.link}

    def perform(self, form: Any) -> Any:
        return centre.change_room(room_id=self.object.pk, **_room(form), by=self.actor, at=self.at)


class CloseRoom(RoomPage, ActionView):
    title = gettext_lazy("停用调解室")
    submit_label = gettext_lazy("停用")
    success_message = gettext_lazy("已停用。")
    danger = True

    def perform(self, form: Any) -> Any:
        return centre.close_room(room_id=self.object.pk, by=self.actor, at=self.at)

    def consequences(self) -> list[Text]:
        return [_("以后不能再用它安排调解会；已有的记录保留。")]


class Profile(FormActionView):
    """What the directory says of one mediator, and when they sit."""

    policy = RIGHT
    form_class = forms.ProfileForm
    template_name = "mediation/centre/profile.html"
    title = gettext_lazy("调解员名册")
    success_message = gettext_lazy("已保存。")

    def get_object(self) -> Post:
        posts = Post.objects.open(on=clock.today()).filter(role__in=centre.MEDIATE)
        posts = posts.filter(reach.within(self.actor, "organisation")).select_related("user", "organisation")
        found = posts.filter(pk=self.kwargs["post_id"]).first()
        if found is None:
            raise Http404
        return found

    @cached_property
    def profile(self) -> MediatorProfile | None:
        return MediatorProfile.objects.filter(post=self.object).first()

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            "industries": [(one.pk, str(one)) for one in Industry.objects.filter(pk__in=_sections())],
            "hours": list(Availability.objects.filter(post=self.object)),
        }

    def get_initial(self) -> dict[str, Any]:
        if self.profile is None:
            return {"listed": True}
        industries = list(self.profile.industries.values_list("pk", flat=True))
        return {
            "certificate": self.profile.certificate,
            "qualifications": self.profile.qualifications,
            "listed": self.profile.listed,
            "industry_ids": industries,
        }

    def perform(self, form: Any) -> Any:
        data = form.cleaned_data
        names = ("certificate", "qualifications", "listed", "industry_ids")
        return centre.set_profile(
            post_id=self.object.pk,
            **{name: data[name] for name in names},
            hours=form.hours(),
            by=self.actor,
            at=self.at,
        )

    @property
    def current_version(self) -> int | None:
        return None

    def get_success_url(self, result: Any) -> str:
        return reverse("mediation:centre")

    def get_cancel_url(self) -> str:
        return reverse("mediation:centre")

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(
            subtitle=f"{self.object.user} · {self.object.organisation.name}",
            leave_url=reverse("network:record_absence", args=[self.object.user_id])
            if self.actor.may("absence.record_others")
            else "",
            **extra,
        )


def worded(hours: Any) -> str:
    """Hours of the week in words; "" when none are entered."""
    days: dict[int, list[str]] = {}
    for one in hours:
        days.setdefault(one.weekday, []).append(f"{one.from_time:%H:%M}—{one.to_time:%H:%M}")
    return sentences(f"{WEEKDAYS[weekday - 1]} {listed(parts)}" for weekday, parts in sorted(days.items()))


def _room(form: Any) -> dict[str, Any]:
    return {**form.cleaned_data, "seats": form.cleaned_data["seats"] or 0}


def _sections() -> Any:
    """The top level of industries."""
    return Industry.objects.filter(parent=None).values("pk")
