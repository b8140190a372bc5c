"""Employers, whom to call there, and how they hang together."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from unionlaw.lib.sealed import SealedModel, SealedTextField
from unionlaw.lib.search import Terms
from unionlaw.registers.querysets import EmployerQuerySet


@pghistory.track(exclude=["name_folded", "initials", "search_text"])
class Employer(models.Model):
    """An organisation that uses labour. The credit code identifies it, but many come in without one."""

    class Kind(models.TextChoices):
        COMPANY = "company", _("企业")
        INDIVIDUAL = "individual", _("个体工商户")
        DISPATCH = "dispatch", _("劳务派遣单位")
        PLATFORM = "platform", _("平台企业")
        INSTITUTION = "institution", _("事业单位")
        ORGAN = "organ", _("机关")
        SOCIAL = "social", _("社会组织")
        OTHER = "other", _("其他")

    class Size(models.TextChoices):
        MICRO = "micro", _("20人以下")
        SMALL = "small", _("20至299人")
        MEDIUM = "medium", _("300至999人")
        LARGE = "large", _("1000人以上")

    name = models.CharField(_("名称"), max_length=120)
    name_folded = models.CharField(max_length=120, editable=False)
    short_name = models.CharField(_("简称或曾用名"), max_length=120, blank=True, db_default="")
    initials = models.CharField(max_length=120, editable=False, db_default="")
    search_text = models.TextField(editable=False)
    uscc = models.CharField(_("统一社会信用代码"), max_length=18, null=True, blank=True)
    uscc_warning = models.CharField(max_length=120, blank=True, db_default="", editable=False)
    kind = models.CharField(_("类型"), max_length=16, choices=Kind, default=Kind.COMPANY)
    size = models.CharField(_("规模"), max_length=8, choices=Size, blank=True, db_default="")
    address = models.CharField(_("地址"), max_length=200, blank=True, db_default="")
    region = models.ForeignKey(
        "registers.Region", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("所在地")
    )
    industry = models.ForeignKey(
        "registers.Industry", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("行业")
    )
    legal_representative = models.CharField(_("法定代表人"), max_length=60, blank=True, db_default="")

    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_from", verbose_name=_("并入")
    )
    registered_at = models.DateTimeField(_("登记时间"))
    registered_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    updated_at = models.DateTimeField(_("更新时间"))
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    objects = EmployerQuerySet.as_manager()

    class Meta:
        verbose_name = _("用人单位")
        indexes = [
            models.Index(
                F("registered_at").desc(),
                F("id").desc(),
                name="employer_newest",
                condition=Q(merged_into__isnull=True),
            ),
            GinIndex(Terms(F("search_text")), name="employer_terms"),
            models.Index(fields=["name_folded"], name="employer_name_folded"),
            *(
                # Filters: each value is one range in the order of the list, however rare it is.
                models.Index(
                    fields=[column, "-registered_at", "-id"],
                    condition=Q(merged_into__isnull=True),
                    name=f"employer_{column}_newest",
                )
                for column in ("kind", "size", "region")
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["uscc"],
                condition=Q(uscc__isnull=False, merged_into__isnull=True),
                name="employer_uscc_once",
                violation_error_message=_("这个统一社会信用代码已登记。"),
            ),
            models.CheckConstraint(condition=~Q(uscc=""), name="employer_unknown_uscc_is_null"),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="employer_not_merged_into_itself"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("registers:employer", args=[self.pk])


@pghistory.track()
class EmployerContact(SealedModel):
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="contacts")
    name = models.CharField(_("联系人"), max_length=60)
    position = models.CharField(_("职务"), max_length=60, blank=True, db_default="")
    phone = SealedTextField(_("联系电话"), mask="phone")
    phone_index = models.BinaryField(null=True, editable=False)

    class Meta:
        verbose_name = _("联系人")
        ordering = ["pk"]
        indexes = [models.Index(fields=["phone_index"], name="employer_contact_phone")]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class EmployerRelation(models.Model):
    """How `employer` stands to `other`: read "employer is … of other"."""

    class Kind(models.TextChoices):
        SUBSIDIARY = "subsidiary", _("是其子公司或分支机构")
        DISPATCHES = "dispatches", _("向其派遣劳动者")
        CONTRACTOR = "contractor", _("承包其业务或工程")
        AFFILIATED = "affiliated", _("以其名义经营（挂靠）")

    # The same relation read from the other end.
    FROM_OTHER_END = {
        Kind.SUBSIDIARY: _("是其母公司或总部"),
        Kind.DISPATCHES: _("使用其派遣的劳动者"),
        Kind.CONTRACTOR: _("向其发包业务或工程"),
        Kind.AFFILIATED: _("允许其挂靠经营"),
    }

    employer = models.ForeignKey(Employer, models.PROTECT, related_name="relations")
    other = models.ForeignKey(Employer, models.PROTECT, related_name="relations_from")
    kind = models.CharField(_("关系"), max_length=16, choices=Kind)
    note = models.CharField(_("说明"), max_length=200, blank=True, db_default="")

    class Meta:
        verbose_name = _("单位关系")
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["employer", "other", "kind"],
                name="employer_relation_once",
                violation_error_message=_("这一关系已登记。"),
            ),
            models.CheckConstraint(
                condition=~Q(employer=F("other")),
                name="employer_relation_not_to_itself",
                violation_error_message=_("单位不能与自己建立关系。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employer} {self.get_kind_display()} {self.other}"
