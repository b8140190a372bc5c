"""Reference lists: places, industries, causes of action. `manage.py load_reference` fills them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from unionlaw.registers.querysets import CauseQuerySet


class Region(models.Model):
    """A place by its code: six digits down to the county (GB/T 2260), nine for towns and streets (statistics codes).

    Codes nest by prefix without trailing zeros, except where a prefecture has no counties (东莞 441900, 中山 442000):
    there towns hang on the prefecture directly. Follow `parent`, not prefixes.
    """

    class Level(models.IntegerChoices):
        PROVINCE = 1, _("省级")
        PREFECTURE = 2, _("地级")
        COUNTY = 3, _("县级")
        TOWN = 4, _("乡级")

    code = models.CharField(_("代码"), max_length=12, primary_key=True)
    name = models.CharField(_("名称"), max_length=60)
    full_name = models.CharField(_("全称"), max_length=160, help_text="省、市、区、街 in one")
    level = models.PositiveSmallIntegerField(_("级别"), choices=Level)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    initials = models.CharField(max_length=60, db_default="")
    valid_from = models.DateField(_("启用日期"), null=True, blank=True)
    valid_until = models.DateField(_("停用日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("行政区划")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.full_name


class Industry(models.Model):
    """A section (A to T) or division (A01 to T97) of GB/T 4754-2017."""

    code = models.CharField(_("代码"), max_length=5, primary_key=True)
    name = models.CharField(_("名称"), max_length=60)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")

    class Meta:
        verbose_name = _("行业")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Cause(models.Model):
    """A cause of action of one version of the Supreme People's Court's list (民事案件案由规定)."""

    list_version = models.CharField(_("案由规定"), max_length=8, help_text='"2021" or "2026": the year in force from')
    number = models.CharField(_("编号"), max_length=12, help_text='"205(5)"')
    name = models.CharField(_("案由"), max_length=80)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    heading = models.BooleanField(default=False, db_default=False, help_text="a title of the list, not a cause")
    position = models.PositiveSmallIntegerField(help_text="place in the list")
    valid_from = models.DateField(_("施行日期"))
    valid_until = models.DateField(_("废止日期"), null=True, blank=True, help_text="the last day in force")

    objects = CauseQuerySet.as_manager()

    class Meta:
        verbose_name = _("案由")
        ordering = ["list_version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["list_version", "number"], name="cause_number_once"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="cause_valid_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name
