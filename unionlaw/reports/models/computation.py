"""Rounds in line to be computed or restated. The row is the queue; who works at one holds a lease."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ComputationQuerySet(models.QuerySet["Computation"]):
    def in_line(self) -> ComputationQuerySet:
        """What waits or is being computed."""
        return self.filter(state__in=Computation.RUNNING)


class Computation(models.Model):
    """One computation or restatement of all reports of a round: asked for, under way, and what became of it.

    Read through the round's reports only. What it has done so far (`progress`) is written beside the transaction that
    computes, so that others see it before that ends.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("排队")
        WORKING = "working", pgettext_lazy("report", "统计中")
        DONE = "done", pgettext_lazy("report", "已统计")
        FAILED = "failed", _("失败")
        CANCELLED = "cancelled", _("已取消")

    class Verb(models.TextChoices):
        COMPUTE = "compute", pgettext_lazy("report", "统计")
        RESTATE = "restate", pgettext_lazy("report", "更正")

    RUNNING = (State.WAITING, State.WORKING)
    SAVING = 99
    """Percent that are done when nothing but the commit is left: from then on it is not cancelled any more."""

    round = models.ForeignKey("reports.Round", models.PROTECT, related_name="computations")
    verb = models.CharField(max_length=8, choices=Verb, default=Verb.COMPUTE, db_default=Verb.COMPUTE)
    reason = models.CharField(
        _("原因"), max_length=500, blank=True, db_default="", default="", help_text="of a restatement"
    )
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.WAITING)
    progress = models.PositiveSmallIntegerField(default=0, db_default=0, help_text="percent")
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    error = models.CharField(max_length=300, blank=True, db_default="", default="")
    asked_at = models.DateTimeField(_("申请时间"))
    asked_by = models.ForeignKey(
        "network.Post", models.PROTECT, null=True, related_name="+", help_text="none: the system"
    )
    done_at = models.DateTimeField(null=True, blank=True)
    locked_until = models.DateTimeField(null=True, blank=True, help_text="the worker at it is taken for dead then")

    objects = ComputationQuerySet.as_manager()

    class Meta:
        verbose_name = _("报表统计")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(state__in=["waiting", "working"]),
                name="computation_one_at_a_time",
                violation_error_message=_("本期正在统计，不需要再次统计。"),
            ),
        ]

    @property
    def is_restatement(self) -> bool:
        return self.verb == self.Verb.RESTATE

    @property
    def is_running(self) -> bool:
        return self.state in self.RUNNING
