"""Who mediates together: participating organs, their mediators and when these are free, rooms."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mediation.models.mediation import Mediation
from mediation.querysets import OfMediationQuerySet


@pghistory.track()
class Participation(models.Model):
    """One organ's part: its own number, its own people, its own sign-off. The holder takes part like every other."""

    mediation = models.ForeignKey(Mediation, models.PROTECT, related_name="participations")
    organisation = models.ForeignKey("network.Organisation", models.PROTECT, related_name="participations")
    leads = models.BooleanField(_("牵头"), default=False, db_default=False)
    own_number = models.CharField(_("本单位案号"), max_length=60, blank=True, db_default="", default="")
    joined_on = models.DateField(_("参与日期"))
    left_on = models.DateField(_("退出日期"), null=True, blank=True)
    opinion = models.CharField(_("本单位意见"), max_length=500, blank=True, db_default="", default="")
    signed_off_by = models.ForeignKey("network.Post", models.PROTECT, null=True, blank=True, related_name="+")
    signed_off_at = models.DateTimeField(null=True, blank=True)

    objects = OfMediationQuerySet.as_manager()

    class Meta:
        verbose_name = _("参与单位")
        ordering = ["pk"]
        indexes = [models.Index(fields=["own_number"], name="participation_number", condition=Q(own_number__gt=""))]
        constraints = [
            models.UniqueConstraint(
                fields=["mediation", "organisation"],
                condition=Q(left_on__isnull=True),
                name="participation_once",
                violation_error_message=_("该单位已经参与本次调解。"),
            ),
            models.UniqueConstraint(
                fields=["mediation"], condition=Q(leads=True, left_on__isnull=True), name="participation_one_leads"
            ),
            models.CheckConstraint(
                condition=Q(signed_off_by__isnull=True, signed_off_at__isnull=True)
                | Q(signed_off_by__isnull=False, signed_off_at__isnull=False),
                name="participation_signed_off_by_someone",
            ),
        ]


@pghistory.track()
class MediatorProfile(models.Model):
    """What the directory of mediators says of one post."""

    post = models.OneToOneField("network.Post", models.PROTECT, related_name="mediator_profile")
    certificate = models.CharField(_("调解员证号"), max_length=40, blank=True, db_default="", default="")
    qualifications = models.CharField(_("专长与资格"), max_length=200, blank=True, db_default="", default="")
    industries = models.ManyToManyField("registers.Industry", blank=True, related_name="+", verbose_name=_("熟悉行业"))
    listed = models.BooleanField(_("在名册"), default=True, db_default=True)

    class Meta:
        verbose_name = _("调解员名册")


@pghistory.track()
class Availability(models.Model):
    """Hours of the week at which a mediator can usually sit; leave is network.Absence."""

    post = models.ForeignKey("network.Post", models.CASCADE, related_name="mediation_hours")
    weekday = models.PositiveSmallIntegerField(_("星期"), help_text="1 Monday … 7 Sunday")
    from_time = models.TimeField(_("起"))
    to_time = models.TimeField(_("止"))

    class Meta:
        ordering = ["weekday", "from_time"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__gte=1, weekday__lte=7), name="availability_weekday"),
            models.CheckConstraint(
                condition=Q(to_time__gt=F("from_time")),
                name="availability_in_order",
                violation_error_message=_("结束时间应晚于开始时间。"),
            ),
        ]


class MediatorAssignmentQuerySet(OfMediationQuerySet):
    def serving(self) -> MediatorAssignmentQuerySet:
        """Assignments that stand now."""
        return self.filter(ended_on__isnull=True)


@pghistory.track()
class MediatorAssignment(models.Model):
    """A mediator of one organ in one mediation, until recused, objected to or replaced."""

    class ChosenBy(models.TextChoices):
        CENTRE = "centre", _("中心指定")
        PARTIES = "parties", _("双方选定")
        CLAIMANT = "claimant", _("申请人提出")
        RESPONDENT = "respondent", _("被申请人提出")

    class Ended(models.TextChoices):
        RECUSED = "recused", _("回避")
        OBJECTED = "objected", _("当事人异议成立")
        REPLACED = "replaced", _("更换")

    mediation = models.ForeignKey(Mediation, models.PROTECT, related_name="mediators")
    participation = models.ForeignKey(Participation, models.PROTECT, related_name="mediators")
    post = models.ForeignKey("network.Post", models.PROTECT, related_name="mediations", verbose_name=_("调解员"))
    leads = models.BooleanField(_("主调解员"), default=False, db_default=False)
    chosen_by = models.CharField(_("产生方式"), max_length=12, choices=ChosenBy, default=ChosenBy.CENTRE)
    assigned_on = models.DateField(_("安排日期"))
    conflict_note = models.CharField(_("利益冲突说明"), max_length=500, blank=True, db_default="", default="")
    ended_on = models.DateField(_("结束日期"), null=True, blank=True)
    ended = models.CharField(_("结束原因"), max_length=12, choices=Ended, blank=True, db_default="", default="")
    ended_note = models.CharField(_("说明"), max_length=500, blank=True, db_default="", default="")

    objects = MediatorAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("调解员安排")
        ordering = ["-leads", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mediation", "post"],
                condition=Q(ended_on__isnull=True),
                name="mediator_once",
                violation_error_message=_("这位调解员已经安排。"),
            ),
            models.UniqueConstraint(
                fields=["mediation"], condition=Q(leads=True, ended_on__isnull=True), name="mediator_one_leads"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended="") | Q(ended_on__isnull=False, ended__gt=""),
                name="mediator_ended_with_reason",
            ),
        ]


@pghistory.track()
class Room(models.Model):
    """A place to sit: a room of a centre, or a standing link for online sessions (no video server of our own)."""

    organisation = models.ForeignKey("network.Organisation", models.PROTECT, related_name="mediation_rooms")
    name = models.CharField(_("名称"), max_length=60)
    seats = models.PositiveSmallIntegerField(_("座位数"), default=0, db_default=0)
    online = models.BooleanField(_("线上会议室"), default=False, db_default=False)
    link = models.URLField(_("会议链接"), max_length=300, blank=True, db_default="", default="")
    closed_on = models.DateField(_("停用日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("调解室")
        ordering = ["organisation_id", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                condition=Q(closed_on__isnull=True),
                name="room_name_once",
                violation_error_message=_("已有同名的调解室。"),
            )
        ]

    def __str__(self) -> str:
        return self.name
