"""A list of cases from a partner organ: the upload; the rest is unionlaw.rosters' (columns, dry run, take-over)."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mediation.services import referral_sheet
from unionlaw.rosters.forms import SheetForm
from unionlaw.rosters.models import SheetImport
from unionlaw.rosters.services.sheets import begin_import
from unionlaw.web import policy
from unionlaw.web.views import FormActionView


class ReferBySheet(FormActionView):
    policy = policy.Right("mediation.refer")
    form_class = SheetForm
    title = _("批量移送调解")
    submit_label = _("上传")
    back_label = _("返回调解")

    def consequences(self) -> list[Any]:
        return [_("先核对，不移送；您确认之后，每行成为一件调解。"), _("同一案号只能移送一次。")]

    def perform(self, form: Any) -> SheetImport:
        return begin_import(purpose=referral_sheet.KEY, upload=form.cleaned_data["file"], by=self.actor, at=self.at)

    def get_success_url(self, result: SheetImport) -> str:
        return reverse("rosters:columns", args=[result.pk])

    def get_cancel_url(self) -> str:
        return reverse("mediation:mediations")
