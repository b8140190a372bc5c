"""Invitations of parties to a session: the row is the queue, a task sends it (docs/adr/0007-notices.md)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mediation.models.sessions import Attendance
from mediation.querysets import OfMatterQuerySet
from unionlaw.lib.sealed import SealedModel, SealedTextField


class InvitationQuerySet(OfMatterQuerySet):
    way = "attendance__session__mediation__matter"


class Invitation(SealedModel):
    """One message to one party about one session; people of organs are told by notices of the portal."""

    class What(models.TextChoices):
        SCHEDULED = "scheduled", _("会议通知")
        RESCHEDULED = "rescheduled", _("改期通知")
        CANCELLED = "cancelled", _("取消通知")

    class State(models.TextChoices):
        WAITING = "waiting", _("待发送")
        SENT = "sent", _("已发送")
        DEAD = "dead", _("发送失败")

    class Channel(models.TextChoices):
        SMS = "sms", _("短信")
        EMAIL = "email", _("电子邮件")

    attendance = models.ForeignKey(Attendance, models.CASCADE, related_name="invitations")
    what = models.CharField(max_length=12, choices=What)
    channel = models.CharField(max_length=8, choices=Channel)
    address = SealedTextField(_("地址"), mask="whole")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=500, blank=True, db_default="", default="")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("会议通知")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", next_at__isnull=False) | (~Q(state="waiting") & Q(next_at__isnull=True)),
                name="invitation_waits_for_a_time",
            )
        ]
        indexes = [
            models.Index(fields=["next_at", "id"], condition=Q(state="waiting"), name="invitation_due"),
        ]
