"""Issuing the letters of a campaign: begun, stopped, resumed."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from monitoring_letters import states
from monitoring_letters.forms import campaigns as forms
from monitoring_letters.models import Campaign
from monitoring_letters.services.campaigns import issuing
from monitoring_letters.views.campaigns.base import CampaignAction, wake
from unionlaw.documents.services.seals import seal_refusal
from unionlaw.web import policy
from unionlaw.web.views import ActionView


class Begin(CampaignAction):
    policy = policy.Right("letter.issue")
    form_class = forms.BeginForm
    title = _("批量编号制发")
    submit_label = _("开始制发")

    def get_form_kwargs(self) -> dict[str, Any]:
        union = self.campaign.letter.matter.organisation
        return {"no_seal": seal_refusal(issuer=union, by=self.actor, on=timezone.localdate(self.at))}

    def consequences(self) -> list[Any]:
        counts = issuing.progress(self.campaign)
        said = [
            _g("向%(count)d家单位逐一编号制发，文号连续，不可收回。") % {"count": counts["waiting"]},
            _g("可以随时停止，以后再继续。"),
        ]
        if self.campaign.letter.matter.status_id == states.APPROVED:
            said.insert(0, _g("先制发公开函，取下一个文号。"))
        return said

    def perform(self, form: Any) -> Campaign:
        with transaction.atomic():
            begun = issuing.begin_mailing(letter_id=self.campaign.pk, by=self.actor, at=self.at, **form.cleaned_data)
            wake()
        return begun


class Stop(ActionView, CampaignAction):
    policy = policy.Right("letter.issue")
    title = _("停止制发")
    submit_label = _("停止")
    danger = True

    def consequences(self) -> list[Any]:
        return [_("已经制发的保留，其余不再制发；可以以后继续。")]

    def perform(self, form: Any) -> Campaign:
        return issuing.stop_mailing(letter_id=self.campaign.pk, by=self.actor, at=self.at)


class Resume(ActionView, CampaignAction):
    policy = policy.Right("letter.issue")
    title = _("继续制发")
    submit_label = _("继续")

    def consequences(self) -> list[Any]:
        return [_("没有制发的接着制发，原来未制发的再试一次。")]

    def perform(self, form: Any) -> Campaign:
        with transaction.atomic():
            resumed = issuing.resume_mailing(letter_id=self.campaign.pk, by=self.actor, at=self.at)
            wake()
        return resumed
