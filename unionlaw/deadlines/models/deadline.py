"""Time limits of matters, what was done to them, and the requests around them."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from unionlaw.deadlines.querysets import DeadlineQuerySet
from unionlaw.matters.models.matter import Kind

_SCOPES = tuple(f"scope{level}" for level in range(1, 6))
_COPIED = ("kind", *_SCOPES)


class State(models.TextChoices):
    OPEN = "open", _("进行中")
    SUSPENDED = "suspended", _("已中止")
    MET = "met", _("已完成")
    CANCELLED = "cancelled", _("已撤销")


class Deadline(models.Model):
    """One time limit of one matter: its dates with their explanation, its state, and its reminder schedule.

    `explanation` is the trace of the arithmetic (see arithmetic.explain); `step_at` holds the moments of the ladder's
    steps in order, `step_no` how many have fallen, `next_step_at` the next one or NULL when none is to fall.
    """

    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="deadlines")
    rule_version = models.ForeignKey("deadlines.RuleVersion", models.PROTECT, related_name="deadlines")
    subject = models.CharField(max_length=60, blank=True, db_default="")
    label = models.CharField(_("事由"), max_length=120, blank=True, db_default="")
    responsible = models.ForeignKey(
        "network.Post", models.PROTECT, null=True, related_name="deadlines", verbose_name=_("责任人")
    )
    # The responsible was named, not found by the rule: they do not change with the matter's owner or lawyer.
    named = models.BooleanField(default=False, db_default=False)
    organisation = models.ForeignKey("network.Organisation", models.PROTECT, related_name="+")
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.OPEN)
    start_on = models.DateField(_("起算日"))
    due_on = models.DateField(_("到期日"))
    external_due_on = models.DateField(null=True, blank=True)  # C12: the later reading, shown beside the earlier one
    fixed_on = models.DateField(null=True, blank=True)  # a date on paper that won over the rule
    provisional = models.BooleanField(_("暂定"), default=False, db_default=False)
    extended_by = models.PositiveIntegerField(default=0, db_default=0)
    suspensions = models.JSONField(default=list)  # [["2026-02-01", "2026-02-10"], …]; the last end null while suspended
    explanation = models.JSONField(default=list)
    due_version = models.PositiveIntegerField(default=1, db_default=1)
    opened_event = models.ForeignKey("matters.Event", models.PROTECT, null=True, related_name="+")
    ended_event = models.ForeignKey("matters.Event", models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    met_on = models.DateField(_("完成日"), null=True, blank=True)
    urgent = models.BooleanField(default=False, db_default=False)
    step_at = ArrayField(models.DateTimeField(), default=list)
    step_no = models.PositiveSmallIntegerField(default=0, db_default=0)
    next_step_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    snoozed_until = models.DateTimeField(null=True, blank=True)
    # When its reminder could not be written: then it is off the schedule until an administrator puts it back.
    put_aside_at = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)
    # The matter's, kept true by a trigger: lists of limits are walked as flat as lists of matters.
    kind = models.CharField(max_length=24, editable=False, db_default="", choices=Kind)
    scope1 = models.BigIntegerField(null=True, editable=False)
    scope2 = models.BigIntegerField(null=True, editable=False)
    scope3 = models.BigIntegerField(null=True, editable=False)
    scope4 = models.BigIntegerField(null=True, editable=False)
    scope5 = models.BigIntegerField(null=True, editable=False)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        verbose_name = _("期限")
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "rule_version", "subject"],
                condition=Q(state__in=[State.OPEN, State.SUSPENDED]),
                name="deadline_open_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "suspended"], ended_at__isnull=True)
                | Q(state__in=["met", "cancelled"], ended_at__isnull=False, next_step_at__isnull=True),
                name="deadline_ended_means_ended",
            ),
            models.CheckConstraint(
                condition=~Q(state="suspended") | Q(next_step_at__isnull=True), name="deadline_suspended_is_quiet"
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_step_at", "id"], condition=Q(next_step_at__isnull=False), name="deadline_to_remind"
            ),
            models.Index(
                fields=["put_aside_at", "id"], condition=Q(put_aside_at__isnull=False), name="deadline_put_aside"
            ),
            models.Index(fields=["matter", "state", "due_on"], name="deadline_matter"),
            models.Index(fields=["responsible", "state", "due_on", "id"], name="deadline_responsible"),
            *(
                models.Index(
                    fields=[f"scope{level}", "due_on", "id"],
                    condition=Q(state="open"),
                    name=f"deadline_scope{level}_due",
                )
                for level in range(1, 6)
            ),
            *(
                models.Index(
                    fields=[f"scope{level}", "state", "due_on", "id"],
                    condition=Q(state__in=["suspended", "met", "cancelled"]),
                    name=f"deadline_scope{level}_rest",
                )
                for level in range(1, 6)
            ),
            models.Index(
                fields=["rule_version", "due_on", "id"],
                include=["matter", *_SCOPES],
                condition=Q(state="open"),
                name="deadline_of_rule",
            ),
            models.Index(
                fields=["kind", "due_on", "id"], include=_SCOPES, condition=Q(state="open"), name="deadline_of_kind"
            ),
            models.Index(fields=["due_on", "id"], condition=Q(state="open", provisional=True), name="deadline_to_firm"),
            # Reports count what fell due in a month, whatever became of it.
            models.Index(fields=["due_on"], name="deadline_day"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="deadline_copies_scopes",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("matter_id"),
                # Locked, so that a move of the organisation that is under way is waited for instead of missed.
                # (After a change the matter's own trigger passes it on: migration 0002.)
                func=f"""
                    SELECT {", ".join(_COPIED)} INTO {", ".join(f"NEW.{c}" for c in _COPIED)}
                        FROM matters_matter WHERE id = NEW.matter_id FOR SHARE;
                    RETURN NEW;
                """,  # noqa: S608  our own columns
            )
        ]

    @property
    def is_put_aside(self) -> bool:
        """Whether its reminders stand still because one could not be written."""
        return self.put_aside_at is not None and self.next_step_at is None and self.state == State.OPEN


class DeadlineChange(models.Model):
    """What was done to a time limit, by whom and why. Append-only."""

    class What(models.TextChoices):
        OPENED = "opened", _("开始计算")
        MET = "met", _("完成")
        CANCELLED = "cancelled", _("撤销")
        EXTENDED = "extended", _("延长")
        SUSPENDED = "suspended", _("中止")
        RESUMED = "resumed", _("恢复")
        RESTARTED = "restarted", _("重新起算")
        RECOMPUTED = "recomputed", _("重新计算")
        HANDED_OVER = "handed_over", _("移交")
        ACKNOWLEDGED = "acknowledged", _("知悉")
        SNOOZED = "snoozed", _("稍后提醒")
        CHASED = "chased", _("督办")
        PUT_ASIDE = "put_aside", _("提醒出错，已搁置")
        REMINDED_AGAIN = "reminded_again", _("恢复提醒")

    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="changes")
    what = models.CharField(max_length=14, choices=What)
    at = models.DateTimeField()
    before_on = models.DateField(null=True)
    after_on = models.DateField(null=True)
    reason = models.CharField(max_length=500, blank=True, db_default="")
    data = models.JSONField(default=dict)
    event = models.ForeignKey("matters.Event", models.PROTECT, null=True, related_name="+")
    by_user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    by_post = models.ForeignKey("network.Post", models.PROTECT, null=True, related_name="+")
    job = models.CharField(max_length=40, blank=True, db_default="")

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["deadline", "-id"], name="deadlinechange_of")]
        triggers = [pgtrigger.Protect(name="deadlinechange_append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


class Extension(models.Model):
    """A request to extend: granted at once, or by a second person where the rule says so."""

    class State(models.TextChoices):
        ASKED = "asked", _("待复核")
        GRANTED = "granted", _("已同意")
        REFUSED = "refused", _("未同意")

    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="extensions")
    length = models.PositiveIntegerField(_("延长"))
    reason = models.CharField(_("理由"), max_length=500)
    consent = models.CharField(_("同意情况"), max_length=500, blank=True, db_default="")
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("network.Post", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("network.Post", models.PROTECT, null=True, related_name="+")
    decision = models.CharField(_("意见"), max_length=500, blank=True, db_default="")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["deadline"], condition=Q(state="asked"), name="extension_asked_once"),
            models.CheckConstraint(
                condition=Q(asked_by__isnull=True) | Q(decided_by__isnull=True) | ~Q(state="granted") | Q(length__gt=0),
                name="extension_has_length",
            ),
        ]


class Chase(models.Model):
    """督办: a superior asks what became of a matter or a limit; the answer is due by a day of its own."""

    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="chases")
    deadline = models.ForeignKey(Deadline, models.PROTECT, null=True, blank=True, related_name="chases")
    answer_deadline = models.OneToOneField(Deadline, models.PROTECT, null=True, related_name="chase")
    question = models.CharField(_("督办事项"), max_length=500)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("network.Post", models.PROTECT, null=True, related_name="+")
    asked_of = models.ForeignKey("network.Post", models.PROTECT, related_name="+")
    answer = models.CharField(_("答复"), max_length=1000, blank=True, db_default="")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey("network.Post", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-pk"]


class CalendarFeed(models.Model):
    """A secret address under which a calendar program reads time limits; only the token's hash is stored."""

    class Scope(models.TextChoices):
        PERSONAL = "personal", _("个人")
        TEAM = "team", _("本单位")

    post = models.ForeignKey("network.Post", models.CASCADE, related_name="calendar_feeds")
    scope = models.CharField(_("范围"), max_length=8, choices=Scope)
    with_names = models.BooleanField(_("显示当事人姓名"), default=False)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_read_at = models.DateTimeField(null=True, blank=True)
