"""Files made of reports, and who gets them regularly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from unionlaw.reports.spans import Length, Span

if TYPE_CHECKING:
    from unionlaw.network.actors import Actor


class Form(models.TextChoices):
    XLSX = "xlsx", "XLSX"
    PDF = "pdf", "PDF"
    CSV = "csv", "CSV"
    JSON = "json", "JSON"
    """Over the API only."""


class OutputQuerySet(models.QuerySet["Output"]):
    def visible_to(self, actor: Actor) -> OutputQuerySet:
        """What was asked for by the actor's post, or is delivered to it."""
        if actor.post is None or not actor.may("report.read"):
            return self.none()
        return self.filter(asked_by=actor.post)

    def in_line(self) -> OutputQuerySet:
        """What is still to be made."""
        return self.filter(state__in=Output.RUNNING)


class Output(models.Model):
    """One file asked for: made by a worker, with progress, kept until it is thrown away.

    Of a frozen or live report, or, when `facts` names an indicator and members, of the list behind one figure.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("排队")
        WORKING = "working", _("生成中")
        DONE = "done", _("已生成")
        FAILED = "failed", _("失败")
        CANCELLED = "cancelled", _("已取消")
        GONE = "gone", _("已过保存期")

    RUNNING = (State.WAITING, State.WORKING)

    organisation = models.ForeignKey("network.Organisation", models.PROTECT, related_name="+")
    layout = models.ForeignKey("reports.Layout", models.PROTECT, null=True, related_name="+")
    report = models.ForeignKey("reports.Report", models.PROTECT, null=True, related_name="outputs")
    facts = models.JSONField(default=dict, help_text="indicator and members of the figure whose list it is")
    delivery = models.ForeignKey("reports.Delivery", models.PROTECT, null=True, related_name="outputs")
    title = models.CharField(_("名称"), max_length=160)
    length = models.CharField(_("期间"), max_length=16, choices=Length)
    start_on = models.DateField()
    end_on = models.DateField()
    form = models.CharField(_("格式"), max_length=4, choices=Form)
    outside = models.BooleanField(_("对外提供"), default=False, db_default=False)
    reason = models.CharField(_("用途"), max_length=300, blank=True, db_default="", default="")
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.WAITING)
    progress = models.PositiveSmallIntegerField(default=0, db_default=0, help_text="percent")
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    error = models.CharField(max_length=300, blank=True, db_default="", default="")
    file = models.ForeignKey("documents.StoredFile", models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(_("申请时间"))
    asked_by = models.ForeignKey("network.Post", models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    locked_until = models.DateTimeField(null=True, blank=True, help_text="the worker at it is taken for dead then")

    objects = OutputQuerySet.as_manager()

    class Meta:
        verbose_name = _("报表文件")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="done") | Q(file__isnull=False, done_at__isnull=False), name="output_done_is_stored"
            ),
            models.UniqueConstraint(
                fields=["delivery", "end_on"], condition=Q(delivery__isnull=False), name="output_delivered_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["state", "asked_at"], name="output_to_make", condition=Q(state__in=["waiting", "working"])
            ),
            models.Index(fields=["asked_by", "-asked_at", "-id"], name="output_asked_by"),
        ]

    @property
    def span(self) -> Span:
        return Span(self.start_on, self.end_on)

    @property
    def is_running(self) -> bool:
        return self.state in self.RUNNING


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def visible_to(self, actor: Actor) -> DeliveryQuerySet:
        """Deliveries of what the actor's organisation may read, and those the actor's own post set up or receives."""
        if actor.post is None or not actor.may("report.read"):
            return self.none()
        own = Q(to_post=actor.post) | Q(made_by=actor.post)
        return self.filter(own | Q(organisation__lineage__contains=[actor.post.organisation_id]))

    def running(self) -> DeliveryQuerySet:
        return self.filter(ended_at__isnull=True)


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
    ended_reason = models.CharField(max_length=200, blank=True, db_default="", default="")

    objects = DeliveryQuerySet.as_manager()

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
