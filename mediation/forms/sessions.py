"""Forms of sessions: time and place, who came, what was written down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import cached_property
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from mediation.models import Attendance, Room
from unionlaw.matters.models import Party
from unionlaw.web.forms import DateTimeField, ReasonForm

LENGTHS = [(60, _("1小时")), (90, _("1.5小时")), (120, _("2小时")), (180, _("3小时")), (240, _("4小时"))]
CAME = [("", _("请选择")), *Attendance.Came.choices]


class LengthField(forms.TypedChoiceField):
    """How long, in minutes."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": _("时长"), "choices": LENGTHS, "coerce": int, "initial": 120, **kwargs})


def room_choices(rooms: Iterable[Room]) -> list[tuple[Any, str]]:
    """Rooms by name, with the organisation they belong to."""
    found: list[tuple[Any, str]] = [("", _g("不用调解室"))]
    for room in rooms:
        seats = _g("%(seats)d座") % {"seats": room.seats} if room.seats else ""
        words = [f"{room.organisation.short_name} {room.name}", _g("线上") if room.online else seats]
        found.append((room.pk, " · ".join(filter(None, words))))
    return found


def room_field(rooms: Iterable[Room], label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, choices=room_choices(rooms), coerce=int, empty_value=None, required=False
    )


class PlaceForm(forms.Form):
    """When and where."""

    starts_at = DateTimeField(label=_("开始时间"), error_messages={"required": _("请填写开始时间。")})
    minutes = LengthField()
    place = forms.CharField(
        label=_("其他地点"), max_length=200, required=False, help_text=_("不在调解室进行的，如“企业会议室”。")
    )
    online = forms.BooleanField(label=_("线上进行"), required=False)
    link = forms.URLField(label=_("会议链接"), max_length=300, required=False, assume_scheme="https")

    def __init__(self, *args: Any, rooms: Iterable[Room], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["room_id"] = room_field(rooms, _("调解室"))
        self.order_fields(["slot_id", "starts_at", "minutes", "room_id", "place", "online", "link"])

    def when_and_where(self) -> dict[str, Any]:
        """As services take it."""
        data = self.cleaned_data
        start: datetime | None = data.get("starts_at")
        return {
            "starts_at": start,
            "ends_at": start + timedelta(minutes=data["minutes"]) if start else None,
            **{name: data[name] for name in ("room_id", "place", "online", "link")},
        }


class ScheduleForm(PlaceForm):
    """A proposed time, or another one; and addresses of parties who want the invitation by mail."""

    starts_at = DateTimeField(label=_("开始时间"), required=False)

    def __init__(self, *args: Any, slots: Sequence[tuple[int, str]], parties: Sequence[Party], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if slots:
            self.fields["slot_id"] = forms.TypedChoiceField(
                label=_("选择时间"),
                choices=[*slots, ("", _("另定时间"))],
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )
            self.fields["starts_at"].help_text = _("选择“另定时间”时填写。")
            self.order_fields(["slot_id", "starts_at"])
        self.mails = [f"email-{party.pk}" for party in parties]
        for party in parties:
            self.fields[f"email-{party.pk}"] = forms.EmailField(label=party.name, required=False)
        self.groups = [(_("同时发电子邮件（选填）"), self.mails)] if parties else []

    @property
    def main_fields(self) -> list[BoundField]:
        return [self[name] for name in self.fields if name not in self.mails]

    @property
    def mail_fields(self) -> list[BoundField]:
        return [self[name] for name in self.mails]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("slot_id") and not cleaned.get("starts_at") and "starts_at" not in self.errors:
            self.add_error("starts_at", _g("请选择一个时间，或者填写开始时间。"))
        return cleaned

    def emails(self) -> dict[int, str]:
        """Addresses typed, by party id."""
        return {
            int(name.partition("-")[2]): self.cleaned_data[name] for name in self.mails if self.cleaned_data.get(name)
        }


class RescheduleForm(PlaceForm):
    reason = forms.CharField(
        label=_("改期原因"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("请写明改期原因。")},
    )


class CancelForm(ReasonForm):
    reason = forms.CharField(
        label=_("取消原因"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("请写明取消原因。")},
    )


@dataclass(frozen=True)
class AttendanceRow:
    """The fields of one person beside who they are."""

    attendance: Attendance
    name: str
    part: str
    came: BoundField
    agent: BoundField
    identity_checked: BoundField
    identity_note: BoundField


class HoldForm(forms.Form):
    """Who came, and the minutes. Field names are those under which the service complains."""

    guests = forms.CharField(
        label=_("其他参加人"), required=False, widget=forms.Textarea(attrs={"rows": 2}), help_text=_("每人一行。")
    )
    minutes = forms.CharField(
        label=_("调解笔录"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("记双方公开陈述的内容；背对背谈话另记，不要写在这里。"),
        error_messages={"required": _("请写调解笔录。")},
    )

    def __init__(self, *args: Any, attendances: Iterable[Attendance], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.attendances = [one for one in attendances if not one.guest]
        for one in self.attendances:
            key, name = f"attendance-{one.pk}", name_of(one)
            fields: dict[str, forms.Field] = {
                "came": forms.ChoiceField(label=_("到会情况"), choices=CAME, required=False, initial=came_before(one)),
                "agent": forms.CharField(label=_("代理人"), max_length=60, required=False, initial=one.agent),
                "identity_checked": forms.BooleanField(
                    label=_("已核验身份"), required=False, initial=one.identity_checked
                ),
                "identity_note": forms.CharField(
                    label=_("核验方式"), max_length=120, required=False, initial=one.identity_note
                ),
            }
            for part, field in fields.items():
                field.label = f"{name} {field.label}"
                field.widget.attrs["aria-label"] = field.label
                self.fields[f"{key}-{part}"] = field

    @cached_property
    def rows(self) -> list[AttendanceRow]:
        return [
            AttendanceRow(
                one,
                name_of(one),
                str(one.party.get_side_display()) if one.party else _g("调解员"),
                *(
                    self[f"attendance-{one.pk}-{part}"]
                    for part in ("came", "agent", "identity_checked", "identity_note")
                ),
            )
            for one in self.attendances
        ]

    def said(self) -> Iterator[dict[str, Any]]:
        """What is said of each, as arguments of AttendanceInput."""
        for one in self.attendances:
            parts = ("came", "agent", "identity_checked", "identity_note")
            yield {
                "attendance_id": one.pk,
                **{part: self.cleaned_data[f"attendance-{one.pk}-{part}"] for part in parts},
            }

    def guest_names(self) -> list[str]:
        return [line for line in self.cleaned_data["guests"].splitlines() if line.strip()]


class AdjournForm(HoldForm):
    """The same, with why it goes on another day, and that day."""

    reason = forms.CharField(label=_("延期原因"), max_length=300, error_messages={"required": _("请写明延期原因。")})
    next_starts_at = DateTimeField(label=_("下次开始时间"), required=False, help_text=_("未定的可以以后再安排。"))
    next_minutes = LengthField()
    next_place = forms.CharField(label=_("下次的其他地点"), max_length=200, required=False)
    next_link = forms.URLField(label=_("下次会议链接"), max_length=300, required=False, assume_scheme="https")

    def __init__(self, *args: Any, rooms: Iterable[Room], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["minutes"].required = False
        self.fields["next_room_id"] = room_field(rooms, _("下次调解室"))

    def following(self) -> dict[str, Any]:
        """The next session, as the service takes it."""
        data = self.cleaned_data
        start: datetime | None = data.get("next_starts_at")
        return {
            "next_starts_at": start,
            "next_ends_at": start + timedelta(minutes=data["next_minutes"]) if start else None,
            **{name: data[name] for name in ("next_room_id", "next_place", "next_link")},
        }


def name_of(one: Attendance) -> str:
    """Who it is."""
    if one.party is not None:
        return one.party.name
    return str(one.mediator.user) if one.mediator else one.guest


def came_before(one: Attendance) -> str:
    """What is chosen beforehand: what was recorded; of mediators, that they came."""
    return one.came or (Attendance.Came.PRESENT.value if one.mediator_id else "")
