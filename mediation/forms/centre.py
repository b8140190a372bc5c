"""Forms of a centre: rooms, mediators, their hours of the week."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from mediation.models import Availability
from mediation.services.centre import Hours
from unionlaw.network.models import Organisation

WEEKDAYS = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))
TIMES_A_DAY = 2


class RoomForm(forms.Form):
    name = forms.CharField(label=_("名称"), max_length=60, error_messages={"required": _("请填写名称。")})
    seats = forms.IntegerField(
        label=_("座位数"),
        min_value=0,
        max_value=999,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "num"}),
    )
    online = forms.BooleanField(label=_("线上会议室"), required=False)
    link = forms.URLField(
        label=_("会议链接"),
        max_length=300,
        required=False,
        assume_scheme="https",
        help_text=_("线上会议室的固定链接。"),
    )


class NewRoomForm(RoomForm):
    def __init__(self, *args: Any, organisations: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation_id"] = forms.TypedChoiceField(
            label=_("所属中心或单位"), choices=[(one.pk, one.name) for one in organisations], coerce=int
        )
        self.order_fields(["organisation_id"])


class ProfileForm(forms.Form):
    """What the directory says, and two stretches of time for each day of the week."""

    certificate = forms.CharField(label=_("调解员证号"), max_length=40, required=False)
    qualifications = forms.CharField(label=_("专长与资格"), max_length=200, required=False)
    listed = forms.BooleanField(label=_("列入名册"), required=False)

    def __init__(
        self, *args: Any, industries: Iterable[tuple[Any, str]], hours: Iterable[Availability], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["industry_ids"] = forms.TypedMultipleChoiceField(
            label=_("熟悉行业"), choices=list(industries), required=False, widget=forms.CheckboxSelectMultiple
        )
        known: dict[int, list[Availability]] = {}
        for one in hours:
            known.setdefault(one.weekday, []).append(one)
        for weekday, name in enumerate(WEEKDAYS, 1):
            for part in range(TIMES_A_DAY):
                now = known.get(weekday, [])
                stretch = now[part] if part < len(now) else None
                for end, value in (("from", stretch and stretch.from_time), ("to", stretch and stretch.to_time)):
                    field = forms.TimeField(
                        required=False,
                        initial=value,
                        widget=forms.TimeInput(attrs={"type": "time", "class": "num"}, format="%H:%M"),
                    )
                    field.label = (
                        f"{name} {[_g('第一段'), _g('第二段')][part]} {_g('起') if end == 'from' else _g('止')}"
                    )
                    field.widget.attrs["aria-label"] = field.label
                    self.fields[f"hours-{weekday}-{part}-{end}"] = field

    @property
    def week(self) -> list[tuple[Any, list[tuple[BoundField, BoundField]]]]:
        return [
            (
                name,
                [
                    (self[f"hours-{weekday}-{part}-from"], self[f"hours-{weekday}-{part}-to"])
                    for part in range(TIMES_A_DAY)
                ],
            )
            for weekday, name in enumerate(WEEKDAYS, 1)
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in list(self.fields):
            if name.endswith("-from") and bool(cleaned.get(name)) != bool(cleaned.get(f"{name[:-5]}-to")):
                self.add_error(name, _g("请同时填写起止时间。"))
        return cleaned

    def hours(self) -> list[Hours]:
        """As the service takes them."""
        data, found = self.cleaned_data, []
        for weekday in range(1, 8):
            for part in range(TIMES_A_DAY):
                start, end = data.get(f"hours-{weekday}-{part}-from"), data.get(f"hours-{weekday}-{part}-to")
                if start and end:
                    found.append(Hours(weekday, start, end))
        return found
