"""A mediation: one row beside its matter, where it comes from, and whether both sides want it."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mediation.querysets import BesideMatterQuerySet, OfMediationQuerySet
from mediation.warning_signs import shipped
from unionlaw.matters.models.copies import (
    PLACE,
    Placed,
    copies_day_of_opening,
    copies_place,
    ways_to_dated,
    ways_to_rows,
)
from unionlaw.matters.recorded import late

DAYS = ("received_on", "accepted_on", "effective_on")
CHOICES = ("origin", "track", "form")
"""What lists are filtered by."""


class Origin(models.TextChoices):
    """The channel, which decides the time limit, its start, and what happens at its end (mediation/origins.py)."""

    REQUEST = "request", _("当事人申请")
    INTAKE = "intake", _("窗口转入")
    NEGOTIATION = "negotiation", _("协商不成")
    AID_CASE = "aid_case", _("援助案件转入")
    TRIBUNAL_ADVICE = "tribunal_advice", _("裁前建议调解")
    TRIBUNAL_ENTRUSTED = "tribunal_entrusted", _("仲裁庭委托调解")
    COURT_ASSIGNED = "court_assigned", _("法院委派调解（诉前）")
    COURT_ENTRUSTED = "court_entrusted", _("法院委托调解（诉中，普通程序）")
    COURT_ENTRUSTED_SUMMARY = "court_entrusted_summary", _("法院委托调解（诉中，简易程序）")
    LABOUR_INSPECTION = "labour_inspection", _("劳动监察移送")
    TAX_BUREAU = "tax_bureau", _("税务部门移送")
    OTHER_DISTRICT = "other_district", _("其他地区移送")


@pghistory.track(exclude=["opened_on", "confirmed_on", *PLACE])
class Mediation(Placed):
    """What only a mediation has; number, status, holding centre, parties, claims and outcomes are the matter's.

    `opened_on`, the day on which it was put on record, is copied by a trigger (unionlaw/matters/recorded.py), and so is
    `confirmed_on`, the last day on which tribunal or court confirmed an agreement of it (Confirmation).
    """

    class Form(models.TextChoices):
        ON_SITE = "on_site", _("现场调解")
        ONLINE = "online", _("在线调解")
        MIXED = "mixed", _("线上线下结合")

    class Track(models.TextChoices):
        STANDARD = "standard", _("一般")
        CONSTRUCTION_WAGES = "construction_wages", _("工程建设领域欠薪")
        TAX_UNION = "tax_union", _("税费+工会")
        COURT_ROOM = "court_room", _("法院调解室")

    class Advised(models.TextChoices):
        """The other route the parties are told of when a mediation is not taken up."""

        ARBITRATION = "arbitration", _("申请劳动仲裁")
        INSPECTION = "inspection", _("向劳动监察投诉")
        LITIGATION = "litigation", _("向法院起诉")
        AID = "aid", _("申请工会法律援助")
        OTHER = "other", _("其他")

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="mediation")
    origin = models.CharField(_("来源"), max_length=24, choices=Origin)
    referred_by = models.ForeignKey(
        "network.Organisation", models.PROTECT, null=True, blank=True, related_name="mediations_referred",
        verbose_name=_("移送单位"),
    )  # fmt: skip
    reference = models.CharField(_("移送单位案号"), max_length=60, blank=True, db_default="", default="")
    received_on = models.DateField(_("收到日期"), help_text=_("期限从收到申请或者签收材料之日的次日起算"))
    form = models.CharField(_("方式"), max_length=8, choices=Form, default=Form.ON_SITE)
    track = models.CharField(_("通道"), max_length=20, choices=Track, default=Track.STANDARD)
    accepted_on = models.DateField(_("受理日期"), null=True, blank=True)
    advised = models.CharField(_("告知途径"), max_length=12, choices=Advised, blank=True, db_default="", default="")
    concluded_on = models.DateField(_("谈妥日期"), null=True, blank=True)
    effective_on = models.DateField(_("协议生效日期"), null=True, blank=True)
    failed_reason = models.CharField(_("不成原因"), max_length=24, blank=True, db_default="", default="")
    ended_early = models.BooleanField(default=False, db_default=False, help_text="closed at the end of its time limit")
    opened_on = models.DateField(editable=False, blank=True)
    confirmed_on = models.DateField(null=True, editable=False, blank=True)

    objects = BesideMatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("调解")
        indexes = [
            # Lists are filtered by these: what few have is found here (unionlaw/matters/beside.py).
            *(models.Index(fields=[column, "matter"], name=f"mediation_by_{column}") for column in (*CHOICES, *DAYS)),
            *ways_to_rows("mediation", CHOICES),
            *ways_to_dated("mediation", "confirmed_on"),
            models.Index(fields=["referred_by", "reference"], name="mediation_reference"),
            models.Index(fields=["reference"], name="mediation_number", condition=Q(reference__gt="")),
            models.Index(fields=["matter"], name="mediation_late", condition=late(*DAYS)),
            models.Index(fields=["opened_on", *DAYS], name="mediation_opened"),
        ]
        triggers = [
            copies_day_of_opening("mediation_knows_opening"),
            copies_place("mediation_knows_place"),
            pgtrigger.Trigger(
                name="mediation_knows_confirmation",
                when=pgtrigger.Before,
                # Whoever writes another day, or none, gets this one.
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("confirmed_on"),
                func="""
                    SELECT max(decided_on) INTO NEW.confirmed_on FROM mediation_confirmation
                        WHERE mediation_id = NEW.matter_id AND state = 'granted';
                    RETURN NEW;
                """,
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["referred_by", "reference"],
                condition=Q(reference__gt="", referred_by__isnull=False),
                name="mediation_reference_once",
                violation_error_message=_("该单位的这一案号已经移送过。"),
            ),
            models.CheckConstraint(
                condition=Q(accepted_on__isnull=True) | Q(accepted_on__gte=models.F("received_on")),
                name="mediation_accepted_after_received",
                violation_error_message=_("受理日期不能早于收到日期。"),
            ),
            models.CheckConstraint(
                condition=Q(effective_on__isnull=True) | Q(accepted_on__isnull=False),
                name="mediation_effective_means_accepted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


@pghistory.track()
class Consent(models.Model):
    """Whether a party wants the mediation: the last row of a party counts."""

    class How(models.TextChoices):
        IN_PERSON = "in_person", _("当面")
        PHONE = "phone", _("电话")
        WRITTEN = "written", _("书面")
        ONLINE = "online", _("网上")

    mediation = models.ForeignKey(Mediation, models.PROTECT, related_name="consents")
    party = models.ForeignKey("matters.Party", models.PROTECT, related_name="+")
    agreed = models.BooleanField(_("是否同意"))
    how = models.CharField(_("表示方式"), max_length=12, choices=How)
    said_on = models.DateField(_("表示日期"))
    said_by = models.CharField(_("表示人"), max_length=60, blank=True, db_default="", default="")
    note = models.CharField(_("说明"), max_length=300, blank=True, db_default="", default="")

    objects = OfMediationQuerySet.as_manager()

    class Meta:
        verbose_name = _("调解意愿")
        ordering = ["pk"]


@pghistory.track()
class WarningSign(models.Model):
    """A sign that a mediation may be a sham (mediation/data/warning_signs.toml), and how it was judged."""

    class Judgement(models.TextChoices):
        DISMISSED = "dismissed", _("已核实，排除")
        SUSPECTED = "suspected", _("疑似虚假，停止调解")

    mediation = models.ForeignKey(Mediation, models.PROTECT, related_name="warning_signs")
    sign = models.CharField(max_length=40)
    detail = models.CharField(max_length=300, blank=True, db_default="", default="")
    judgement = models.CharField(max_length=12, choices=Judgement, blank=True, db_default="", default="")
    judged_by = models.ForeignKey("network.Post", models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(_("核实情况"), max_length=500, blank=True, db_default="", default="")

    objects = OfMediationQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["mediation", "sign"], name="warning_sign_once")]

    @property
    def label(self) -> str:
        """What was noticed, in the reader's language."""
        return str(sign.label) if (sign := shipped().get(self.sign)) else self.sign

    @property
    def ask(self) -> str:
        """What to look into."""
        return str(sign.ask) if (sign := shipped().get(self.sign)) else ""

    @property
    def citation(self) -> str:
        """Where the sign comes from."""
        return sign.citation if (sign := shipped().get(self.sign)) else ""


