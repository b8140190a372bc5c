"""Form fields as Chinese office workers fill them in, and the reason form of confirmations."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from unionlaw.lib import clock
from unionlaw.lib.errors import Invalid
from unionlaw.lib.money import format_fen, parse_yuan

# What the script says when the browser would send a day that does not exist, or half of one, as an empty field.
NO_SUCH_DAY = _("没有这一天，或者没有填完，请核对。")


class DateInput(forms.DateInput):
    """The browser's own date field; it accepts typing, and its value is ISO whatever the language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"class": "num", "data-no-such-day": NO_SUCH_DAY, **(attrs or {})}, format="%Y-%m-%d")


class DateTimeInput(forms.DateTimeInput):
    """The browser's own date and time field, to the minute."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        own = {"class": "num", "data-no-such-day": NO_SUCH_DAY}
        super().__init__(attrs={**own, **(attrs or {})}, format="%Y-%m-%dT%H:%M")


class DateField(forms.DateField):
    """A calendar date. Besides the browser's format it takes 2026/11/21, 2026.11.21, 2026年11月21日 and 20261121."""

    widget = DateInput
    input_formats = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d")
    default_error_messages = {"invalid": _("请按“2026-11-21”的格式填写日期。")}


class DateTimeField(forms.DateTimeField):
    """A point in time in the site's time zone, to the minute."""

    widget = DateTimeInput
    input_formats = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M", "%Y年%m月%d日 %H:%M")
    default_error_messages = {
        "invalid": _("请按“2026-11-21 09:30”的格式填写日期和时间。"),
        "year": _("请核对年份。"),
    }

    def to_python(self, value: Any) -> Any:
        try:
            moment = super().to_python(value)
        except OverflowError:
            raise ValidationError(self.error_messages["year"], code="year") from None
        if moment is not None and moment.year not in clock.YEARS:
            raise ValidationError(self.error_messages["year"], code="year")
        return moment


class MoneyField(forms.Field):
    """An amount typed in yuan ("1,234.50", "13万"), cleaned to whole fen; None when left empty."""

    suffix = _("元")
    widget = forms.TextInput
    default_error_messages = {"required": _("请填写金额。")}

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", "autocomplete": "off", "class": "num money"}

    def prepare_value(self, value: Any) -> Any:
        return format_fen(value) if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values or not str(value).strip():
            return None
        try:
            return parse_yuan(str(value))
        except Invalid as error:
            raise ValidationError(error.message, code="invalid") from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != initial)
        except ValidationError:
            return True


class ReasonForm(forms.Form):
    """Why something is done; the sole field of most confirmations."""

    reason = forms.CharField(
        label=_("理由"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写明理由。")},
    )


def add_errors(form: forms.BaseForm, errors: dict[str, list[str]]) -> None:
    """Puts a service's messages beside the fields they name; those of unknown fields go on top."""
    for name, messages in errors.items():
        for message in messages:
            form.add_error(name if name in form.fields else None, message)
