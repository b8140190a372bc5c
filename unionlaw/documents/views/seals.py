"""Seals: which union has which, registering one, ending its use. No page shows a seal's picture."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from unionlaw.documents.forms import SealForm
from unionlaw.documents.models import Seal
from unionlaw.documents.services import seals
from unionlaw.network.models import Organisation
from unionlaw.web import policy
from unionlaw.web.views import ActionView, FormActionView


class Seals(FormActionView):
    """The list, and the form that registers one."""

    policy = policy.Right("seal.manage")
    template_name = "documents/seals.html"
    form_class = SealForm
    title = _("电子印章")
    submit_label = _("登记印章")
    success_message = _("印章已登记。")

    def get_form_kwargs(self) -> dict[str, Any]:
        own = self.actor.organisation
        found = Organisation.objects.open().below(own) if own else Organisation.objects.none()
        return {"organisations": found.filter(kind__in=Organisation.UNIONS).order_by("lineage")}

    def get_initial(self) -> dict[str, Any]:
        return {"valid_from": timezone.localdate(self.at)}

    def perform(self, form: Any) -> Seal:
        data = form.cleaned_data
        return seals.register_seal(
            organisation=data["organisation"],
            name=data["name"],
            upload=data["files"],
            valid_from=data["valid_from"],
            valid_to=data["valid_to"],
            by=self.actor,
            at=self.at,
        )

    def get_success_url(self, result: Any) -> str:
        return reverse("documents:seals")

    def get_context(self, **extra: Any) -> dict[str, Any]:
        today = timezone.localdate(self.at)
        found = Seal.objects.visible_to(self.actor).select_related("organisation", "registered_by__user")
        rows = [(seal, seal.valid_to is not None and seal.valid_to <= today) for seal in found]
        return super().get_context(rows=rows, **extra)


class End(ActionView):
    policy = policy.Right("seal.manage")
    title = _("停用印章")
    submit_label = _("停用")
    success_message = _("印章已停用。")
    danger = True

    def get_object(self) -> Seal:
        return get_object_or_404(Seal.objects.visible_to(self.actor), pk=self.kwargs["pk"])

    def consequences(self) -> list[Any]:
        return [_("今天以后不能再用这枚印章；已经盖章的文书不变。")]

    def perform(self, form: Any) -> Seal:
        return seals.end_seal(seal_id=self.object.pk, by=self.actor, at=self.at)

    def get_success_url(self, result: Any) -> str:
        return reverse("documents:seals")

    def get_cancel_url(self) -> str:
        return reverse("documents:seals")

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(subtitle=self.object.name, **extra)
