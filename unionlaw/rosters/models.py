"""Sheets on their way in: the upload, how its columns are read, and the rows while they are checked.

Rows lie in an unlogged table: after a crash of the database it is empty, and the sheet is simply read again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from unionlaw.matters.models import Matter

if TYPE_CHECKING:
    from unionlaw.network.actors import Actor


class ColumnMapping(models.Model):
    """How an organisation reads sheets with these headings, remembered from the last time."""

    organisation = models.ForeignKey("network.Organisation", models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=40)
    signature = models.CharField(max_length=64, help_text="SHA-256 of the headings")
    columns = models.JSONField(default=dict, help_text="column of ours → position in the sheet")
    options = models.JSONField(default=dict)
    used_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "purpose", "signature"], name="column_mapping_once")
        ]


class SheetImportQuerySet(models.QuerySet["SheetImport"]):
    def visible_to(self, actor: Actor) -> SheetImportQuerySet:
        """Sheets about matters whose roster the actor keeps, and those that their own organisation sent in."""
        if actor.is_system:
            return self.all()
        if actor.organisation is None or not actor.may("sheet.import"):
            return self.none()
        found = Q(matter__isnull=True, organisation=actor.organisation)
        if actor.may("roster.keep"):
            found |= Q(matter__in=Matter.objects.visible_to(actor))
        return self.filter(found)


class SheetImport(models.Model):
    """One uploaded sheet from upload to take-over."""

    class State(models.TextChoices):
        MAPPING = "mapping", _("待对应列")
        WAITING = "waiting", _("等待核对")
        CHECKING = "checking", _("核对中")
        CHECKED = "checked", _("已核对")
        TAKING = "taking", _("导入中")
        DONE = "done", _("已导入")
        FAILED = "failed", _("未完成")
        DISCARDED = "discarded", _("已放弃")

    OPEN = (State.MAPPING, State.WAITING, State.CHECKING, State.CHECKED, State.TAKING)
    RUNNING = (State.WAITING, State.CHECKING, State.TAKING)

    purpose = models.CharField(max_length=40)
    matter = models.ForeignKey(
        "matters.Matter", models.PROTECT, null=True, blank=True, related_name="sheet_imports", verbose_name=_("事项")
    )
    organisation = models.ForeignKey("network.Organisation", models.PROTECT, related_name="+")
    file = models.ForeignKey("documents.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("文件名"), max_length=150)
    signature = models.CharField(max_length=64)
    headings = models.JSONField(default=list)
    heading_line = models.PositiveIntegerField(default=1)
    columns = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    state = models.CharField(_("状态"), max_length=12, choices=State, default=State.MAPPING)
    total = models.PositiveIntegerField(default=0, help_text="rows below the headings")
    done = models.PositiveIntegerField(default=0, help_text="rows worked at in this state")
    wrong = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=dict, help_text="counts that the dry run and the take-over give")
    failure = models.CharField(max_length=500, blank=True, db_default="", default="")
    attempts = models.PositiveSmallIntegerField(default=0)
    begun_at = models.DateTimeField(_("开始时间"))
    begun_by = models.ForeignKey("network.Post", models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)

    objects = SheetImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("表格导入")
        ordering = ["-begun_at", "-pk"]
        indexes = [
            models.Index(
                fields=["begun_at"], condition=Q(state__in=["waiting", "checking", "taking"]), name="sheet_to_do"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["matter"],
                condition=Q(matter__isnull=False, state__in=["mapping", "waiting", "checking", "checked", "taking"]),
                name="sheet_one_at_a_time",
                violation_error_message=_("本事项有另一份名册正在导入。"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["done", "failed", "discarded"], finished_at__isnull=False)
                | ~Q(state__in=["done", "failed", "discarded"]) & Q(finished_at__isnull=True),
                name="sheet_finished_with_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_running(self) -> bool:
        return self.state in self.RUNNING


class SheetRow(models.Model):
    """One row of a sheet while it is checked. Sealed for the worker it may become (`sealed_id`), never in clear."""

    sheet = models.ForeignKey(SheetImport, models.CASCADE, related_name="rows", db_index=False)
    line = models.PositiveIntegerField(help_text="in the sheet, the first is 1")
    errors = models.JSONField(default=list, help_text="[[column of ours, message], …]")
    notes = models.JSONField(default=list, help_text="what the take-over will do that is worth a look")
    # Who it is about: the same in two rows that name the same person.
    person = models.BinaryField(null=True)
    sealed_id = models.UUIDField()
    name = models.CharField(max_length=60, blank=True, default="")
    name_folded = models.CharField(max_length=60, blank=True, default="")
    initials = models.CharField(max_length=60, blank=True, default="")
    id_kind = models.CharField(max_length=24, blank=True, default="")
    id_number = models.BinaryField(null=True)
    id_index = models.BinaryField(null=True)
    phone = models.BinaryField(null=True)
    phone_index = models.BinaryField(null=True)
    address = models.BinaryField(null=True)
    birth_date = models.DateField(null=True)
    sex = models.CharField(max_length=8, blank=True, default="")
    groups = models.JSONField(default=list)
    consented_on = models.DateField(null=True)
    claims = models.JSONField(default=list)
    # For purposes other than rosters: all that was read, sealed as one.
    data = models.BinaryField(null=True)
    worker_id = models.BigIntegerField(null=True)
    matched = models.CharField(max_length=12, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["sheet", "person"], name="sheet_row_person")]
        constraints = [models.UniqueConstraint(fields=["sheet", "line"], name="sheet_row_once")]
