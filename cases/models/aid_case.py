"""A legal-aid case from the application on: what was asked, decided, assigned and closed."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.querysets import BesideMatterQuerySet, OfCaseQuerySet


@pghistory.track()
class AidCase(models.Model):
    """What only a legal-aid case has; number, status, owner, parties and claims are the matter's and dispute's."""

    class Eligibility(models.TextChoices):
        """Why the worker qualifies. Source: 法律援助法 arts 31, 41, 42; 工会法律援助办法."""

        HARDSHIP = "hardship", _("经济困难（本人承诺）")
        MIGRANT = "migrant", _("农民工追讨欠薪或工伤待遇（免审查经济状况）")
        INFRINGEMENT = "infringement", _("有证据证明权益受到严重侵害")
        PLATFORM = "platform", _("新就业形态劳动者")
        UNION_STAFF = "union_staff", _("工会干部依法履职受到侵害")
        OTHER = "other", _("工会认为应当援助的其他情形")

    class Ending(models.TextChoices):
        SETTLED = "settled", _("和解或调解结案")
        AWARDED = "awarded", _("仲裁裁决结案")
        JUDGED = "judged", _("判决结案")
        ENFORCED = "enforced", _("执行完毕")
        WITHDRAWN = "withdrawn", _("撤回请求")
        TERMINATED = "terminated", _("终止援助")

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="aid_case")
    applied_on = models.DateField(_("申请日期"))
    eligibility = models.CharField(_("援助条件"), max_length=16, choices=Eligibility)
    hardship_note = models.CharField(_("困难情况说明"), max_length=500, blank=True, db_default="")
    limitation_on = models.DateField(
        _("时效届满日"), null=True, blank=True, help_text=_("仲裁时效或其他法定期间的最后一日")
    )
    urgent = models.BooleanField(_("先行提供"), default=False, db_default=False)
    decided_on = models.DateField(_("审查决定日期"), null=True, blank=True)
    decided_by = models.ForeignKey("network.Post", models.PROTECT, null=True, related_name="+")
    decision_reason = models.TextField(_("决定理由"), blank=True, db_default="")
    objection = models.TextField(_("异议"), blank=True, db_default="")
    referred_to = models.CharField(_("转介单位"), max_length=120, blank=True, db_default="")
    lawyer = models.ForeignKey(
        "network.Post", models.PROTECT, null=True, blank=True, related_name="aid_cases", verbose_name=_("承办律师")
    )
    ending = models.CharField(_("结案方式"), max_length=12, choices=Ending, blank=True, db_default="")
    closing_note = models.TextField(_("结案小结"), blank=True, db_default="")

    objects = BesideMatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("法律援助案件")
        indexes = [models.Index(fields=["lawyer"], name="aidcase_lawyer")]


@pghistory.track()
class Material(models.Model):
    """One line of the checklist: required for the review, for closing, or welcome."""

    class RequiredFor(models.TextChoices):
        REVIEW = "review", _("审查前必交")
        CLOSING = "closing", _("结案前必交")
        OPTIONAL = "optional", _("有则提交")

    case = models.ForeignKey(AidCase, models.PROTECT, related_name="materials")
    key = models.CharField(max_length=40)
    label = models.CharField(_("材料"), max_length=120)
    required_for = models.CharField(_("要求"), max_length=8, choices=RequiredFor)
    position = models.PositiveSmallIntegerField(default=0)
    received_on = models.DateField(_("收到日期"), null=True, blank=True)
    waived_reason = models.CharField(_("免交原因"), max_length=300, blank=True, db_default="")
    note = models.CharField(_("备注"), max_length=200, blank=True, db_default="")

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("材料")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "key"], name="material_once"),
        ]

    @property
    def is_settled(self) -> bool:
        """Received, or waived with a reason."""
        return self.received_on is not None or bool(self.waived_reason)


@pghistory.track()
class SupplementRequest(models.Model):
    """What is missing, told to the applicant once (法律援助法 art. 43 and the 2023 procedure rules)."""

    case = models.OneToOneField(AidCase, models.PROTECT, related_name="supplement_request")
    items = ArrayField(models.CharField(max_length=120))
    note = models.CharField(_("说明"), max_length=500, blank=True, db_default="")
    requested_on = models.DateField()
    due_on = models.DateField(_("补正期限"))
    received_on = models.DateField(null=True, blank=True)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=models.F("requested_on")),
                name="supplement_due_after_request",
                violation_error_message=_("补正期限不能早于告知日期。"),
            )
        ]


@pghistory.track()
class Assignment(models.Model):
    """Giving a case to a lawyer, and the answer."""

    class Answer(models.TextChoices):
        PENDING = "pending", _("待确认")
        ACCEPTED = "accepted", _("已接受")
        DECLINED = "declined", _("已谢绝")
        ENDED = "ended", _("已更换")

    case = models.ForeignKey(AidCase, models.PROTECT, related_name="assignments")
    lawyer = models.ForeignKey("network.Post", models.PROTECT, related_name="assignments")
    assigned_at = models.DateTimeField()
    assigned_by = models.ForeignKey("network.Post", models.PROTECT, null=True, related_name="+")
    answer = models.CharField(max_length=8, choices=Answer, default=Answer.PENDING)
    answered_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True, db_default="")
    conflicts = models.JSONField(default=list, help_text="what the conflict check found, in words")
    conflict_reason = models.CharField(
        _("利益冲突处理意见"), max_length=500, blank=True, db_default="", help_text=_("查出可能的冲突仍要指派时填写")
    )

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("指派")
        ordering = ["-assigned_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(answer__in=["pending", "accepted"]),
                name="assignment_one_at_a_time",
                violation_error_message=_("本案已有承办律师。"),
            )
        ]
