"""What people are told of files that are made for them regularly, and of reports that could not be computed."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionlaw.notices.kinds import NoticeKind, declare
from unionlaw.notices.models import Notice

REPORTS = _("报表文件")
ROUNDS = pgettext_lazy("list", "报表")


def _url(notice: Notice) -> str:
    return reverse("reports:output", args=[notice.data["output"]])


def _deliveries(notice: Notice) -> str:
    return reverse("reports:deliveries")


def join() -> None:
    """Declare the kinds at start-up."""
    declare(
        NoticeKind(
            "report.delivered",
            _("%(organisation)s %(title)s（%(span)s）已生成"),
            _("请登录后下载，文件保存90天。"),
            url=_url,
            label=REPORTS,
        ),
        NoticeKind(
            "report.not_delivered",
            _("%(organisation)s %(title)s（%(span)s）没有生成"),
            _("请打开查看原因，重新导出。"),
            url=_url,
            label=REPORTS,
        ),
        NoticeKind(
            "report.delivery_ended",
            _("%(organisation)s %(title)s的定期发送已自动结束"),
            _("%(why)s。仍需要的，请另设接收人。"),
            url=_deliveries,
            label=REPORTS,
        ),
        NoticeKind(
            "report.not_computed",
            _("%(organisation)s%(span)s的报表没有统计"),
            _("请打开查看原因，重新统计。"),
            label=ROUNDS,
        ),
        NoticeKind(
            "report.not_restated",
            _("%(organisation)s%(span)s的报表没有登记更正"),
            _("请打开查看原因；数字确有变化的，重新登记更正。"),
            label=ROUNDS,
        ),
    )
