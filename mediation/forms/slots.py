"""Forms of proposed times: what is asked, what is answered, and when a side can come at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from mediation.forms.sessions import LengthField, room_choices
from mediation.models import Room, TimeSlot
from mediation.services.finding_times import FreeSlot
from mediation.services.slots import ProposedTime, SlotAnswerInput
from unionlaw.web.forms import DateField, DateTimeField

OWN_ROWS = 3
FREE_ROWS = 4
ANSWERS = [("", _("未答复")), ("yes", _("能到")), ("no", _("不能到"))]


class FindForm(forms.Form):
    """Between which days, how long, where: what the page looks for. Sent by GET."""

    first = DateField(label=_("最早日期"))
    last = DateField(label=_("最晚日期"))
    minutes = LengthField()

    def __init__(self, *args: Any, rooms: Iterable[Room], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _g("不限")), *room_choices(rooms)[1:]]
        self.fields["room"] = forms.TypedChoiceField(
            label=_("调解室"), choices=choices, coerce=int, empty_value=None, required=False
        )


class ProposeForm(forms.Form):
    """Free times that were found, times typed by hand, and times no longer asked about."""

    def __init__(
        self,
        *args: Any,
        found: Sequence[FreeSlot],
        rooms: Iterable[Room],
        standing: Sequence[TimeSlot],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if found:
            self.fields["found"] = forms.MultipleChoiceField(
                label=_("各方都空闲的时间"),
                choices=[(_key(slot), _said(slot)) for slot in found],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        choices = room_choices(rooms)
        for row in range(1, OWN_ROWS + 1):
            self.fields[f"own-{row}-starts_at"] = DateTimeField(
                label=_("另提时间%(row)d") % {"row": row}, required=False
            )
            self.fields[f"own-{row}-minutes"] = LengthField(label=_("时长"))
            self.fields[f"own-{row}-room"] = forms.TypedChoiceField(
                label=_("调解室"), choices=choices, coerce=int, empty_value=None, required=False
            )
        if standing:
            self.fields["dropped"] = forms.TypedMultipleChoiceField(
                label=_("不再征求的时间"),
                choices=[(slot.pk, f"{timezone.localtime(slot.starts_at):%Y-%m-%d %H:%M}") for slot in standing],
                coerce=int,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )

    @property
    def own(self) -> list[list[BoundField]]:
        return [
            [self[f"own-{row}-{part}"] for part in ("starts_at", "minutes", "room")] for row in range(1, OWN_ROWS + 1)
        ]

    def times(self) -> list[ProposedTime]:
        """All times chosen and typed, as the service takes them."""
        data = self.cleaned_data
        found = []
        for key in data.get("found", []):
            start, end, room = key.split("|")
            found.append(
                ProposedTime(datetime.fromisoformat(start), datetime.fromisoformat(end), int(room) if room else None)
            )
        for row in range(1, OWN_ROWS + 1):
            if start := data.get(f"own-{row}-starts_at"):
                length = timedelta(minutes=data[f"own-{row}-minutes"])
                found.append(ProposedTime(start, start + length, data[f"own-{row}-room"]))
        return found


@dataclass(frozen=True, slots=True)
class Person:
    """Who answers: a party or a mediator; `key` is "party-5" or "mediator-7"."""

    key: str
    name: str
    part: str


class AnswerForm(forms.Form):
    """A table: people down, times across."""

    def __init__(
        self,
        *args: Any,
        slots: Sequence[TimeSlot],
        people: Sequence[Person],
        known: dict[tuple[int, str], bool],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.slots, self.people, self.known = slots, people, known
        for slot in slots:
            for person in people:
                now = known.get((slot.pk, person.key))
                field = forms.ChoiceField(
                    choices=ANSWERS, required=False, initial={True: "yes", False: "no", None: ""}[now]
                )
                field.label = f"{person.name} {timezone.localtime(slot.starts_at):%m-%d %H:%M}"
                field.widget.attrs["aria-label"] = field.label
                self.fields[f"slot-{slot.pk}-{person.key}"] = field

    @cached_property
    def rows(self) -> list[tuple[Person, list[tuple[TimeSlot, BoundField]]]]:
        return [
            (person, [(slot, self[f"slot-{slot.pk}-{person.key}"]) for slot in self.slots]) for person in self.people
        ]

    def changed(self) -> list[SlotAnswerInput]:
        """The answers that are new or other than before."""
        found = []
        for slot in self.slots:
            for person in self.people:
                said = self.cleaned_data.get(f"slot-{slot.pk}-{person.key}")
                if said and self.known.get((slot.pk, person.key)) != (said == "yes"):
                    kind, _dash, pk = person.key.partition("-")
                    found.append(SlotAnswerInput(slot.pk, said == "yes", **{f"{kind}_id": int(pk)}))
        return found


class FreeTimesForm(forms.Form):
    """When one side said it can come."""

    party_id = forms.TypedChoiceField(label=_("当事人"), coerce=int)

    def __init__(self, *args: Any, parties: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party_id"].choices = parties  # type: ignore[attr-defined]
        clock = {"type": "time", "class": "num"}
        for row in range(1, FREE_ROWS + 1):
            self.fields[f"row-{row}-day"] = DateField(label=_("日期"), required=False)
            self.fields[f"row-{row}-from"] = forms.TimeField(
                label=_("起"), required=False, initial=time(9), widget=forms.TimeInput(attrs=clock, format="%H:%M")
            )
            self.fields[f"row-{row}-to"] = forms.TimeField(
                label=_("止"), required=False, initial=time(17, 30), widget=forms.TimeInput(attrs=clock, format="%H:%M")
            )

    @property
    def rows(self) -> list[list[BoundField]]:
        return [[self[f"row-{row}-{part}"] for part in ("day", "from", "to")] for row in range(1, FREE_ROWS + 1)]

    def times(self) -> list[tuple[datetime, datetime]]:
        """The stretches typed."""
        data, found = self.cleaned_data, []
        for row in range(1, FREE_ROWS + 1):
            day, start, end = (data.get(f"row-{row}-{part}") for part in ("day", "from", "to"))
            if day and start and end:
                found.append(
                    (timezone.make_aware(datetime.combine(day, start)), timezone.make_aware(datetime.combine(day, end)))
                )
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for row in range(1, FREE_ROWS + 1):
            if cleaned.get(f"row-{row}-day") and not (cleaned.get(f"row-{row}-from") and cleaned.get(f"row-{row}-to")):
                self.add_error(f"row-{row}-from", _g("请填写起止时间。"))
        return cleaned


def _key(slot: FreeSlot) -> str:
    room = str(slot.rooms[0].pk) if slot.rooms else ""
    return f"{slot.starts_at.isoformat()}|{slot.ends_at.isoformat()}|{room}"


def _said(slot: FreeSlot) -> str:
    begins, ends = timezone.localtime(slot.starts_at), timezone.localtime(slot.ends_at)
    weekday = [_g("周一"), _g("周二"), _g("周三"), _g("周四"), _g("周五"), _g("周六"), _g("周日")][begins.weekday()]
    where = f"{slot.rooms[0].organisation.short_name} {slot.rooms[0].name}" if slot.rooms else _g("没有空闲的调解室")
    return f"{begins:%Y-%m-%d} {weekday} {begins:%H:%M}—{ends:%H:%M} · {where}"
