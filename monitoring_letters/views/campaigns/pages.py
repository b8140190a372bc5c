"""The page of a campaign, and starting one."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from monitoring_letters import states
from monitoring_letters.campaign_lists import TONES, campaign_for, season_name
from monitoring_letters.forms import campaigns as forms
from monitoring_letters.models import Campaign, SupervisionLetter
from monitoring_letters.services.campaigns import issuing, starting
from monitoring_letters.services.campaigns.steps import CHOOSING, MAILING
from monitoring_letters.services.campaigns.tracking import MARKS, STAGES, by_cause, numbers_of, span_of
from unionlaw.matters import statuses
from unionlaw.web import policy
from unionlaw.web.views import ActionView, FormActionView, PageView

SHOWN = ("chosen", "numbered", "reached", "came_back", "served_again", "answered", "corrected", "settled")


class CampaignPage(PageView):
    """Who took part, how many were reached, what they answered, disputes before and after.

    While letters are issued, the part that changes is asked for again every two seconds.
    """

    policy = policy.Right("letter.view")
    template_name = "monitoring_letters/campaign.html"

    @cached_property
    def campaign(self) -> Campaign:
        return campaign_for(self.actor, self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if getattr(request, "htmx", False):
            return render(request, "monitoring_letters/campaign_progress.html", self.progress_context())
        return super().get(request, *args, **kwargs)

    def progress_context(self) -> dict[str, Any]:
        campaign, may = self.campaign, self.actor.may("letter.issue")
        counts = issuing.progress(campaign)
        in_time = campaign.letter.matter.status_id in MAILING
        running = issuing.running(campaign)
        return {
            "campaign": campaign,
            "counts": counts,
            "running": running,
            "begun": campaign.begun_at is not None,
            "may_begin": may and in_time and not issuing.beginning_refusal(campaign),
            "may_stop": may and running,
            "may_resume": may and in_time and campaign.begun_at is not None and not running
            and bool(counts["waiting"] or counts["failed"]),
            "failed": campaign.addressees.filter(state="failed").select_related("employer")[:20],
        }  # fmt: skip

    def link(self, **query: str) -> str:
        """The list of addressees narrowed to what a number counts."""
        return f"{reverse('monitoring_letters:addressees', args=[self.campaign.pk])}?{urlencode(query)}"

    def get_context(self, **extra: Any) -> dict[str, Any]:
        campaign = self.campaign
        letter: SupervisionLetter = campaign.letter
        numbers = numbers_of(campaign)
        drafting = letter.matter.status_id in CHOOSING and self.actor.may("letter.draft")
        stages = [
            {"label": STAGES[stage], "tone": TONES.get(stage, "quiet"), "count": count, "url": self.link(stage=stage)}
            for stage, count in numbers.stages.items()
        ]
        return super().get_context(
            title=letter.matter.title,
            letter=letter,
            status=statuses.status_def(letter.matter.status_id),
            season=season_name(campaign),
            drafting=drafting,
            numbers=numbers,
            marks=[{"label": MARKS[key], "count": numbers.marks[key], "url": self.link(mark=key)} for key in SHOWN],
            stages=stages,
            reached_url=self.link(mark="reached"),
            serving=self.actor.may("letter.serve") and bool(numbers.marks["numbered"]),
            approved=letter.matter.status_id not in states.BEFORE_ISSUE | {states.WITHDRAWN},
            **self.disputes(),
            **self.progress_context(),
            **extra,
        )

    def disputes(self) -> dict[str, Any]:
        span = span_of(self.campaign, timezone.localdate(self.at))
        if span is None or not self.campaign.addressees.filter(letter__served_on__isnull=False).exists():
            return {"span": None}
        lines = by_cause(self.campaign, span, self.actor)
        return {
            "span": span,
            "causes": [
                {
                    "cause": line.cause.name if line.cause else _g("没有案由"),
                    "before": (line.before, self.dispute_link("before", line.cause)),
                    "after": (line.after, self.dispute_link("after", line.cause)),
                }
                for line in lines
            ],
            "total": [
                (sum(line.before for line in lines), self.dispute_link("before")),
                (sum(line.after for line in lines), self.dispute_link("after")),
            ],
        }

    def dispute_link(self, period: str, cause: Any = ...) -> str:
        query = {"period": period}
        if cause is None:
            query["without_cause"] = "true"
        elif cause is not ...:
            query["cause"] = str(cause.pk)
        return f"{reverse('monitoring_letters:campaign_disputes', args=[self.campaign.pk])}?{urlencode(query)}"


class Start(FormActionView):
    """A campaign from a seasonal text."""

    policy = policy.Right("letter.draft")
    form_class = forms.StartForm
    title = _("批量发函")
    submit_label = _("起草")
    back_label = _("一函两书")

    def get_draft_key(self) -> str:
        return "campaign.new"

    def get_cancel_url(self) -> str:
        return reverse("monitoring_letters:letters")

    def consequences(self) -> list[Any]:
        return [
            _("按模板起草一份公开提示函：事实、要求、法律依据和答复日期都可以再改。"),
            _("选好收件单位后提交一次审核审批，批准后逐家编号制发。"),
        ]

    def perform(self, form: Any) -> Campaign:
        return starting.start_campaign(by=self.actor, at=self.at, **form.cleaned_data)

    def get_success_url(self, result: Campaign) -> str:
        return reverse("monitoring_letters:campaign", args=[result.pk])


class Open(ActionView):
    """A campaign on a public letter that is drafted already."""

    policy = policy.Right("letter.draft")
    title = _("建立批量发函")
    submit_label = _("建立")

    def get_object(self) -> SupervisionLetter:
        return get_object_or_404(SupervisionLetter.objects.visible_to(self.actor), pk=self.kwargs["pk"])

    @property
    def current_version(self) -> None:
        return None

    def consequences(self) -> list[Any]:
        return [_("可以选择收件单位；公开函批准后，逐家编号制发。")]

    def perform(self, form: Any) -> Campaign:
        return starting.open_campaign(letter_id=self.object.pk, by=self.actor, at=self.at)

    def get_success_url(self, result: Campaign) -> str:
        return reverse("monitoring_letters:campaign", args=[result.pk])

    def get_cancel_url(self) -> str:
        return reverse("monitoring_letters:letter", args=[self.object.pk])
