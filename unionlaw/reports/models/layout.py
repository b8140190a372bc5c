"""What a report shows, and pivots that people keep."""

from __future__ import annotations

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from unionlaw.reports.spans import Length


@pghistory.track()
class Layout(models.Model):
    """Indicators × dimensions, of one union and those below it; without a union, everybody's.

    `blocks` is a list of {"title": str, "indicators": [key], "by": dimension key or ""}, `charts` a list of
    {"kind": str, "title": str, "indicators": [key], "by": dimension key or ""} (layouts.py checks both).
    """

    key = models.SlugField(max_length=40, unique=True)
    organisation = models.ForeignKey(
        "network.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("适用工会")
    )
    name = models.CharField(_("名称"), max_length=80)
    description = models.CharField(_("说明"), max_length=300, blank=True, db_default="", default="")
    blocks = models.JSONField(default=list)
    charts = models.JSONField(default=list)
    retired_on = models.DateField(_("停用日期"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    class Meta:
        verbose_name = _("报表版式")
        ordering = ["organisation_id", "name"]

    def __str__(self) -> str:
        return self.name


class PivotView(models.Model):
    """A pivot kept under a name by one post, shared with its organisation and those below when it says so."""

    organisation = models.ForeignKey("network.Organisation", models.PROTECT, related_name="+")
    post = models.ForeignKey("network.Post", models.PROTECT, related_name="+")
    name = models.CharField(_("名称"), max_length=60)
    shared = models.BooleanField(_("供本单位和下级使用"), default=False, db_default=False)
    indicator = models.CharField(_("指标"), max_length=60)
    rows = models.CharField(_("行"), max_length=30)
    columns = models.CharField(_("列"), max_length=30, blank=True, db_default="", default="")
    length = models.CharField(_("期间"), max_length=16, choices=Length, default=Length.MONTH)
    members = models.JSONField(default=dict, help_text="dimension → member that facts are limited to")

    class Meta:
        verbose_name = _("透视视图")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "name"], name="pivot_name_once", violation_error_message=_("已有同名的视图。")
            )
        ]
