"""Issuing an approved letter, and the ends before it: the draft given up, the employer quicker than the letter."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from monitoring_letters.forms import reviewing as forms
from monitoring_letters.services import issuing
from monitoring_letters.views.base import LetterAction
from monitoring_letters.views.reviewing import ReadingAction
from unionlaw.documents.services.seals import seal_refusal
from unionlaw.web.views import Text


class Issue(ReadingAction):
    verb = "issue"
    event = "letter.issued"
    service = issuing.issue
    form_class = forms.IssueForm

    def get_form_kwargs(self) -> dict[str, Any]:
        union = self.matter.organisation
        return {"no_seal": seal_refusal(issuer=union, by=self.actor, on=timezone.localdate(self.at))}

    def get_success_message(self, result: Any) -> Text:
        return _g("已制发%(number)s，请送达。") % {"number": result.document_number}

    def consequences(self) -> list[Text]:
        said = [_g("按本单位、文书种类和年度取下一个文号，生成正式文书；文号不可收回。")]
        if self.letter.authority is not None:
            said.append(_g("%(name)s从此能看到本函书的案卷。") % {"name": self.letter.authority.name})
        return [*said, *super().consequences()]


class WithdrawDraft(LetterAction):
    verb = "withdraw_draft"
    event = "letter.withdrawn_unissued"
    service = issuing.withdraw_draft
    form_class = forms.WithdrawDraftForm
    danger = True
    success_message = _("已撤回草稿。")


class EarlyCorrection(LetterAction):
    verb = "record_early_correction"
    event = "letter.corrected_early"
    service = issuing.record_early_correction
    form_class = forms.EarlyCorrectionForm
    success_message = _("已登记发出前整改。")

    def get_initial(self) -> dict[str, Any]:
        return {"corrected_on": timezone.localdate(self.at)}

    def consequences(self) -> list[Text]:
        return [_g("各项整改要求记为已整改，本函书不再制发、不占文号。"), *super().consequences()]
