"""Workers: the people helped."""

from __future__ import annotations

from datetime import date

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from unionlaw.lib.sealed import SealedModel, SealedTextField
from unionlaw.lib.search import Terms
from unionlaw.network.models.organisation import MAX_DEPTH
from unionlaw.registers.querysets import WorkerQuerySet

ADULT_AGE = 18


class IdKind(models.TextChoices):
    CITIZEN = "citizen", _("居民身份证（含港澳台居民居住证）")
    PASSPORT = "passport", _("护照")
    HK_MACAO_PERMIT = "hk_macao_permit", _("港澳居民来往内地通行证")
    TAIWAN_PERMIT = "taiwan_permit", _("台湾居民来往大陆通行证")
    FOREIGN_RESIDENT_CARD = "foreign_resident_card", _("外国人永久居留身份证")
    NONE = "none", _("暂无证件")


class Sex(models.TextChoices):
    FEMALE = "female", _("女")
    MALE = "male", _("男")


class Household(models.TextChoices):
    LOCAL_URBAN = "local_urban", _("本市城镇")
    LOCAL_RURAL = "local_rural", _("本市农村")
    OTHER_URBAN = "other_urban", _("外地城镇")
    OTHER_RURAL = "other_rural", _("外地农村")


class Group(models.TextChoices):
    """Groups that decide about green channels and are counted each month."""

    MIGRANT = "migrant", _("农民工")
    PLATFORM = "platform", _("新就业形态劳动者")
    WOMAN = "woman", _("女职工")
    MINOR = "minor", _("未成年工")
    DISABLED = "disabled", _("残疾职工")
    RETIRED = "retired", _("超龄劳动者")
    MODEL_WORKER = "model_worker", _("劳动模范")
    HARDSHIP = "hardship", _("困难职工")


# These follow from sex and birth date and are never stored, so they cannot grow stale.
DERIVED_GROUPS = frozenset({Group.WOMAN, Group.MINOR})
STORED_GROUPS = [group for group in Group if group not in DERIVED_GROUPS]


def years_before(day: date, years: int) -> date:
    """The same day `years` earlier; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


@pghistory.track(exclude=["name_folded", "initials", "search_text"])
class Worker(SealedModel):
    """A person. Sealed columns open only through services.reveal, which writes down who looked and why.

    `scope1` … `scope5` copy the lineage of the organisation that registered the worker.
    """

    name = models.CharField(_("姓名"), max_length=60)
    name_folded = models.CharField(max_length=60, editable=False)
    initials = models.CharField(max_length=60, editable=False, db_default="")
    search_text = models.TextField(editable=False)

    id_kind = models.CharField(_("证件类型"), max_length=24, choices=IdKind, default=IdKind.CITIZEN)
    id_number = SealedTextField(_("证件号码"), mask="number")
    id_index = models.BinaryField(null=True, editable=False)
    birth_date = models.DateField(_("出生日期"), null=True, blank=True)
    sex = models.CharField(_("性别"), max_length=8, choices=Sex, blank=True, db_default="")
    phone = SealedTextField(_("手机号码"), mask="phone")
    phone_index = models.BinaryField(null=True, editable=False)
    address = SealedTextField(_("住址"), mask="address")
    household_type = models.CharField(_("户籍"), max_length=16, choices=Household, blank=True, db_default="")
    groups = ArrayField(
        models.CharField(max_length=16, choices=[(g.value, g.label) for g in STORED_GROUPS]),
        verbose_name=_("群体"),
        default=list,
        blank=True,
    )
    injury_note = SealedTextField(_("伤病情况"), mask="whole")
    employer = models.ForeignKey(
        "registers.Employer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="workers",
        verbose_name=_("现用人单位"),
    )
    region = models.ForeignKey(
        "registers.Region", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("居住地")
    )

    organisation = models.ForeignKey(
        "network.Organisation", models.PROTECT, related_name="+", verbose_name=_("登记单位")
    )
    scope1 = models.BigIntegerField(null=True, editable=False)
    scope2 = models.BigIntegerField(null=True, editable=False)
    scope3 = models.BigIntegerField(null=True, editable=False)
    scope4 = models.BigIntegerField(null=True, editable=False)
    scope5 = models.BigIntegerField(null=True, editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_from", verbose_name=_("并入")
    )
    registered_at = models.DateTimeField(_("登记时间"))
    registered_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    updated_at = models.DateTimeField(_("更新时间"))
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    objects = WorkerQuerySet.as_manager()

    class Meta:
        verbose_name = _("职工")
        indexes = [
            *(
                models.Index(
                    # With what lists filter by, so that they are walked and counted without touching the table.
                    fields=[f"scope{level}", "-registered_at", "-id"],
                    include=["sex", "household_type", "id_kind", "region", "birth_date", "groups"],
                    name=f"worker_scope{level}",
                    condition=Q(merged_into__isnull=True, **{f"scope{level}__isnull": False}),
                )
                for level in range(1, MAX_DEPTH + 1)
            ),
            *(
                # A group is a short range, for readers on every tier, however rare it is.
                models.Index(
                    fields=[f"scope{level}", "-registered_at", "-id"],
                    name=f"worker_scope{level}_{group}",
                    condition=Q(
                        merged_into__isnull=True,
                        groups__contains=[group.value],
                        **{f"scope{level}__isnull": False},
                    ),
                )
                for group in STORED_GROUPS
                for level in range(1, MAX_DEPTH + 1)
            ),
            GinIndex(Terms(F("search_text")), name="worker_terms"),
            GinIndex(fields=["groups"], name="worker_groups"),
            models.Index(fields=["phone_index"], name="worker_phone_index"),
            # Filters: a common value is found by walking the reader's own index, a rare one by these.
            models.Index(fields=["household_type"], name="worker_household"),
            models.Index(fields=["id_kind"], name="worker_id_kind"),
            models.Index(fields=["birth_date"], name="worker_birth_date"),
            models.Index(fields=["name_folded", "birth_date"], name="worker_name_birth"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["id_index"],
                condition=Q(id_index__isnull=False, merged_into__isnull=True),
                name="worker_id_number_once",
                violation_error_message=_("这个证件号码已登记。"),
            ),
            models.CheckConstraint(
                condition=Q(id_number__isnull=True, id_index__isnull=True)
                | Q(id_number__isnull=False, id_index__isnull=False),
                name="worker_id_number_indexed",
            ),
            models.CheckConstraint(
                condition=Q(phone__isnull=True, phone_index__isnull=True)
                | Q(phone__isnull=False, phone_index__isnull=False),
                name="worker_phone_indexed",
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="worker_not_merged_into_itself"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("registers:worker", args=[self.pk])

    def groups_on(self, on: date) -> list[Group]:
        """The groups this worker belongs to on the day `on`, those that follow from sex and age included."""
        found = {Group(value) for value in self.groups}
        if self.sex == Sex.FEMALE:
            found.add(Group.WOMAN)
        if self.birth_date and self.birth_date > years_before(on, ADULT_AGE):
            found.add(Group.MINOR)
        return [group for group in Group if group in found]
