"""Ratings of employers that were handed on, and what employers object to them; changes of approval ladders."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from monitoring_letters.models.letter import Instrument, Reach
from unionlaw.network.actors import Actor


class RatingQuerySet(models.QuerySet["Rating"]):
    """Ratings that were handed on by one's own union or one below it."""

    def visible_to(self, actor: Actor) -> "RatingQuerySet":
        if actor.is_system:
            return self.all()
        if actor.organisation is None or not actor.may("letter.view"):
            return self.none()
        return self.filter(organisation__lineage__contains=[actor.organisation.pk])


class Rating(models.Model):
    """How responsive an employer was over a period, as computed and handed on. Never changed."""

    employer = models.ForeignKey("registers.Employer", models.PROTECT, related_name="ratings")
    organisation = models.ForeignKey("network.Organisation", models.PROTECT, related_name="+")
    begins_on = models.DateField(_("起始日期"))
    ends_on = models.DateField(_("截止日期"))
    rule_version = models.CharField(_("规则版本"), max_length=20)
    score = models.PositiveSmallIntegerField(_("得分"), null=True, blank=True)
    grade = models.JSONField(_("等次"), default=dict, help_text="its name in both languages")
    lines = models.JSONField(default=list, help_text="every line of the score: rule, points, why")
    reason = models.CharField(_("用途"), max_length=500)
    form = models.CharField(max_length=4, choices=[("xlsx", "XLSX"), ("pdf", "PDF")])
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("network.Post", models.PROTECT, null=True, related_name="+")

    objects = RatingQuerySet.as_manager()

    class Meta:
        verbose_name = _("整改响应评价")
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["employer", "-made_at"], name="rating_of_employer")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("begins_on")), name="rating_ends_after_start"),
            models.CheckConstraint(condition=Q(reason__gt=""), name="rating_with_reason"),
        ]
        triggers = [pgtrigger.Protect(name="rating_append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


class ObjectionQuerySet(models.QuerySet["RatingObjection"]):
    """Objections to ratings that the actor may see."""

    def visible_to(self, actor: Actor) -> "ObjectionQuerySet":
        return self.filter(rating__in=Rating.objects.visible_to(actor))


@pghistory.track()
class RatingObjection(models.Model):
    """What an employer objects to a rating; somebody other than who wrote it down decides."""

    class Decision(models.TextChoices):
        UPHELD = "upheld", _("异议成立")
        PARTLY = "partly", _("部分成立")
        REJECTED = "rejected", _("异议不成立")

    rating = models.ForeignKey(Rating, models.PROTECT, related_name="objections")
    received_on = models.DateField(_("收到日期"))
    text = models.TextField(_("异议内容"))
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("network.Post", models.PROTECT, related_name="+")
    recorded_user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    decision = models.CharField(_("处理结果"), max_length=8, choices=Decision, blank=True, db_default="", default="")
    opinion = models.TextField(_("处理意见"), blank=True, db_default="", default="")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("network.Post", models.PROTECT, null=True, related_name="+")
    decided_user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("评价异议")
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="", opinion="", decided_at__isnull=True, decided_user__isnull=True)
                | Q(decision__gt="", opinion__gt="", decided_at__isnull=False, decided_user__isnull=False),
                name="rating_objection_decided_whole",
            ),
            models.CheckConstraint(
                condition=Q(decided_user__isnull=True) | ~Q(decided_user=F("recorded_user")),
                name="rating_objection_two_people",
                violation_error_message=_("登记异议的人不能自己处理。"),
            ),
            models.CheckConstraint(condition=Q(text__gt=""), name="rating_objection_says_something"),
        ]


class LadderChange(models.Model):
    """Who changed an approval ladder, from what to what. Empty roles: what holds above holds."""

    organisation = models.ForeignKey("network.Organisation", models.CASCADE, related_name="+")
    instrument = models.CharField(_("文书种类"), max_length=16, choices=Instrument)
    reach = models.CharField(_("范围"), max_length=8, choices=Reach)
    before = models.JSONField(default=list)
    after = models.JSONField(default=list)
    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey("network.Post", models.PROTECT, null=True, related_name="+")
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("审批流程变动")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["organisation", "-at"], name="ladder_change_of_union")]
