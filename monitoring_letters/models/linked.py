"""What goes to other authorities about an employer, what comes from them, and what they say of it."""

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from monitoring_letters.models.letter import SupervisionLetter
from monitoring_letters.querysets import OfLetterQuerySet
from unionlaw.matters.beside import OfMatterQuerySet


@pghistory.track()
class LinkedInstrument(models.Model):
    """Something sent to another authority, or issued by one, about the same employer; each with its own clock."""

    class Kind(models.TextChoices):
        TO_INSPECTION = "to_inspection", _("移送劳动监察")
        TO_PROCURATORATE = "to_procuratorate", _("移送检察机关线索")
        INSPECTION_CASE = "inspection_case", _("劳动监察立案")
        PROCURATORIAL_ADVICE = "procuratorial_advice", _("检察建议")
        JUDICIAL_ADVICE = "judicial_advice", _("司法建议")
        OTHER = "other", _("其他")

    OURS = (Kind.TO_INSPECTION, Kind.TO_PROCURATORATE)

    letter = models.ForeignKey(SupervisionLetter, models.PROTECT, related_name="linked")
    kind = models.CharField(_("种类"), max_length=24, choices=Kind)
    organisation = models.ForeignKey(
        "network.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("协作单位")
    )
    body = models.CharField(_("单位"), max_length=120)
    number = models.CharField(_("文号"), max_length=60, blank=True, db_default="", default="")
    sent_on = models.DateField(_("移送或发出日期"))
    note = models.CharField(_("说明"), max_length=500, blank=True, db_default="", default="")
    answered_on = models.DateField(_("结果日期"), null=True, blank=True)
    outcome = models.CharField(_("结果"), max_length=500, blank=True, db_default="", default="")

    objects = OfLetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("移送与关联文书")
        ordering = ["sent_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, outcome="") | Q(answered_on__gte=F("sent_on"), outcome__gt=""),
                name="linked_answer_after_sending",
                violation_error_message=_("结果日期不能早于移送日期。"),
            )
        ]


class OrganReport(models.Model):
    """How far a partner organ is with a lead or letter that was handed to it; the newest row is its state."""

    class State(models.TextChoices):
        RECEIVED = "received", _("已收到")
        ACCEPTED = "accepted", _("已受理或立案")
        DECLINED = "declined", _("不予受理")
        ENDED = "ended", _("已办结")

    # After these nothing more is awaited from the organ.
    FINAL = (State.DECLINED, State.ENDED)

    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="organ_reports")
    organisation = models.ForeignKey("network.Organisation", models.PROTECT, related_name="+")
    state = models.CharField(_("办理状态"), max_length=12, choices=State)
    number = models.CharField(_("本单位案号或文号"), max_length=60, blank=True, db_default="", default="")
    note = models.CharField(_("说明"), max_length=500, blank=True, db_default="", default="")
    reported_on = models.DateField(_("反馈日期"))
    reported_by = models.ForeignKey("network.Post", models.PROTECT, null=True, related_name="+")

    objects = OfMatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("协作单位反馈")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["matter", "-id"], name="organ_report_of_matter")]
