"""A lead: information suggesting that an employer breaks labour law (docs/adr/0009-supervision-letters.md)."""

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from monitoring_letters.querysets import BesideMatterQuerySet
from unionlaw.matters.models.copies import PLACE, Placed, copies_place, ways_to_rows


class Topic(models.TextChoices):
    """What leads and letters are about: the scope of the joint notice of 最高检 and 全总 of 2024."""

    PAY = "pay", _("劳动报酬")
    INSURANCE = "insurance", _("社会保险和福利")
    HOURS = "hours", _("工作时间和休息休假")
    CONTRACT = "contract", _("劳动合同")
    DISMISSAL = "dismissal", _("违法解除劳动合同")
    SAFETY = "safety", _("劳动安全卫生和职业病防治")
    HEAT = "heat", _("防暑降温")
    PROTECTION = "protection", _("女职工、未成年工、残疾和大龄劳动者保护")
    DISPATCH = "dispatch", _("劳务派遣")
    RULES = "rules", _("规章制度")
    BARGAINING = "bargaining", _("集体协商和集体合同")
    CONGRESS = "congress", _("职工代表大会")
    OTHER = "other", _("其他")


LEAD_CHOICES = ("source", "topic")
"""What lists are filtered by."""


@pghistory.track(exclude=[*PLACE])
class Lead(Placed):
    """What is reported stands in `matter.summary`, about whom in `employer` (and in the dispute, with the workers)."""

    class Source(models.TextChoices):
        CONSULTATION = "consultation", _("咨询与援助")
        LAWYER = "lawyer", _("律师")
        RECEPTION_DAY = "reception_day", _("主席接待日")
        HOTLINE = "hotline", _("热线")
        INSPECTION = "inspection", _("排查")
        REPEATED_RESPONDENT = "repeated_respondent", _("多次被诉")
        SHARED_LIST = "shared_list", _("部门共享名单")
        INSPECTORATE = "inspectorate", _("劳动监察移送")
        PUBLIC = "public", _("群众反映")

    class Proposal(models.TextChoices):
        """What the assessment proposes."""

        NOTICE = "notice", _("发提示函")
        OPINION = "opinion", _("发意见书")
        NEGOTIATE = "negotiate", _("先行协商")
        REFER = "refer", _("移送有关部门")

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="lead")
    source = models.CharField(_("线索来源"), max_length=20, choices=Source)
    employer = models.ForeignKey("registers.Employer", models.PROTECT, related_name="leads", verbose_name=_("用人单位"))
    topic = models.CharField(_("事项类别"), max_length=16, choices=Topic)
    reported_on = models.DateField(_("反映日期"))
    reporter = models.CharField(
        _("反映人"), max_length=60, blank=True, db_default="", default="", help_text=_("可以不填")
    )
    workers_affected = models.PositiveIntegerField(_("涉及人数"), null=True, blank=True)
    amount_involved = models.BigIntegerField(_("涉及金额"), default=0, db_default=0)
    proposal = models.CharField(_("处置建议"), max_length=12, choices=Proposal, blank=True, db_default="", default="")
    assessment = models.TextField(_("研判意见"), blank=True, db_default="", default="")
    assessed_by = models.ForeignKey("network.Post", models.PROTECT, null=True, related_name="+")
    joined_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="joined")
    referred_to = models.CharField(_("移送单位"), max_length=120, blank=True, db_default="", default="")

    objects = BesideMatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("线索")
        indexes = [
            models.Index(fields=["employer"], name="lead_employer"),
            *(models.Index(fields=[column, "matter"], name=f"lead_by_{column}") for column in LEAD_CHOICES),
            *ways_to_rows("lead", LEAD_CHOICES),
        ]
        triggers = [copies_place("lead_knows_place")]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_involved__gte=0),
                name="lead_amount_not_negative",
                violation_error_message=_("金额不能为负。"),
            ),
            models.CheckConstraint(condition=~Q(joined_into=F("matter")), name="lead_not_joined_into_itself"),
        ]