@pghistory.track()
class FastTrack(models.Model):
    """Construction wages: who stands in the contract chain and where the wage money is (农民工工资条例 arts 26-33)."""

    mediation = models.OneToOneField(Mediation, models.PROTECT, related_name="fast_track")
    project = models.CharField(_("工程项目"), max_length=120)
    site = models.CharField(_("工程地点"), max_length=200, blank=True, db_default="", default="")
    developer = models.ForeignKey(
        "registers.Employer", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("建设单位")
    )
    main_contractor = models.ForeignKey(
        "registers.Employer", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("施工总承包单位")
    )
    # From the main contractor down: [{"name": "…", "employer_id": 5, "role": "labour"}]
    chain = models.JSONField(_("分包链条"), default=list, blank=True)
    deposit = models.BigIntegerField(_("工资保证金"), default=0, db_default=0, help_text=_("单位：分"))
    deposit_place = models.CharField(_("保证金存储单位"), max_length=120, blank=True, db_default="", default="")
    special_account = models.CharField(_("工资专用账户开户行"), max_length=120, blank=True, db_default="", default="")
    real_name_register = models.BooleanField(_("已实名登记"), null=True, blank=True)
    note = models.CharField(_("说明"), max_length=500, blank=True, db_default="", default="")

    objects = OfMediationQuerySet.as_manager()

    class Meta:
        verbose_name = _("工程欠薪信息")
        constraints = [models.CheckConstraint(condition=Q(deposit__gte=0), name="fast_track_deposit_not_negative")]


@pghistory.track()
class HandOver(models.Model):
    """A mediation passed on: back to tribunal or court, to another district, to inspection; and the papers."""

    mediation = models.ForeignKey(Mediation, models.PROTECT, related_name="hand_overs")
    to_organisation = models.ForeignKey(
        "network.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("接收单位")
    )
    to_name = models.CharField(_("接收单位名称"), max_length=120, blank=True, db_default="", default="")
    reason = models.CharField(_("原因"), max_length=1000)
    handed_on = models.DateField(_("移送日期"))
    documents = models.ManyToManyField("documents.Document", related_name="+", blank=True, verbose_name=_("随附材料"))

    objects = OfMediationQuerySet.as_manager()

    class Meta:
        verbose_name = _("移送")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_organisation__isnull=False) | Q(to_name__gt=""),
                name="hand_over_names_receiver",
                violation_error_message=_("请写明接收单位。"),
            )
        ]
