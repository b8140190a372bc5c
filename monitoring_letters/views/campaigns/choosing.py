"""Choosing to whom a campaign goes, and what differs for each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from monitoring_letters.campaign_filters import ChoosingFilter
from monitoring_letters.forms import campaigns as forms
from monitoring_letters.models import CampaignAddressee
from monitoring_letters.services import paper
from monitoring_letters.services.campaigns import addressees, previewing, sheets
from monitoring_letters.services.campaigns.steps import CHOOSING, LEAVING_OUT, status_refusal
from monitoring_letters.views.campaigns.base import CampaignAction
from unionlaw.lib.errors import Invalid
from unionlaw.registers.models import Employer
from unionlaw.web import policy
from unionlaw.web.views import ActionView

SHOWN = 100
COLUMNS = {
    "employer": ("用人单位", "单位名称", "名称"),
    "uscc": ("统一社会信用代码", "信用代码"),
    "facts": ("本单位情况", "情况", "事实"),
    "recipient": ("收件人", "联系人"),
    "address": ("寄送地址", "地址"),
    "workers": ("职工人数", "人数"),
}
"""What a table of details may hold: key → headings."""


class Choose(CampaignAction):
    """A filter over the register of employers; what it finds is put on the list."""

    policy = policy.Right("letter.draft")
    template_name = "monitoring_letters/campaign_choose.html"
    title = _("选择收件单位")

    @cached_property
    def filter(self) -> ChoosingFilter:
        asked = any(value for key, value in self.request.GET.items() if key != "months")
        found = Employer.objects.visible_to(self.actor).filter(merged_into=None)
        return ChoosingFilter(self.request.GET if asked else None, queryset=found, request=self.request)

    @property
    def found(self) -> Any:
        """The employers that the filter finds and the list does not have."""
        if not self.filter.is_bound or not self.filter.form.is_valid():
            return Employer.objects.none()
        there = self.campaign.addressees.values("employer")
        return self.filter.qs.exclude(pk__in=there).order_by("name", "pk")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render(**self.page())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            count = addressees.add_addressees(
                letter_id=self.campaign.pk, employers=self.found.values_list("pk", flat=True),
                criteria={key: request.GET.getlist(key) for key in request.GET if request.GET[key]},
                by=self.actor, at=self.at,
            )  # fmt: skip
        except Invalid as error:
            problems = [text for texts in error.errors.values() for text in texts]
            return self.render(status=422, problems=problems, **self.page())
        messages.success(request, _g("已加入%(count)d家单位。") % {"count": count})
        return HttpResponseRedirect(self.get_success_url(None))

    def page(self) -> dict[str, Any]:
        found = self.found
        return {
            "filter": self.filter,
            "refusal": status_refusal(self.campaign.letter, CHOOSING),
            "asked": self.filter.is_bound,
            "count": found.count(),
            "rows": found.select_related("industry", "region")[:SHOWN],
            "there": self.campaign.addressees.count(),
            "cancel_url": self.get_cancel_url(),
            "query": self.request.GET.urlencode(),
        }


class Sheet(CampaignAction):
    """Details for each employer from a table."""

    policy = policy.Right("letter.draft")
    form_class = forms.TableForm
    title = _("导入收件单位")
    submit_label = _("导入")

    def consequences(self) -> list[Any]:
        return [
            _("按统一社会信用代码或者单位名称对应；名单里没有的一并加入。"),
            _("可以有这些列：用人单位、统一社会信用代码、本单位情况、收件人、寄送地址、职工人数；空格不改动原有内容。"),
        ]

    def perform(self, form: Any) -> tuple[int, int]:
        table = sheets.read_table(form.cleaned_data["file"], COLUMNS)
        rows = [_row(line, cells) for line, cells in table]
        return addressees.load_sheet(letter_id=self.campaign.pk, rows=rows, by=self.actor, at=self.at)

    def get_success_message(self, result: tuple[int, int]) -> str:
        return _g("已导入%(rows)d行，其中新加入%(new)d家单位。") % {"rows": result[0], "new": result[1]}


def _row(line: int, cells: dict[str, str]) -> addressees.SheetRow:
    workers = cells.get("workers", "").replace(",", "")
    if workers and not (workers.isascii() and workers.isdigit() and len(workers) < 8):
        words = _g("第%(line)d行：职工人数“%(text)s”不是数字。") % {"line": line, "text": workers}
        raise Invalid({"file": words})
    return addressees.SheetRow(
        line,
        cells.get("uscc") or cells.get("employer", ""),
        addressees.Details(
            facts=cells.get("facts") or None, recipient=cells.get("recipient") or None,
            address=cells.get("address") or None, workers=int(workers) if workers else None,
        ),
    )  # fmt: skip


class Empty(ActionView, CampaignAction):
    policy = policy.Right("letter.draft")
    title = _("清空名单")
    submit_label = _("清空")
    danger = True

    def consequences(self) -> list[Any]:
        return [_("名单上的单位和填写的情况一并去掉，可以重新选择。")]

    def perform(self, form: Any) -> int:
        return addressees.remove_addressees(letter_id=self.campaign.pk, by=self.actor, at=self.at)


class Addressee(CampaignAction):
    """One addressee: what differs for it, and the way to its preview."""

    policy = policy.Right("letter.draft")
    template_name = "monitoring_letters/campaign_addressee.html"
    form_class = forms.DetailsForm
    submit_label = _("保存")
    success_message = _("已保存。")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.addressee}

    def perform(self, form: Any) -> CampaignAddressee:
        details = addressees.Details(**form.cleaned_data)
        return addressees.set_details(
            letter_id=self.campaign.pk, addressee_id=self.addressee.pk, details=details, by=self.actor, at=self.at
        )

    def get_success_url(self, result: Any) -> str:
        return reverse("monitoring_letters:addressee", args=[self.campaign.pk, self.addressee.pk])

    def get_cancel_url(self) -> str:
        return reverse("monitoring_letters:addressees", args=[self.campaign.pk])

    def get_context(self, **extra: Any) -> dict[str, Any]:
        letter, state = self.campaign.letter, self.addressee.state
        return super().get_context(
            title=self.addressee.employer.name,
            addressee=self.addressee,
            may_amend=not status_refusal(letter, CHOOSING),
            may_exclude=state in ("waiting", "failed") and not status_refusal(letter, LEAVING_OUT),
            may_include=state == "excluded" and not status_refusal(letter, CHOOSING),
            **extra,
        )


class _OfAddressee(CampaignAction):
    policy = policy.Right("letter.draft")

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(subtitle=self.addressee.employer.name, **extra)

    def get_success_url(self, result: Any) -> str:
        return reverse("monitoring_letters:addressees", args=[self.campaign.pk])

    def get_cancel_url(self) -> str:
        return reverse("monitoring_letters:addressee", args=[self.campaign.pk, self.addressee.pk])


class Exclude(_OfAddressee):
    policy = policy.Right("letter.draft")
    form_class = forms.ExcludeForm
    title = _("排除")
    submit_label = _("排除")
    success_message = _("已排除。")

    def consequences(self) -> list[Any]:
        return [_("不向这家单位制发函书；原因记入办理记录。")]

    def perform(self, form: Any) -> CampaignAddressee:
        return addressees.exclude_addressee(
            letter_id=self.campaign.pk, addressee_id=self.addressee.pk, by=self.actor, at=self.at, **form.cleaned_data
        )


class Include(ActionView, _OfAddressee):
    policy = policy.Right("letter.draft")
    title = _("恢复")
    submit_label = _("恢复")
    success_message = _("已恢复。")

    def perform(self, form: Any) -> CampaignAddressee:
        return addressees.include_addressee(
            letter_id=self.campaign.pk, addressee_id=self.addressee.pk, by=self.actor, at=self.at
        )


class Preview(CampaignAction):
    """The letter to one addressee as it would be printed: a PDF marked as a preview."""

    policy = policy.Right("letter.view")
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        letter = previewing.merged(self.campaign, self.addressee)
        rendered = paper.preview(letter, form="pdf", by=self.actor, at=self.at)
        if rendered is None:
            raise Http404
        response = HttpResponse(rendered.parts[0], content_type="application/pdf")
        response.headers["Content-Disposition"] = f'inline; filename="preview-{self.addressee.pk}.pdf"'
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response
