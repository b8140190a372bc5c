"""Who approves letters of a union: up to four steps in order."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from unionlaw.network import rights
from unionlaw.network.roles import Role

MOST = 4
LABELS = (_("第一级"), _("第二级"), _("第三级"), _("第四级"))


class LadderForm(forms.Form):
    """Empty steps are left out; without any, what holds above holds."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        may = rights.get("letter.approve").roles
        choices = [("", "—"), *[(role.value, role.label) for role in Role if role in may]]
        for index, label in enumerate(LABELS):
            self.fields[f"step{index}"] = forms.ChoiceField(label=label, choices=choices, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if len(set(self.roles)) < len(self.roles):
            self.add_error(None, _("同一岗位只能审批一级。"))
        return data

    @property
    def roles(self) -> list[str]:
        return [role for index in range(MOST) if (role := self.cleaned_data.get(f"step{index}"))]
