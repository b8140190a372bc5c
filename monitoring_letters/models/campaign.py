"""A public letter that also goes to many employers, to each as a letter of its own (docs/adr/0010-campaigns.md)."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from monitoring_letters.models.letter import SupervisionLetter
from monitoring_letters.querysets import OfLetterQuerySet


class OfCampaignQuerySet(OfLetterQuerySet):
    """For models that belong to a campaign (`campaign`)."""

    way = "campaign__letter__matter"


@pghistory.track()
class Campaign(models.Model):
    """What mailing needs besides the public letter, whose text and approval hold for every letter of it."""

    letter = models.OneToOneField(SupervisionLetter, models.PROTECT, primary_key=True, related_name="campaign")
    season = models.CharField(_("季节模板"), max_length=24, blank=True, db_default="", default="")
    criteria = models.JSONField(_("筛选条件"), default=dict, help_text="the filter that chose addressees")
    sealed = models.BooleanField(_("加盖电子印章"), default=False, db_default=False)
    begun_at = models.DateTimeField(_("开始制发"), null=True, blank=True)
    begun_by = models.ForeignKey("network.Post", models.PROTECT, null=True, blank=True, related_name="+")
    stopped_at = models.DateTimeField(_("停止时间"), null=True, blank=True)
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)

    objects = OfLetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("批量发函")
        indexes = [
            models.Index(
                fields=["begun_at"],
                condition=Q(begun_at__isnull=False, stopped_at__isnull=True, finished_at__isnull=True),
                name="campaign_to_do",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(begun_at__isnull=False, begun_by__isnull=False)
                | Q(begun_at__isnull=True, stopped_at__isnull=True, finished_at__isnull=True),
                name="campaign_begun_before_it_ends",
            )
        ]


@pghistory.track(exclude=["state", "error", "letter"])
class CampaignAddressee(models.Model):
    """One employer of a campaign. Whoever issues its letter holds the row's lock; a worker that dies lets go of it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("待制发")
        ISSUED = "issued", _("已制发")
        FAILED = "failed", _("未制发")
        EXCLUDED = "excluded", _("已排除")

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="addressees")
    employer = models.ForeignKey("registers.Employer", models.PROTECT, related_name="+", verbose_name=_("用人单位"))
    position = models.PositiveIntegerField()
    facts = models.TextField(_("本单位情况"), blank=True, db_default="", default="", help_text=_("写在正文之后"))
    recipient = models.CharField(_("收件人"), max_length=60, blank=True, db_default="", default="")
    address = models.CharField(_("寄送地址"), max_length=200, blank=True, db_default="", default="")
    workers = models.PositiveIntegerField(_("职工人数"), null=True, blank=True)
    excluded_reason = models.CharField(_("排除原因"), max_length=300, blank=True, db_default="", default="")
    state = models.CharField(_("制发"), max_length=8, choices=State, default=State.WAITING)
    letter = models.OneToOneField(
        SupervisionLetter, models.PROTECT, null=True, blank=True, related_name="addressee", verbose_name=_("函书")
    )
    error = models.CharField(max_length=500, blank=True, db_default="", default="")

    objects = OfCampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("收件单位")
        ordering = ["position", "pk"]
        indexes = [
            models.Index(fields=["campaign", "position", "id"], name="addressee_in_order"),
            models.Index(
                fields=["campaign", "position"], condition=Q(state="waiting"), name="addressee_waiting"
            ),
        ]  # fmt: skip
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "employer"],
                name="addressee_once",
                violation_error_message=_("这家用人单位已在名单中。"),
            ),
            models.CheckConstraint(
                condition=Q(state="issued", letter__isnull=False, error="", excluded_reason="")
                | Q(state="waiting", letter__isnull=True, error="", excluded_reason="")
                | Q(state="failed", letter__isnull=True, error__gt="", excluded_reason="")
                | Q(state="excluded", letter__isnull=True, error="", excluded_reason__gt=""),
                name="addressee_state",
            ),
        ]

    def __str__(self) -> str:
        return str(self.employer)
