"""Sessions: when, where, with whom; proposals of times, bookings that cannot overlap, who came."""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mediation.models.mediation import Mediation
from mediation.models.organs import Room
from mediation.querysets import OfMatterQuerySet, OfMediationQuerySet, OfSessionQuerySet


@pghistory.track()
class TimeSlot(models.Model):
    """A time proposed to both sides and the mediators."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("征求中")
        CHOSEN = "chosen", _("已选定")
        DROPPED = "dropped", _("未采用")

    mediation = models.ForeignKey(Mediation, models.PROTECT, related_name="time_slots")
    starts_at = models.DateTimeField(_("开始"))
    ends_at = models.DateTimeField(_("结束"))
    room = models.ForeignKey(Room, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("调解室"))
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.PROPOSED)

    objects = OfMediationQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="time_slot_in_order",
                violation_error_message=_("结束时间应晚于开始时间。"),
            ),
            models.UniqueConstraint(
                fields=["mediation", "starts_at"], condition=Q(state="proposed"), name="time_slot_once"
            ),
        ]


@pghistory.track()
class FreeTime(models.Model):
    """A time at which a party said it could come, before any was proposed."""

    mediation = models.ForeignKey(Mediation, models.PROTECT, related_name="free_times")
    party = models.ForeignKey("matters.Party", models.PROTECT, related_name="+", verbose_name=_("当事人"))
    starts_at = models.DateTimeField(_("起"))
    ends_at = models.DateTimeField(_("止"))

    objects = OfMediationQuerySet.as_manager()

    class Meta:
        verbose_name = _("方便的时间")
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="free_time_in_order",
                violation_error_message=_("结束时间应晚于开始时间。"),
            ),
            models.UniqueConstraint(fields=["party", "mediation", "starts_at"], name="free_time_once"),
        ]


class SlotAnswerQuerySet(OfMatterQuerySet):
    way = "slot__mediation__matter"


@pghistory.track()
class SlotAnswer(models.Model):
    """Whether a party or a mediator can come at a proposed time."""

    slot = models.ForeignKey(TimeSlot, models.CASCADE, related_name="answers")
    party = models.ForeignKey("matters.Party", models.PROTECT, null=True, blank=True, related_name="+")
    mediator = models.ForeignKey("network.Post", models.PROTECT, null=True, blank=True, related_name="+")
    can_come = models.BooleanField()

    objects = SlotAnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(party__isnull=False, mediator__isnull=True) | Q(party__isnull=True, mediator__isnull=False),
                name="slot_answer_of_one",
            ),
            models.UniqueConstraint(
                fields=["slot", "party", "mediator"], nulls_distinct=False, name="slot_answer_once"
            ),
        ]


@pghistory.track()
class Session(models.Model):
    """One meeting 调解会."""

    class State(models.TextChoices):
        PLANNED = "planned", _("待召开")
        HELD = "held", _("已召开")
        ADJOURNED = "adjourned", _("延期再调")
        CANCELLED = "cancelled", _("已取消")

    mediation = models.ForeignKey(Mediation, models.PROTECT, related_name="sessions")
    number = models.PositiveSmallIntegerField(_("次序"))
    starts_at = models.DateTimeField(_("开始"))
    ends_at = models.DateTimeField(_("结束"))
    room = models.ForeignKey(Room, models.PROTECT, null=True, blank=True, related_name="sessions")
    place = models.CharField(_("地点"), max_length=200, blank=True, db_default="", default="")
    online = models.BooleanField(_("在线"), default=False, db_default=False)
    link = models.URLField(_("会议链接"), max_length=300, blank=True, db_default="", default="")
    state = models.CharField(_("状态"), max_length=12, choices=State, default=State.PLANNED)
    minutes = models.TextField(_("调解笔录"), blank=True, db_default="", default="")
    adjourned_reason = models.CharField(_("延期原因"), max_length=300, blank=True, db_default="", default="")
    cancelled_reason = models.CharField(_("取消原因"), max_length=300, blank=True, db_default="", default="")
    recorded_by = models.ForeignKey("network.Post", models.PROTECT, null=True, blank=True, related_name="+")

    objects = OfMediationQuerySet.as_manager()

    class Meta:
        verbose_name = _("调解会")
        ordering = ["number"]
        indexes = [
            models.Index(fields=["starts_at"], name="session_starts"),
            models.Index(fields=["ends_at"], condition=Q(state="planned"), name="session_planned_until"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["mediation", "number"], name="session_number_once"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="session_in_order",
                violation_error_message=_("结束时间应晚于开始时间。"),
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | Q(cancelled_reason__gt=""), name="session_cancelled_with_reason"
            ),
        ]


class Booking(models.Model):
    """A mediator or a room taken for a session. The database refuses two bookings of one at the same time."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="bookings")
    post = models.ForeignKey("network.Post", models.PROTECT, null=True, blank=True, related_name="bookings")
    room = models.ForeignKey(Room, models.PROTECT, null=True, blank=True, related_name="bookings")
    during = DateTimeRangeField()
    released = models.BooleanField(default=False, db_default=False)

    objects = OfSessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(post__isnull=False, room__isnull=True) | Q(post__isnull=True, room__isnull=False),
                name="booking_of_one",
            ),
            ExclusionConstraint(
                name="booking_mediator_once",
                expressions=[("during", RangeOperators.OVERLAPS), ("post", RangeOperators.EQUAL)],
                condition=Q(released=False, post__isnull=False),
                violation_error_message=_("这位调解员在这段时间已有安排。"),
            ),
            ExclusionConstraint(
                name="booking_room_once",
                expressions=[("during", RangeOperators.OVERLAPS), ("room", RangeOperators.EQUAL)],
                condition=Q(released=False, room__isnull=False),
                violation_error_message=_("这间调解室在这段时间已有安排。"),
            ),
        ]


@pghistory.track()
class Attendance(models.Model):
    """Who was invited to a session, how, and whether they came; online, how they were identified."""

    class Came(models.TextChoices):
        PRESENT = "present", _("到会")
        REPRESENTED = "represented", _("委托他人到会")
        ABSENT = "absent", _("未到会")

    session = models.ForeignKey(Session, models.CASCADE, related_name="attendances")
    party = models.ForeignKey("matters.Party", models.PROTECT, null=True, blank=True, related_name="+")
    mediator = models.ForeignKey("network.Post", models.PROTECT, null=True, blank=True, related_name="+")
    guest = models.CharField(_("其他参加人"), max_length=60, blank=True, db_default="", default="")
    invited_by = models.CharField(_("通知方式"), max_length=60, blank=True, db_default="", default="")
    invited_at = models.DateTimeField(null=True, blank=True)
    came = models.CharField(_("到会情况"), max_length=12, choices=Came, blank=True, db_default="", default="")
    agent = models.CharField(_("代理人"), max_length=60, blank=True, db_default="", default="")
    identity_checked = models.BooleanField(_("已核验身份"), default=False, db_default=False)
    identity_note = models.CharField(_("核验方式"), max_length=120, blank=True, db_default="", default="")

    objects = OfSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("参加人")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "party"], condition=Q(party__isnull=False), name="attendance_party_once"
            ),
            models.UniqueConstraint(
                fields=["session", "mediator"], condition=Q(mediator__isnull=False), name="attendance_mediator_once"
            ),
        ]
