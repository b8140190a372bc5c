"""What forms of workers and employers share."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from unionlaw.registers.filters import counties


class RegionField(forms.ModelChoiceField):
    """A county, grouped by prefecture."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=counties(), empty_label=_("请选择"), required=False, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.full_name).removeprefix("广东省")


def label_of(model: Any, name: str) -> str:
    return model._meta.get_field(name).verbose_name
