"""Lists of a campaign: its addressees with how far each is, and the disputes against them."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Any

from django.db.models import F, Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from monitoring_letters.campaign_filters import AddresseeFilter, DisputeFilter
from monitoring_letters.filters import CampaignFilter
from monitoring_letters.models import Campaign, CampaignAddressee, Demand, ServiceAttempt
from monitoring_letters.services.campaigns.seasons import all_seasons
from monitoring_letters.services.campaigns.tracking import STAGES, disputes, span_of, tracked
from unionlaw.lib import clock
from unionlaw.lib.wording import shown
from unionlaw.matters.lists import DUE, HOLDER, KIND, NUMBER, OPENED, OWNER, STATUS, TITLE, MatterListBase
from unionlaw.matters.models import Matter
from unionlaw.matters.models.matter import Kind
from unionlaw.web import policy
from unionlaw.web.lists.cells import Badge, Date
from unionlaw.web.lists.columns import Column
from unionlaw.web.lists.keyset import Branch, Sort
from unionlaw.web.lists.listing import Listing
from unionlaw.web.lists.views import Action, ListView, Preset

TONES = {
    "failed": "danger", "returned": "danger", "unanswered": "danger", "issued": "soon", "replied": "soon",
    "sent": "waiting", "served": "waiting", "judged": "done", "closed": "done",
}  # fmt: skip


def campaign_for(actor: Any, pk: int) -> Campaign:
    """The campaign with all that its pages show. Raises Http404."""
    found = Campaign.objects.visible_to(actor).select_related(
        "letter__matter__organisation", "letter__matter__owner__user", "begun_by__user"
    )
    campaign = found.filter(pk=pk).first()
    if campaign is None:
        raise Http404
    return campaign


class CampaignList(MatterListBase):
    """The public letters that go to many employers."""

    policy = policy.Right("letter.view")
    kind = Kind.SUPERVISION_LETTER
    list_key = "campaigns"
    title = _("批量发函")
    columns = (NUMBER, TITLE, STATUS, HOLDER, OWNER, DUE, OPENED)
    filterset_class = CampaignFilter
    fan_out = {}
    presets = (Preset(_("我经办的"), "mine=true"),)
    action = Action(_("批量发函"), "monitoring_letters:start_campaign", right="letter.draft")
    empty_text = _("一份文本、一次审批，逐家编号制发。可以从季节模板开始。")

    def rows(self, actor: Any) -> QuerySet[Any]:
        return Matter.objects.visible_to(actor).filter(supervision_letter__campaign__isnull=False)

    def branches(self, actor: Any) -> list[Branch]:
        # A handful among the letters, in an index of their own; of these, those that were granted are looked up first.
        branches = super().branches(actor)
        umbrellas = [
            replace(branch, queryset=branch.queryset.filter(umbrella=True), place=None)
            for branch in branches
            if not branch.answers
        ]
        granted = [branch.queryset.values(key=F(branch.pk)) for branch in branches if branch.answers]
        if granted and (keys := self._campaigns_among(granted)):
            umbrellas.append(Branch(Matter.objects.filter(pk__in=keys, umbrella=True)))
        return umbrellas or [Branch(Matter.objects.none())]

    @staticmethod
    def _campaigns_among(granted: list[QuerySet[Any]]) -> list[int]:
        """Which of the granted letters are campaigns; mostly none."""
        known = granted[0].union(*granted[1:]) if len(granted) > 1 else granted[0]
        return list(Campaign.objects.filter(pk__in=known).values_list("pk", flat=True))

    @staticmethod
    def row_url(row: Any) -> str:
        return reverse("monitoring_letters:campaign", args=[row.pk])


class OfCampaign:
    """Lists of one campaign."""

    request: Any
    kwargs: dict[str, Any]
    title: Any

    @cached_property
    def campaign(self) -> Campaign:
        return campaign_for(self.request.actor, self.kwargs["pk"])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.campaign  # noqa: B018  a stranger gets 404 before anything is done
        answer: HttpResponseBase = super().post(request, *args, **kwargs)  # type: ignore[misc]
        return answer

    def context(self, listing: Listing) -> dict[str, Any]:
        return {"campaign": self.campaign, "letter": self.campaign.letter}


def last_attempt(row: CampaignAddressee) -> ServiceAttempt | None:
    attempts = list(row.letter.attempts.all()) if row.letter else []
    return attempts[-1] if attempts else None


def tracking_number(row: CampaignAddressee) -> str:
    attempt = last_attempt(row)
    return attempt.tracking_number if attempt else ""


def how_often(row: CampaignAddressee) -> int | None:
    """How often it was tried to serve the letter."""
    return len(row.letter.attempts.all()) or None if row.letter else None


def judged(row: CampaignAddressee) -> str:
    """What became of the demands, in a few words."""
    if row.letter is None:
        return ""
    labels = dict(Demand.Judgement.choices)
    found = [demand.judgement for demand in row.letter.demands.all() if demand.judgement]
    return _g("、").join(f"{labels[code]} {found.count(code)}" for code in dict.fromkeys(found))


class AddresseeList(OfCampaign, ListView):
    policy = policy.Right("letter.view")
    list_key = "campaign_addressees"
    title = _("收件单位")
    template_name = "monitoring_letters/campaign_addressees.html"
    columns = (
        Column("position", _("序号"), "position", sort="position", numeric=True, phone="hide"),
        Column("employer", _("用人单位"), "employer.name", phone="title"),
        Column("stage", _("进度"), Badge("stage", STAGES, TONES)),
        Column("number", _("文号"), "letter.document_number", nowrap=True),
        Column("tracking", _("邮件号"), tracking_number, phone="hide", wide=True),
        Column("tries", _("寄送次数"), how_often, numeric=True, phone="hide", wide=True),
        Column("served", _("送达日期"), Date("letter.served_on")),
        Column("judged", _("认定"), judged, phone="hide"),
        Column("workers", _("职工人数"), "workers", numeric=True, phone="hide", wide=True),
        Column("reason", _("排除或未制发原因"), lambda row: row.excluded_reason or row.error, phone="hide", wide=True),
    )
    sorts = {"position": Sort(_("序号"), "position", descending=False)}
    default_sort = "position"
    filterset_class = AddresseeFilter
    presets = (
        Preset(_("待寄送"), "stage=issued&stage=returned"),
        Preset(_("在途"), "stage=sent"),
        Preset(_("退回待再送"), "stage=returned"),
        Preset(_("待答复"), "stage=served&stage=unanswered"),
        Preset(_("待认定"), "stage=replied"),
        Preset(_("已排除"), "stage=excluded"),
    )
    export_right = "letter.export"
    empty_text = _("名单里还没有符合条件的单位。")
    search_hint = _("单位名称、拼音首字母")
    count_cap = filtered_count_cap = 10_000

    def rows(self, actor: Any) -> QuerySet[Any]:
        mine = CampaignAddressee.objects.visible_to(actor).filter(campaign=self.campaign.pk)
        return tracked(mine)

    def display(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        attempts = Prefetch("letter__attempts", ServiceAttempt.objects.order_by("pk"))
        return rows.select_related("employer", "letter").prefetch_related(attempts, "letter__demands")

    @staticmethod
    def row_url(row: CampaignAddressee) -> str:
        """The letter, once it is there; before, what the letter will say."""
        if row.letter_id:
            return reverse("monitoring_letters:letter", args=[row.letter_id])
        return reverse("monitoring_letters:addressee", args=[row.campaign_id, row.pk])


class CampaignDisputes(OfCampaign, MatterListBase):
    """Disputes against the employers reached, before or after the letters; linked from the campaign's page."""

    policy = policy.Right("letter.view")
    list_key = "campaign_disputes"
    title = _("发函前后的争议")
    template_name = "monitoring_letters/campaign_disputes.html"
    columns = (NUMBER, TITLE, KIND, STATUS, HOLDER, OPENED)
    sorts = {"opened": Sort(_("受理时间"), "opened_at")}
    default_sort = "-opened"
    filterset_class = DisputeFilter
    fan_out = {}
    count_cap = filtered_count_cap = 10_000
    empty_text = _("这段时间没有您能看到的争议。")

    def rows(self, actor: Any) -> QuerySet[Any]:
        span = span_of(self.campaign, clock.today())
        if span is None:
            return Matter.objects.none()
        period = "before" if self.request.GET.get("period") == "before" else "after"
        return disputes(self.campaign, span, period, actor)

    def branches(self, actor: Any) -> list[Branch]:
        return [Branch(self.rows(actor))]


def season_name(campaign: Campaign) -> str:
    """The seasonal text it began with, in the reader's language, or ""."""
    season = all_seasons().get(campaign.season)
    return str(shown(season.name)) if season else ""
