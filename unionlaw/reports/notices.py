"""What people are told of files that are made for them regularly."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from unionlaw.notices.kinds import NoticeKind, declare
from unionlaw.notices.models import Notice

REPORTS = _("报表文件")


def _url(notice: Notice) -> str:
    return reverse("reports:output", args=[notice.data["output"]])


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
    )
