"""Papers of a matter, and the files behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from unionlaw.matters.models import Matter

if TYPE_CHECKING:
    from unionlaw.network.actors import Actor


class StoredFile(models.Model):
    """A file on disk, named by the hash of its content; the same content is stored once."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.BigIntegerField(help_text="bytes")
    media_type = models.CharField(max_length=100)
    extension = models.CharField(max_length=8)
    stored_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="stored_file_hash"),
            models.CheckConstraint(condition=Q(size__gt=0), name="stored_file_not_empty"),
        ]


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, actor: Actor) -> DocumentQuerySet:
        """Papers of the matters that `actor` may know of."""
        if not actor.may("document.view"):
            return self.none()
        return self.filter(matter__in=Matter.objects.visible_to(actor))

    def in_force(self) -> DocumentQuerySet:
        """Without those that were withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


@pghistory.track()
class Document(models.Model):
    """A paper in the folder of a matter. It is never deleted: withdrawing says when and why."""

    class Kind(models.TextChoices):
        EVIDENCE = "evidence", _("证据")
        MATERIAL = "material", _("申请材料")
        FILING = "filing", _("提交的文书")
        DECISION = "decision", _("决定")
        NOTICE = "notice", _("通知")
        AGREEMENT = "agreement", _("协议")
        AWARD = "award", _("裁决、判决")
        OTHER = "other", _("其他")

    # Opening these is written down: they hold what the law calls sensitive personal information.
    LOGGED = (Kind.EVIDENCE, Kind.MATERIAL)

    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="documents", verbose_name=_("事项"))
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="documents")
    title = models.CharField(_("名称"), max_length=150)
    kind = models.CharField(_("类别"), max_length=12, choices=Kind)
    material_key = models.CharField(max_length=40, blank=True, db_default="", default="")
    original_name = models.CharField(_("文件名"), max_length=150)
    uploaded_at = models.DateTimeField(_("上传时间"))
    uploaded_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    uploaded_post = models.ForeignKey("network.Post", models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(_("撤下时间"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("撤下原因"), max_length=300, blank=True, db_default="", default="")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("文件")
        ordering = ["-uploaded_at", "-pk"]
        indexes = [models.Index(fields=["matter", "-uploaded_at"], name="document_of_matter")]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_reason="")
                | Q(withdrawn_at__isnull=False, withdrawn_reason__gt=""),
                name="document_withdrawn_with_reason",
                violation_error_message=_("撤下文件要写明原因。"),
            ),
            models.CheckConstraint(condition=Q(title__gt=""), name="document_has_title"),
        ]

    def __str__(self) -> str:
        return self.title
