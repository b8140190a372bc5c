"""Conducting a case: hearings and meetings, filings, and the lawyer's work log."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.querysets import OfCaseQuerySet
from unionlaw.matters.models.dispute import Stage


@pghistory.track()
class Hearing(models.Model):
    """A dated meeting. Until its result is recorded or it is cancelled, it is a duty that keeps the case open."""

    class What(models.TextChoices):
        MEETING = "meeting", _("会见")
        NEGOTIATION = "negotiation", _("协商")
        MEDIATION = "mediation", _("调解会")
        ARBITRATION = "arbitration", _("仲裁庭审")
        TRIAL = "trial", _("法庭审理")
        ENFORCEMENT = "enforcement", _("执行事务")

    case = models.ForeignKey("cases.AidCase", models.PROTECT, related_name="hearings")
    what = models.CharField(_("事由"), max_length=12, choices=What)
    stage = models.CharField(_("阶段"), max_length=12, choices=Stage)
    starts_at = models.DateTimeField(_("时间"))
    place = models.CharField(_("地点"), max_length=200, blank=True, db_default="")
    held = models.BooleanField(_("是否举行"), null=True, blank=True)
    result = models.TextField(_("结果"), blank=True, db_default="")

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("开庭与会议")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(held__isnull=True, result="") | (Q(held__isnull=False) & ~Q(result="")),
                name="hearing_has_result_when_over",
                violation_error_message=_("请写明结果。"),
            )
        ]
        indexes = [
            models.Index(fields=["case", "starts_at"], name="hearing_open", condition=Q(held__isnull=True)),
            models.Index(fields=["starts_at"], name="hearing_day"),
        ]


@pghistory.track()
class Filing(models.Model):
    """A paper handed in to a tribunal, a court or an authority."""

    class What(models.TextChoices):
        ARBITRATION = "arbitration", _("仲裁申请书")
        ANSWER = "answer", _("答辩书")
        EVIDENCE = "evidence", _("证据")
        COMPLAINT = "complaint", _("起诉状")
        APPEAL = "appeal", _("上诉状")
        PRESERVATION = "preservation", _("保全申请")
        PAYMENT_ORDER = "payment_order", _("支付令申请")
        ENFORCEMENT = "enforcement", _("强制执行申请")
        INSPECTION = "inspection", _("劳动监察投诉")
        OTHER = "other", _("其他")

    case = models.ForeignKey("cases.AidCase", models.PROTECT, related_name="filings")
    what = models.CharField(_("文书"), max_length=16, choices=What)
    body = models.CharField(_("提交单位"), max_length=120)
    filed_on = models.DateField(_("提交日期"))
    reference = models.CharField(_("受理案号"), max_length=60, blank=True, db_default="")
    note = models.CharField(_("备注"), max_length=300, blank=True, db_default="")

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("提交文书")
        ordering = ["-filed_on", "-pk"]
        indexes = [
            models.Index(fields=["reference"], name="filing_reference", condition=Q(reference__gt="")),
            models.Index(fields=["filed_on"], name="filing_day"),
        ]


@pghistory.track()
class WorkLog(models.Model):
    """What the lawyer did, when and for how long; the basis of the subsidy (办案补贴)."""

    case = models.ForeignKey("cases.AidCase", models.PROTECT, related_name="work_logs")
    worked_on = models.DateField(_("日期"))
    minutes = models.PositiveIntegerField(_("用时（分钟）"))
    what = models.CharField(_("工作内容"), max_length=500)
    post = models.ForeignKey("network.Post", models.PROTECT, null=True, related_name="+")

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("工作日志")
        ordering = ["-worked_on", "-pk"]
        indexes = [models.Index(fields=["worked_on"], name="work_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=1440),
                name="worklog_minutes_of_a_day",
                violation_error_message=_("用时应在1到1440分钟之间。"),
            )
        ]
