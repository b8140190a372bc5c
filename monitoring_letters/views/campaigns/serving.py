"""Serving a campaign's letters together: the mailing list out, the same table with tracking numbers and results in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from monitoring_letters.campaign_lists import AddresseeList, last_attempt
from monitoring_letters.forms import campaigns as forms
from monitoring_letters.models import CampaignAddressee, ServiceAttempt
from monitoring_letters.services.campaigns import serving, sheets
from monitoring_letters.services.campaigns.tracking import tracked
from monitoring_letters.views.campaigns.base import CampaignAction
from unionlaw.lib import clock
from unionlaw.lib.errors import Invalid
from unionlaw.web import policy
from unionlaw.web.lists import ports
from unionlaw.web.lists.columns import Column
from unionlaw.web.lists.export import workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TO_SEND = ("issued", "returned")
UNDER_WAY = (*TO_SEND, "sent")
COLUMNS = {
    "number": ("文号",),
    "to": ("寄送地址", "地址"),
    "tracking": ("邮件号", "快递单号"),
    "sent_on": ("寄出日期",),
    "result": ("结果", "投递结果"),
    "result_on": ("结果日期",),
    "proof": ("凭证或退回原因", "凭证", "退回原因"),
}
"""The columns of the table that are read back: key → headings. Others are passed over."""
RESULTS = {
    **dict.fromkeys(("已送达", "送达", "签收", "已签收", "妥投"), serving.Result.SERVED),
    **dict.fromkeys(("未送达", "退回", "已退回", "拒收", "退件"), serving.Result.FAILED),
}
_BLANK = lambda row: ""  # noqa: E731  a column to be filled in
MAILING = (
    Column("number", COLUMNS["number"][0], "letter.document_number"),
    Column("employer", "用人单位", "employer.name"),
    Column("recipient", "收件人", "recipient"),
    Column("address", COLUMNS["to"][0], lambda row: row.address or row.employer.address),
    Column("tracking", COLUMNS["tracking"][0], lambda row: _on_its_way(row, "tracking_number")),
    Column("sent_on", COLUMNS["sent_on"][0], lambda row: _on_its_way(row, "sent_on")),
    Column("result", COLUMNS["result"][0], _BLANK),
    Column("result_on", COLUMNS["result_on"][0], _BLANK),
    Column("proof", COLUMNS["proof"][0], _BLANK),
)


def _on_its_way(row: CampaignAddressee, name: str) -> Any:
    attempt = last_attempt(row)
    return getattr(attempt, name) if attempt and attempt.state == ServiceAttempt.State.SENT else ""


class Mailing(CampaignAction):
    """The mailing list, and what came of it."""

    policy = policy.Right("letter.serve")
    template_name = "monitoring_letters/campaign_mailing.html"
    form_class = forms.TableForm
    title = _("批量送达")
    submit_label = _("导入送达情况")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("do") == "download":
            return self.download()
        return super().post(request, *args, **kwargs)

    def rows(self) -> Any:
        mine = CampaignAddressee.objects.visible_to(self.actor).filter(campaign=self.campaign.pk)
        return tracked(mine).filter(stage__in=UNDER_WAY)

    def download(self) -> HttpResponse:
        """The letters to be posted or under way, as a workbook; written down like every export."""
        ports.store().log_export(
            by=self.actor, at=clock.now(), list_key="campaign_mailing", reason=str(self.title),
            query=f"campaign={self.campaign.pk}",
        )  # fmt: skip
        rows = AddresseeList.display(AddresseeList(), self.rows()).order_by("position", "pk")
        name = _g("邮寄清单")
        file = workbook(name, MAILING, rows)
        response = HttpResponse(file.read(), content_type=XLSX)
        response.headers["Content-Disposition"] = content_disposition_header(
            True, f"{name}-{clock.today():%Y%m%d}.xlsx"
        )
        return response

    def consequences(self) -> list[Any]:
        return [
            _("按文号对应：填了邮件号和寄出日期的登记寄出；结果写“已送达”或者“退回”，并写结果日期和凭证或退回原因。"),
            _("退回的可以用新的邮件号再次寄送。同一张表重复导入不会重复登记。"),
        ]

    def perform(self, form: Any) -> serving.Outcome:
        table = sheets.read_table(form.cleaned_data["file"], COLUMNS)
        return serving.record_service(
            letter_id=self.campaign.pk, rows=[_row(line, cells) for line, cells in table], by=self.actor, at=self.at
        )

    def get_success_message(self, result: serving.Outcome) -> str:
        for line in result.wrong[:20]:
            messages.warning(self.request, line)
        counts = {"sent": result.sent, "served": result.served, "failed": result.failed}
        return _g("登记寄出%(sent)d件，送达%(served)d件，退回%(failed)d件。") % counts

    def get_success_url(self, result: Any) -> str:
        return reverse("monitoring_letters:campaign_mailing", args=[self.campaign.pk])

    def get_context(self, **extra: Any) -> dict[str, Any]:
        stages = list(self.rows().values_list("stage", flat=True))
        return super().get_context(
            to_send=sum(stage in TO_SEND for stage in stages), on_its_way=stages.count("sent"), **extra
        )


def _row(line: int, cells: dict[str, str]) -> serving.Posted:
    result = cells.get("result", "")
    if result and result not in RESULTS:
        words = _g("第%(line)d行：结果“%(text)s”看不懂，请写“已送达”或者“退回”。")
        raise Invalid({"file": words % {"line": line, "text": result}})
    try:
        sent_on, result_on = (sheets.day_of(cells.get(name, "")) for name in ("sent_on", "result_on"))
    except ValueError as error:
        words = _g("第%(line)d行：日期“%(text)s”看不懂，请按“2026-11-21”的格式填写。")
        raise Invalid({"file": words % {"line": line, "text": str(error)}}) from None
    return serving.Posted(
        line=line, number=cells.get("number", ""), sent_on=sent_on, sent_to=cells.get("to", ""),
        tracking_number=cells.get("tracking", ""), result=RESULTS.get(result, ""), result_on=result_on,
        proof=cells.get("proof", ""),
    )  # fmt: skip
