"""Many papers of one kind at once: a row for each, so that work can stop anywhere and go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from unionlaw.network.actors import Actor


class PaperBatchQuerySet(models.QuerySet["PaperBatch"]):
    def visible_to(self, actor: Actor) -> PaperBatchQuerySet:
        """Those that people of one's own organisation, or of those below it, began."""
        if actor.is_system:
            return self.all()
        if actor.organisation is None or not actor.may("paper.issue"):
            return self.none()
        return self.filter(organisation__lineage__contains=[actor.organisation.pk])


class PaperBatch(models.Model):
    template = models.ForeignKey("documents.PaperTemplate", models.PROTECT, related_name="+", verbose_name=_("文书"))
    organisation = models.ForeignKey("network.Organisation", models.PROTECT, related_name="+", verbose_name=_("单位"))
    answers = models.JSONField(default=dict, help_text="what was asked of the issuer, the same for all")
    sealed = models.BooleanField(default=False)
    begun_at = models.DateTimeField(_("开始时间"))
    begun_by = models.ForeignKey("network.Post", models.PROTECT, related_name="+")
    stopped_at = models.DateTimeField(_("停止时间"), null=True, blank=True)
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)

    objects = PaperBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("批量文书")
        ordering = ["-begun_at", "-pk"]
        indexes = [
            models.Index(
                fields=["begun_at"],
                condition=Q(stopped_at__isnull=True, finished_at__isnull=True),
                name="paper_batch_to_do",
            )
        ]


class PaperBatchItem(models.Model):
    """One matter of a batch. Whoever works at it holds its row lock; a worker that dies lets go of it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("等待")
        ISSUED = "issued", _("已制发")
        FAILED = "failed", _("未制发")

    batch = models.ForeignKey(PaperBatch, models.PROTECT, related_name="items")
    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    paper = models.OneToOneField("documents.Paper", models.PROTECT, null=True, blank=True, related_name="batch_item")
    error = models.CharField(max_length=500, blank=True, db_default="", default="")

    class Meta:
        ordering = ["batch_id", "position"]
        indexes = [
            models.Index(fields=["batch", "position"], condition=Q(state="waiting"), name="paper_batch_item_waiting")
        ]
        constraints = [
            models.UniqueConstraint(fields=["batch", "matter"], name="paper_batch_item_once"),
            models.CheckConstraint(
                condition=Q(state="issued", paper__isnull=False, error="")
                | Q(state="waiting", paper__isnull=True, error="")
                | Q(state="failed", paper__isnull=True, error__gt=""),
                name="paper_batch_item_state",
            ),
        ]
