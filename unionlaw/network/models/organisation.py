"""The tree of those who serve: unions of five tiers, their stations and centres, and those who work beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from unionlaw.network.actors import Actor

MAX_DEPTH = 5


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def open(self) -> OrganisationQuerySet:
        return self.filter(closed_on__isnull=True)

    def below(self, organisation: Organisation) -> OrganisationQuerySet:
        """`organisation` itself and everything under it in the tree."""
        return self.filter(lineage__contains=[organisation.pk])

    def visible_to(self, actor: Actor) -> OrganisationQuerySet:
        """The directory of who serves is open to everyone who holds a post."""
        return self.all() if actor.is_system or actor.post else self.none()


@pghistory.track()
class Organisation(models.Model):
    """An organisation in or beside the union tree.

    `lineage` lists the ids from the root of its tree down to itself. A matter copies it into its scope columns, so what
    a reader may see is one equality on one indexed column, whatever their level (docs/adr/0002-visibility.md).
    """

    class Kind(models.TextChoices):
        CITY_UNION = "city_union", _("市总工会")
        DISTRICT_UNION = "district_union", _("区总工会")
        TOWN_UNION = "town_union", _("镇街总工会")
        PARK_UNION = "park_union", _("园区工会")
        ENTERPRISE_UNION = "enterprise_union", _("企业工会")
        INDUSTRY_FEDERATION = "industry_federation", _("行业工联会")
        STATION = "station", _("法律服务站点")
        MEDIATION_CENTRE = "mediation_centre", _("三方联调中心")
        LAW_FIRM = "law_firm", _("律师事务所")
        HR_BUREAU = "hr_bureau", _("人社部门")
        ARBITRATION = "arbitration", _("劳动人事争议仲裁院")
        COURT = "court", _("人民法院")
        PROCURATORATE = "procuratorate", _("人民检察院")
        JUSTICE_BUREAU = "justice_bureau", _("司法行政部门")
        LABOUR_INSPECTION = "labour_inspection", _("劳动保障监察机构")
        TAX_BUREAU = "tax_bureau", _("税务部门")

    UNIONS = (
        Kind.CITY_UNION,
        Kind.DISTRICT_UNION,
        Kind.TOWN_UNION,
        Kind.PARK_UNION,
        Kind.ENTERPRISE_UNION,
        Kind.INDUSTRY_FEDERATION,
    )
    SERVICE_PLACES = (Kind.STATION, Kind.MEDIATION_CENTRE)
    PARTNERS = (
        Kind.HR_BUREAU,
        Kind.ARBITRATION,
        Kind.COURT,
        Kind.PROCURATORATE,
        Kind.JUSTICE_BUREAU,
        Kind.LABOUR_INSPECTION,
        Kind.TAX_BUREAU,
    )

    kind = models.CharField(_("类型"), max_length=32, choices=Kind)
    name = models.CharField(_("名称"), max_length=120)
    short_name = models.CharField(_("简称"), max_length=40)
    number_prefix = models.CharField(
        _("编号代字"), max_length=20, blank=True, db_default="", help_text=_("如“穗工”；留空则用上级的代字")
    )
    region_code = models.CharField(_("行政区划代码"), max_length=12, blank=True, db_default="")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级")
    )
    attached_to = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="attached",
        verbose_name=_("所服务的工会"),
        help_text=_("律所和协作单位不在工会的组织树里，这里写明为哪一级工会服务"),
    )
    lineage = ArrayField(models.BigIntegerField(), editable=False, default=list)
    depth = models.GeneratedField(
        expression=models.Func(F("lineage"), function="cardinality"),
        output_field=models.IntegerField(),
        db_persist=True,
    )
    address = models.CharField(_("地址"), max_length=200, blank=True, db_default="")
    phone = models.CharField(_("公开电话"), max_length=40, blank=True, db_default="")
    hours = models.CharField(_("服务时间"), max_length=120, blank=True, db_default="")
    opened_on = models.DateField(_("成立日期"), null=True, blank=True)
    closed_on = models.DateField(_("撤销日期"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_from", verbose_name=_("并入")
    )
    version = models.PositiveIntegerField(db_default=1, default=1, editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("组织")
        ordering = ["lineage"]
        indexes = [
            GinIndex(fields=["lineage"], name="organisation_lineage"),
            models.Index(fields=["kind", "name"], name="organisation_kind_name"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(closed_on__isnull=True),
                name="organisation_name_once",
                violation_error_message=_("已有同名的组织。"),
            ),
            models.CheckConstraint(
                condition=Q(lineage__len__lte=MAX_DEPTH),
                name="organisation_at_most_five_tiers",
                violation_error_message=_("组织树最多五级。"),
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(closed_on__isnull=False),
                name="organisation_merged_is_closed",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(opened_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="organisation_closed_after_opened",
                violation_error_message=_("撤销日期不能早于成立日期。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("network:organisation", args=[self.pk])

    @property
    def is_partner(self) -> bool:
        return self.kind in self.PARTNERS

    @property
    def is_union(self) -> bool:
        return self.kind in self.UNIONS


class OrganisationChange(models.Model):
    """A founding, renaming, move, merger or closing, so that the tree of any past day can be told. Append-only."""

    class What(models.TextChoices):
        FOUNDED = "founded", _("设立")
        AMENDED = "amended", _("变更")
        MOVED = "moved", _("调整隶属")
        MERGED = "merged", _("合并")
        CLOSED = "closed", _("撤销")

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="changes")
    what = models.CharField(max_length=16, choices=What)
    at = models.DateTimeField()
    by_user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    by_post = models.ForeignKey("network.Post", models.PROTECT, null=True, related_name="+")
    job = models.CharField(max_length=40, blank=True, db_default="")
    reason = models.CharField(max_length=500, blank=True, db_default="")
    data = models.JSONField(default=dict, help_text="what it was before and is now, in words")

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["organisation", "-at"], name="organisationchange_of_at"),
            models.Index(fields=["-at", "-id"], name="organisationchange_at"),
        ]
        triggers = [
            pgtrigger.Protect(name="organisationchange_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]
