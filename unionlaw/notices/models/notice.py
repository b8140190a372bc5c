"""Notices, their deliveries, and how people want to be told (docs/adr/0007-notices.md)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from unionlaw.lib.sealed import SealedModel, SealedTextField
from unionlaw.notices.querysets import NoticeQuerySet


class Urgency(models.TextChoices):
    NORMAL = "normal", _("普通")
    URGENT = "urgent", _("紧急")


class Notice(models.Model):
    """One message to one person in one post: the inbox row, and the source of every delivery.

    `kind` names its wording (notices.kinds); `data` holds what the wording fills in; `key` is unique, so that the same
    thing is told to the same post once. `due_at` is when it should have been written, `late` whether that was missed.
    """

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=40)
    urgency = models.CharField(max_length=6, choices=Urgency, default=Urgency.NORMAL, db_default="normal")
    post = models.ForeignKey("network.Post", models.PROTECT, related_name="notices")
    # The inbox's index begins with it.
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="notices", db_index=False)
    matter = models.ForeignKey("matters.Matter", models.PROTECT, null=True, blank=True, related_name="notices")
    about = models.CharField(max_length=40, blank=True, db_default="")  # "deadline:12", "chase:3"
    data = models.JSONField(default=dict, db_default={})
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    late = models.BooleanField(default=False, db_default=False)
    spread_at = models.DateTimeField(null=True, blank=True)
    awaits_digest = models.BooleanField(default=False, db_default=False)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("通知")
        indexes = [
            # With what the inbox filters by: a kind that somebody was hardly ever told is looked for inside the index.
            models.Index(fields=["user", "-created_at", "-id"], include=["kind", "urgency"], name="notice_inbox"),
            models.Index(fields=["user"], condition=Q(read_at__isnull=True), name="notice_unread"),
            models.Index(fields=["id"], condition=Q(spread_at__isnull=True), name="notice_to_spread"),
            models.Index(fields=["user", "id"], condition=Q(awaits_digest=True), name="notice_awaits_digest"),
            models.Index(fields=["about", "id"], name="notice_about"),
            models.Index(fields=["matter", "-id"], name="notice_matter"),
        ]


class Digest(models.Model):
    """The daily mail of one person; it lists the notices that waited for it."""

    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="digests")
    day = models.DateField()
    created_at = models.DateTimeField()
    notices = models.ManyToManyField(Notice, related_name="digests")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="digest_once_a_day")]


class Delivery(models.Model):
    """One notice (or digest) on its way through one channel."""

    class State(models.TextChoices):
        WAITING = "waiting", _("待发送")
        SENT = "sent", _("已发送")
        DEAD = "dead", _("发送失败")
        DROPPED = "dropped", _("不再发送")

    notice = models.ForeignKey(Notice, models.PROTECT, null=True, blank=True, related_name="deliveries")
    digest = models.ForeignKey(Digest, models.PROTECT, null=True, blank=True, related_name="deliveries")
    channel = models.CharField(max_length=12)
    robot = models.ForeignKey("notices.Robot", models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True)
    locked_until = models.DateTimeField(null=True, blank=True)
    lease = models.UUIDField(null=True, blank=True)
    last_error = models.CharField(max_length=500, blank=True, db_default="")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    receipt = models.CharField(max_length=200, blank=True, db_default="")
    # What an administrator last did about a dead one: sent it again, or dropped it for a reason.
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    handled_reason = models.CharField(max_length=500, blank=True, db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "channel", "robot"],
                nulls_distinct=False,
                name="delivery_once",
                condition=Q(notice__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["digest", "channel"], condition=Q(digest__isnull=False), name="delivery_of_digest_once"
            ),
            models.CheckConstraint(
                condition=Q(notice__isnull=False, digest__isnull=True) | Q(notice__isnull=True, digest__isnull=False),
                name="delivery_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", next_at__isnull=False) | (~Q(state="waiting") & Q(next_at__isnull=True)),
                name="delivery_waits_for_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["next_at", "id"], condition=Q(state="waiting"), name="delivery_due"),
            models.Index(fields=["-id"], condition=Q(state="dead"), name="delivery_dead"),
        ]


class Preference(SealedModel):
    """How a person wants to be told; the inbox is always on. Urgent notices ignore the digest."""

    user = models.OneToOneField("accounts.User", models.CASCADE, primary_key=True, related_name="notice_preference")
    email = models.BooleanField(_("电子邮件"), default=True)
    sms = models.BooleanField(_("短信"), default=False, help_text=_("只发紧急提醒"))
    digest = models.BooleanField(_("每日汇总"), default=True, help_text=_("普通提醒每个工作日8:30合成一封邮件"))
    language = models.CharField(_("通知语言"), max_length=10, default="zh-hans")
    phone = SealedTextField(_("手机号码"), mask="phone")


class Robot(SealedModel):
    """A chat group's webhook: all urgent notices of an organisation's people, and what falls overdue there."""

    class Kind(models.TextChoices):
        WECOM = "wecom", _("企业微信群机器人")
        DINGTALK = "dingtalk", _("钉钉群机器人")

    organisation = models.ForeignKey("network.Organisation", models.CASCADE, related_name="robots")
    kind = models.CharField(_("种类"), max_length=8, choices=Kind)
    name = models.CharField(_("群名称"), max_length=60)
    address = SealedTextField(_("Webhook 地址"), mask="whole")
    secret = SealedTextField(_("加签密钥"), mask="whole")
    active = models.BooleanField(_("启用"), default=True)
    created_at = models.DateTimeField()


class Heartbeat(models.Model):
    """When each recurring job last finished: the dead-man row (name: "deadlines", "spread", "send", "digest")."""

    name = models.CharField(primary_key=True, max_length=20)
    finished_at = models.DateTimeField()
    rows = models.PositiveIntegerField(default=0)
