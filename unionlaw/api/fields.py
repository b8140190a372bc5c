"""Serializer fields of the house."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from unionlaw.lib import clock
from unionlaw.lib.wording import shown

LONG = 20_000
LARGEST_ID = 2**63 - 1


class Seen(serializers.PrimaryKeyRelatedField):
    """The id of a row that the actor may see; another one is as unknown as one that does not exist."""

    def get_queryset(self) -> Any:
        rows = super().get_queryset()
        actor = self.context["request"].actor if "request" in self.context else None
        if rows is None or actor is None or not hasattr(rows, "visible_to"):
            return rows
        rows = rows.visible_to(actor)
        return rows.current() if hasattr(rows, "current") else rows


def id_field(**kwargs: Any) -> serializers.IntegerField:
    return serializers.IntegerField(min_value=1, max_value=LARGEST_ID, **kwargs)


class FenField(serializers.IntegerField):
    """An amount in whole fen (0.01 yuan)."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("min_value", 0)
        kwargs.setdefault("max_value", 10**15)
        kwargs.setdefault("help_text", _("单位：分"))
        super().__init__(**kwargs)


@extend_schema_field(serializers.CharField(help_text=_("脱敏显示")))
class MaskedField(serializers.Field):
    """A sealed value as screens show it; never the plain text."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, value: Any) -> str:
        return str(value) if value else ""


class Shown(serializers.CharField):
    """A stored word of the portal's own, in the language of the request; what people typed stays as it is."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, value: Any) -> str:
        return str(shown(value))


class ChoiceOut(serializers.ChoiceField):
    """A choice that may not have been made: "" or one of the choices. (Read-only model fields forget the "".)"""

    def __init__(self, choices: Any, **kwargs: Any) -> None:
        super().__init__(choices=choices, read_only=True, allow_blank=True, **kwargs)


class Moment(serializers.DateTimeField):
    """A point in time in a year that one can reckon with."""

    default_error_messages = {"year": _("请核对年份。")}

    def to_internal_value(self, value: Any) -> Any:
        try:
            moment = super().to_internal_value(value)
        except OverflowError:
            self.fail("year")
        if moment.year not in clock.YEARS:
            self.fail("year")
        return moment


class Text(serializers.CharField):
    """Text that may be left out or empty."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("allow_blank", True)
        kwargs.setdefault("max_length", 2000)
        super().__init__(**kwargs)


class Day(serializers.DateField):
    """A date that may be left out or null."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("allow_null", True)
        super().__init__(**kwargs)
