"""Asking the worker after a case is closed: what came of it, and how content they are (结案回访)."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.querysets import OfCaseQuerySet


@pghistory.track()
class FollowUp(models.Model):
    """One attempt to ask: reached, with an answer, or not."""

    class How(models.TextChoices):
        PHONE = "phone", _("电话")
        VISIT = "visit", _("上门")
        WINDOW = "window", _("来访")
        MESSAGE = "message", _("短信或微信")

    class Satisfaction(models.TextChoices):
        VERY_SATISFIED = "very_satisfied", _("非常满意")
        SATISFIED = "satisfied", _("满意")
        NEUTRAL = "neutral", _("一般")
        DISSATISFIED = "dissatisfied", _("不满意")

    case = models.ForeignKey("cases.AidCase", models.PROTECT, related_name="follow_ups")
    asked_on = models.DateField(_("回访日期"))
    how = models.CharField(_("回访方式"), max_length=8, choices=How)
    reached = models.BooleanField(_("是否联系上"))
    satisfaction = models.CharField(
        _("满意程度"), max_length=16, choices=Satisfaction, blank=True, db_default="", help_text=_("联系上了才有")
    )
    comment = models.TextField(_("意见"), blank=True, db_default="")
    recorded_by = models.ForeignKey("network.Post", models.PROTECT, null=True, related_name="+")

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("结案回访")
        ordering = ["-asked_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reached=True, satisfaction__gt="") | Q(reached=False, satisfaction=""),
                name="follow_up_answered_when_reached",
                violation_error_message=_("联系上的，请记下满意程度；没有联系上的，不能有满意程度。"),
            )
        ]
        indexes = [models.Index(fields=["asked_on"], name="follow_up_day")]

    @property
    def tone(self) -> str:
        """The colour of the answer beside its word."""
        return {"dissatisfied": "danger", "neutral": "soon"}.get(self.satisfaction, "done")
