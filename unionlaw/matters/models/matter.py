"""The spine: everything with a number, an owner, a status and a timeline is a matter (docs/adr/0001-spine.md)."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from unionlaw.lib.wording import shown
from unionlaw.matters.models.copies import COPIED, ways_to_matters
from unionlaw.matters.querysets import MatterQuerySet


class Phase(models.TextChoices):
    """How far along a status is; colour and default filters hang on it."""

    OPEN = "open", _("办理中")
    WAITING = "waiting", _("等待中")
    SUSPENDED = "suspended", _("已中止")
    CLOSED = "closed", _("已办结")
    ARCHIVED = "archived", _("已归档")


LIVE_PHASES = (Phase.OPEN, Phase.WAITING, Phase.SUSPENDED)


class Kind(models.TextChoices):
    CONSULTATION = "consultation", _("咨询")
    WORK_ORDER = "work_order", _("工单")
    AID_CASE = "aid_case", _("法律援助案件")
    MEDIATION = "mediation", _("调解")
    LEAD = "lead", _("线索")
    SUPERVISION_LETTER = "supervision_letter", _("一函两书")
    INSPECTION = "inspection", _("排查")
    REPORT = "report", _("报表")


class Channel(models.TextChoices):
    """How a matter came in."""

    WINDOW = "window", _("窗口")
    DUTY_LAWYER = "duty_lawyer", _("值班律师")
    HOTLINE_12351 = "hotline_12351", _("12351工会热线")
    HOTLINE_12345 = "hotline_12345", _("12345政务热线转办")
    RECEPTION_DAY = "reception_day", _("主席接待日")
    ONLINE = "online", _("网上申请")
    KIOSK = "kiosk", _("自助终端")
    VISIT = "visit", _("走访企业")
    REFERRAL = "referral", _("部门移送")


class Priority(models.IntegerChoices):
    NORMAL = 0, _("普通")
    HIGH = 1, _("优先")
    URGENT = 2, _("紧急")


class Status(models.Model):
    """Reference rows written from each app's states.py; a matter cannot be in a status that is not declared."""

    code = models.CharField(primary_key=True, max_length=60)
    kind = models.CharField(max_length=24, choices=Kind)
    phase = models.CharField(max_length=12, choices=Phase)
    label = models.CharField(max_length=40)
    public_label = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["kind", "position"]
        constraints = [
            # Target of the composite foreign key that keeps matters.phase true.
            models.UniqueConstraint(fields=["code", "phase"], name="status_code_phase"),
        ]

    def __str__(self) -> str:
        return str(shown(self.label))


class Counter(models.Model):
    """The last number given, per organisation, kind and year. Locked in the transaction that takes the next."""

    organisation = models.ForeignKey("network.Organisation", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=24)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind", "year"], name="counter_once"),
        ]


class NumberPattern(models.Model):
    """How numbers are printed: for one organisation, or for all when it is empty.

    `pattern` may use {prefix}, {year} and {serial}, for instance "{prefix}援〔{year}〕{serial}号".
    """

    organisation = models.ForeignKey("network.Organisation", models.CASCADE, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=24, choices=Kind)
    pattern = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind"], nulls_distinct=False, name="number_pattern_once")
        ]


