"""Closing a case, refused while a duty is open, and reopening it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import AidCase
from cases.services import closing
from cases.views.base import MatterAction
from unionlaw.matters import panels
from unionlaw.matters.models import ClaimOutcome
from unionlaw.matters.presenters import MatterPage
from unionlaw.web.forms import ReasonForm


class CloseForm(forms.Form):
    ending = forms.ChoiceField(
        label=_("结案方式"),
        choices=AidCase.Ending.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择结案方式。")},
    )
    closing_note = forms.CharField(
        label=_("结案小结"),
        max_length=2000,
        help_text=_("办案经过、结果、经验。会进入卷宗。"),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("请写结案小结。")},
    )


# What a case most likely ends in, where every claim came to the same kind of result.
ENDINGS: dict[str, str] = {
    ClaimOutcome.Code.SETTLED: AidCase.Ending.SETTLED,
    ClaimOutcome.Code.WITHDRAWN: AidCase.Ending.WITHDRAWN,
    ClaimOutcome.Instrument.AWARD: AidCase.Ending.AWARDED,
    ClaimOutcome.Instrument.JUDGMENT: AidCase.Ending.JUDGED,
}


class Close(MatterAction):
    verb = "close_case"
    event = "aid_case.closed"
    service = closing.close_case
    form_class = CloseForm
    template_name = "cases/close.html"
    success_message = _("已结案。")

    def get_draft_key(self) -> str:
        return f"close.{self.kwargs['pk']}"

    def get_initial(self) -> dict[str, Any]:
        outcomes = list(self.matter.outcomes.values_list("code", "instrument"))
        likely = {ENDINGS.get(code) or ENDINGS.get(instrument) for code, instrument in outcomes}
        return {"ending": likely.pop()} if len(likely) == 1 else {}

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(
            duties=closing.open_duties(self.case),
            case_url=panels.url_of(self.kind, self.matter.pk),
            page=MatterPage(self.matter, self.actor),
            **extra,
        )


class Reopen(MatterAction):
    verb = "reopen_case"
    event = "aid_case.reopened"
    service = closing.reopen_case
    form_class = ReasonForm
    success_message = _("已重新办理。")
