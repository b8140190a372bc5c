"""One line of the materials checklist at a time."""

from __future__ import annotations

from typing import Any

from django import forms
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Material
from cases.services import materials
from cases.views.base import MatterAction
from unionlaw.lib.wording import shown
from unionlaw.web.forms import ReasonForm
from unionlaw.web.views import Text


class ReceiveForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("备注"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("如“原件已核对，收复印件2页”。"),
    )


class AddForm(forms.Form):
    label = forms.CharField(
        label=gettext_lazy("材料"), max_length=120, error_messages={"required": gettext_lazy("请写明是什么材料。")}
    )
    required_for = forms.ChoiceField(
        label=gettext_lazy("要求"), choices=Material.RequiredFor.choices, widget=forms.RadioSelect, initial="review"
    )


class MaterialAction(MatterAction):
    @cached_property
    def material(self) -> Material:
        found: Material = get_object_or_404(
            Material.objects.visible_to(self.actor), case_id=self.kwargs["pk"], pk=self.kwargs["material_id"]
        )
        return found

    def arguments(self, form: Any) -> dict[str, Any]:
        return {"material_id": self.material.pk, **super().arguments(form)}

    def get_success_url(self, result: Any) -> str:
        return f"{super().get_success_url(result)}#materials"


class Receive(MaterialAction):
    verb = "receive_material"
    service = materials.receive_material
    form_class = ReceiveForm

    @property
    def title(self) -> Text:  # type: ignore[override]
        return _("收到“%(material)s”") % {"material": shown(self.material.label)}

    def get_success_message(self, result: Any) -> Text:
        return _("已收到“%(material)s”。") % {"material": shown(self.material.label)}


class Waive(MaterialAction):
    verb = "waive_material"
    service = materials.waive_material
    form_class = ReasonForm

    @property
    def title(self) -> Text:  # type: ignore[override]
        return _("免交“%(material)s”") % {"material": shown(self.material.label)}

    def get_success_message(self, result: Any) -> Text:
        return _("“%(material)s”已免交。") % {"material": shown(self.material.label)}


class Add(MatterAction):
    verb = "receive_material"
    service = materials.add_material
    form_class = AddForm
    title = gettext_lazy("清单加一项材料")
    submit_label = gettext_lazy("加入清单")
    success_message = gettext_lazy("已加入材料清单。")

    def get_success_url(self, result: Any) -> str:
        return f"{super().get_success_url(result)}#materials"