_BOOKKEEPING = ("search_text", "umbrella", "version", "updated_at", "last_event", "watched_until")


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(condition=pghistory.AnyChange(exclude=list(_BOOKKEEPING))),
    exclude=["search_text", "umbrella"],
    # The default name is taken by the timeline.
    obj_field=pghistory.ObjForeignKey(related_name="history", related_query_name="history"),
)
class Matter(models.Model):
    """One proceeding about a dispute: a consultation, an aid case, a mediation, a letter.

    Each workflow app keeps its own columns in one row beside this one (`matter` is its primary key).
    """

    kind = models.CharField(_("种类"), max_length=24, choices=Kind, editable=False)
    # `db_index=False`: an index of models/copies.py or a constraint begins with it. A short one of its own costs every
    # write, and planners have taken it for the quicker way.
    number_organisation = models.ForeignKey(
        "network.Organisation", models.PROTECT, related_name="+", editable=False, db_index=False
    )
    year = models.PositiveSmallIntegerField(editable=False)
    serial = models.PositiveIntegerField(editable=False)
    number = models.CharField(_("编号"), max_length=60, editable=False)
    title = models.CharField(_("标题"), max_length=200)
    summary = models.TextField(_("摘要"), blank=True, db_default="")
    dispute = models.ForeignKey(
        "matters.Dispute", models.PROTECT, null=True, blank=True, related_name="matters", verbose_name=_("争议")
    )
    status = models.ForeignKey(Status, models.PROTECT, related_name="+", verbose_name=_("状态"), db_index=False)
    phase = models.CharField(_("阶段"), max_length=12, choices=Phase)
    organisation = models.ForeignKey(
        "network.Organisation", models.PROTECT, related_name="matters", verbose_name=_("承办单位")
    )
    owner = models.ForeignKey(
        "network.Post", models.PROTECT, null=True, blank=True, related_name="owned_matters", verbose_name=_("经办人"),
        db_index=False,
    )  # fmt: skip
    priority = models.PositiveSmallIntegerField(_("优先级"), choices=Priority, default=Priority.NORMAL, db_default=0)
    green_channel = models.BooleanField(_("绿色通道"), default=False, db_default=False)
    group = models.BooleanField(_("群体性"), default=False, db_default=False, help_text=_("10人以上共同请求"))
    umbrella = models.BooleanField(
        default=False, db_default=False, editable=False, help_text="others of its kind go out under it"
    )
    channel = models.CharField(_("来源"), max_length=20, choices=Channel)
    cause = models.ForeignKey(
        "registers.Cause", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("案由"),
        db_index=False,
    )  # fmt: skip
    claimant_names = models.CharField(_("申请人"), max_length=200, blank=True, db_default="")
    respondent_names = models.CharField(_("被申请人"), max_length=200, blank=True, db_default="")
    opened_at = models.DateTimeField(_("受理时间"), editable=False)
    closed_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    closed_reason = models.CharField(_("办结方式"), max_length=40, blank=True, db_default="")
    next_due_on = models.DateField(_("下一期限"), null=True, blank=True)
    watched_until = models.DateField(_("期限排到"), null=True, blank=True, editable=False)
    next_step = models.CharField(_("下一步"), max_length=80, blank=True, db_default="")
    updated_at = models.DateTimeField(_("更新时间"))
    search_text = models.TextField(editable=False, blank=True, db_default="")
    last_event = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)
    # The holder's ancestors by depth in the tree, itself included: a reader at depth d compares one column.
    scope1 = models.BigIntegerField(null=True, editable=False)
    scope2 = models.BigIntegerField(null=True, editable=False)
    scope3 = models.BigIntegerField(null=True, editable=False)
    scope4 = models.BigIntegerField(null=True, editable=False)
    scope5 = models.BigIntegerField(null=True, editable=False)

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("事项")
        constraints = [
            models.UniqueConstraint(fields=["number"], name="matter_number_once"),
            models.UniqueConstraint(
                fields=["number_organisation", "kind", "year", "serial"], name="matter_serial_once"
            ),
            models.CheckConstraint(
                condition=Q(
                    kind=Func(
                        F("status"),
                        models.Value("."),
                        models.Value(1),
                        function="split_part",
                        output_field=models.CharField(),
                    )
                ),
                name="matter_status_of_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(phase__in=[Phase.CLOSED, Phase.ARCHIVED], closed_at__isnull=False, closed_reason__gt="")
                | Q(phase__in=LIVE_PHASES, closed_at__isnull=True, closed_reason=""),
                name="matter_closed_means_closed",
                violation_error_message=_("办结必须有时间和方式；未办结则都没有。"),
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")),
                name="matter_closed_after_opened",
            ),
        ]
        indexes = [
            *ways_to_matters(),
            *(
                # Nothing forgotten: live matters by the day up to which a time limit watches them, none at the end.
                models.Index(
                    fields=[f"scope{level}", "watched_until", "id"],
                    condition=Q(phase__in=LIVE_PHASES, **{f"scope{level}__isnull": False}),
                    name=f"matter_scope{level}_watched",
                )
                for level in range(1, 6)
            ),
            GinIndex(Func(F("search_text"), function="unionlaw_terms"), name="matter_search"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="matter_tells_its_grants",
                when=pgtrigger.After,
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(*COPIED),
                # Touched only: their own trigger copies.
                func="UPDATE matters_grant SET matter_id = matter_id WHERE matter_id = NEW.id; RETURN NEW;",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def is_live(self) -> bool:
        return self.phase in LIVE_PHASES


class Event(models.Model):
    """One thing that happened to a matter. Append-only; numbered without holes within its matter."""

    class Audience(models.TextChoices):
        STAFF = "staff", _("工会内部")
        ORGANS = "organs", _("协作单位")
        PARTIES = "parties", _("当事人")

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="events")
    sequence = models.PositiveIntegerField()
    name = models.CharField(max_length=60)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Func(function="statement_timestamp"), editable=False)
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    post = models.ForeignKey("network.Post", models.PROTECT, null=True, related_name="+")
    job = models.CharField(max_length=40, blank=True, db_default="")
    reason = models.CharField(max_length=1000, blank=True, db_default="")
    data = models.JSONField(default=dict)
    audience = models.CharField(max_length=8, choices=Audience)

    class Meta:
        ordering = ["-sequence"]
        constraints = [models.UniqueConstraint(fields=["matter", "sequence"], name="event_sequence_once")]
        # Reports count what happened in a month.
        indexes = [models.Index(fields=["name", "happened_at"], name="event_name_happened")]
        triggers = [pgtrigger.Protect(name="event_append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
