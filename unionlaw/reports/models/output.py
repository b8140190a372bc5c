"""Files made of reports, and who gets them regularly."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from unionlaw.reports.spans import Length


class Form(models.TextChoices):
    XLSX = "xlsx", "XLSX"
    PDF = "pdf", "PDF"
    CSV = "csv", "CSV"


class Output(models.Model):
    """One file asked for: made by a worker, with progress, kept until it is thrown away."""

    class State(models.TextChoices):
        WAITING = "waiting", _("排队")
        WORKING = "working", _("生成中")
        DONE = "done", _("已生成")
        FAILED = "failed", _("失败")
        CANCELLED = "cancelled", _("已取消")

    organisation = models.ForeignKey("network.Organisation", models.PROTECT, related_name="+")
    layout = models.ForeignKey("reports.Layout", models.PROTECT, null=True, related_name="+")
    report = models.ForeignKey("reports.Report", models.PROTECT, null=True, related_name="outputs")
    length = models.CharField(_("期间"), max_length=16, choices=Length)
    start_on = models.DateField()
    end_on = models.DateField()
    form = models.CharField(_("格式"), max_length=4, choices=Form)
    outside = models.BooleanField(_("对外提供"), default=False, db_default=False)
    reason = models.CharField(_("用途"), max_length=300, blank=True, db_default="", default="")
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.WAITING)
    progress = models.PositiveSmallIntegerField(default=0, db_default=0, help_text="percent")
    error = models.CharField(max_length=300, blank=True, db_default="", default="")
    sha256 = models.CharField(max_length=64, blank=True, db_default="", default="", help_text="where it is stored")
    size = models.PositiveIntegerField(default=0, db_default=0)
    asked_at = models.DateTimeField(_("申请时间"))
    asked_by = models.ForeignKey("network.Post", models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    locked_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("报表文件")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(state="done") | Q(sha256__gt=""), name="output_done_is_stored")
        ]
        indexes = [
            models.Index(
                fields=["state", "asked_at"], name="output_to_make", condition=Q(state__in=["waiting", "working"])
            )
        ]


class Delivery(models.Model):
    """A report that goes to somebody every month: to the inbox, and by mail where they have asked for mail."""

    organisation = models.ForeignKey("network.Organisation", models.PROTECT, related_name="+", verbose_name=_("单位"))
    layout = models.ForeignKey("reports.Layout", models.PROTECT, related_name="+", verbose_name=_("版式"))
    length = models.CharField(_("期间"), max_length=16, choices=Length, default=Length.MONTH)
    form = models.CharField(_("格式"), max_length=4, choices=Form, default=Form.XLSX)
    day = models.PositiveSmallIntegerField(_("每月几日"), help_text=_("遇休息日顺延"))
    to_post = models.ForeignKey("network.Post", models.PROTECT, related_name="+", verbose_name=_("接收人"))
    made_by = models.ForeignKey("network.Post", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    sent_for = models.DateField(null=True, blank=True, help_text="the last day of the span that was sent last")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("定期发送")
        ordering = ["organisation_id", "day"]
        constraints = [
            models.CheckConstraint(
                condition=Q(day__gte=1, day__lte=28),
                name="delivery_day_of_every_month",
                violation_error_message=_("请填1至28日。"),
            ),
            models.UniqueConstraint(
                fields=["organisation", "layout", "length", "form", "to_post"],
                condition=Q(ended_at__isnull=True),
                name="report_delivery_once",
                violation_error_message=_("已为此人设过同样的定期发送。"),
            ),
        ]
