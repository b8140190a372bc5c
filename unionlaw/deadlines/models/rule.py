"""Rules of time limits as data, versioned (docs/adr/0006-deadlines.md)."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from unionlaw.lib.wording import shown
from unionlaw.matters.models.matter import Kind


class Ladder(models.Model):
    """Who is reminded when. `steps`: [{"offset": -5, "to": ["responsible"]}, …], offsets in working days from the due
    date; `to` of responsible, deputy, station_head, district_supervisor, city_administrator."""

    key = models.SlugField(_("代码"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=60)
    name_en = models.CharField(_("英文名称"), max_length=80, blank=True, db_default="")
    steps = models.JSONField(_("各级提醒"), default=list)
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    class Meta:
        ordering = ["key"]


class Rule(models.Model):
    """A time limit by its key, for one jurisdiction ("" is everywhere; else the start of a region code, "33")."""

    key = models.CharField(_("代码"), max_length=60)
    jurisdiction = models.CharField(_("适用地区"), max_length=12, blank=True, db_default="")
    name = models.CharField(_("名称"), max_length=80)
    name_en = models.CharField(_("英文名称"), max_length=120)
    internal = models.BooleanField(_("内部服务标准"), default=False)

    class Meta:
        ordering = ["key", "jurisdiction"]
        constraints = [models.UniqueConstraint(fields=["key", "jurisdiction"], name="rule_once")]

    def __str__(self) -> str:
        return str(shown({"zh": self.name, "en": self.name_en}))


class RuleVersion(models.Model):
    """What a rule says from `effective_from` on. Append-only, but for the day on which its successor takes over."""

    class Unit(models.TextChoices):
        CALENDAR_DAY = "calendar_day", _("日（自然日）")
        WORKING_DAY = "working_day", _("工作日")
        MONTH = "month", _("个月")
        YEAR = "year", _("年")
        HOUR = "hour", _("小时")
        FIXED = "fixed", _("指定日期")

    class Responsible(models.TextChoices):
        """Whose duty inside the union side it is to act or to keep watch."""

        OWNER = "owner", _("经办人")
        LAWYER = "lawyer", _("承办律师")
        HEAD = "head", _("承办单位负责人")

    class Consent(models.TextChoices):
        NONE = "none", _("无需同意")
        OTHER_PARTY = "other_party", _("对方同意")
        BOTH_PARTIES = "both_parties", _("双方同意")
        HEAD = "head", _("负责人批准")
        AUTHORITY = "authority", _("办案机关批准")

    class Confidence(models.TextChoices):
        """How sure we are of the source (docs/glossary.md)."""

        SOURCE = "source", _("已核对原文")
        SECONDARY = "secondary", _("仅见间接来源")
        MEMORY = "memory", _("来源未核实")
        DESIGN = "design", _("本系统设定")

    rule = models.ForeignKey(Rule, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    effective_from = models.DateField(_("生效日期"))
    effective_to = models.DateField(_("失效日期"), null=True, blank=True)
    matter_kind = models.CharField(_("事项种类"), max_length=24, choices=Kind, blank=True, db_default="")
    trigger = models.CharField(_("起算事由"), max_length=200)
    trigger_en = models.CharField(_("起算事由（英文）"), max_length=300, blank=True, db_default="")
    opens_on = ArrayField(models.CharField(max_length=60), verbose_name=_("起算事件"), default=list, blank=True)
    meets_on = ArrayField(models.CharField(max_length=60), verbose_name=_("完成事件"), default=list, blank=True)
    cancels_on = ArrayField(models.CharField(max_length=60), verbose_name=_("撤销事件"), default=list, blank=True)
    suspends_on = ArrayField(models.CharField(max_length=60), verbose_name=_("中止事件"), default=list, blank=True)
    resumes_on = ArrayField(models.CharField(max_length=60), verbose_name=_("恢复事件"), default=list, blank=True)
    restarts_on = ArrayField(models.CharField(max_length=60), verbose_name=_("重新起算事件"), default=list, blank=True)
    # Keys of the event's data: the day the period starts (else the event's), a due day that is fixed on paper and
    # then wins, and what tells several deadlines of one rule on one matter apart ("hearing").
    start_field = models.CharField(max_length=40, blank=True, db_default="")
    fixed_field = models.CharField(max_length=40, blank=True, db_default="")
    subject_field = models.CharField(max_length=40, blank=True, db_default="")
    length = models.PositiveIntegerField(_("长度"))
    unit = models.CharField(_("单位"), max_length=12, choices=Unit)
    # Some bodies count in another unit (C12): the earlier of the two dates is the internal one.
    disputed_unit = models.CharField(_("有争议的单位"), max_length=12, choices=Unit, blank=True, db_default="")
    backward = models.BooleanField(_("向前倒算"), default=False)
    exclude_first = models.BooleanField(_("首日不计"), default=True)
    roll_forward = models.BooleanField(_("末日逢假顺延"), default=False)
    extension_length = models.PositiveIntegerField(_("可延长"), default=0, help_text=_("单位同上；0 表示不得延长"))
    extension_unlimited = models.BooleanField(_("延长不限长度"), default=False)
    extension_consent = models.CharField(_("延长须"), max_length=16, choices=Consent, default=Consent.NONE)
    extension_second_person = models.BooleanField(_("延长须第二人复核"), default=False)
    responsible = models.CharField(_("责任人"), max_length=8, choices=Responsible, default=Responsible.OWNER)
    bound = models.CharField(_("受约束的一方"), max_length=120, blank=True, db_default="")
    bound_en = models.CharField(_("受约束的一方（英文）"), max_length=200, blank=True, db_default="")
    ours = models.BooleanField(_("由工会一方履行"), default=False)
    consequence = models.CharField(_("逾期后果"), max_length=300, blank=True, db_default="")
    consequence_en = models.CharField(_("逾期后果（英文）"), max_length=400, blank=True, db_default="")
    suspension_note = models.CharField(_("延长与中止说明"), max_length=300, blank=True, db_default="")
    suspension_note_en = models.CharField(_("延长与中止说明（英文）"), max_length=400, blank=True, db_default="")
    citation = models.CharField(_("依据"), max_length=200, blank=True, db_default="")
    citation_en = models.CharField(_("依据（英文）"), max_length=300, blank=True, db_default="")
    confidence = models.CharField(_("来源核实"), max_length=10, choices=Confidence)
    urgent = models.BooleanField(_("紧急提醒"), default=False, help_text=_("提醒不等每日汇总"))
    ladder = models.ForeignKey(Ladder, models.PROTECT, null=True, blank=True, related_name="+")
    shipped = models.CharField(max_length=64, blank=True, db_default="", editable=False)
    why = models.CharField(_("修改原因"), max_length=500, blank=True, db_default="")
    created_at = models.DateTimeField()
    by_user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    by_post = models.ForeignKey("network.Post", models.PROTECT, null=True, related_name="+")
    job = models.CharField(max_length=40, blank=True, db_default="")

    class Meta:
        ordering = ["rule", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "number"], name="ruleversion_number_once"),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=F("effective_from")),
                name="ruleversion_dates",
                violation_error_message=_("失效日期不能早于生效日期。"),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="ruleversion_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="ruleversion_append_only",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["effective_to"]),
            ),
        ]
