"""A supervision letter: one row beside its matter, what it states and demands."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from monitoring_letters.models.lead import Topic
from monitoring_letters.querysets import BesideMatterQuerySet, OfLetterQuerySet
from unionlaw.matters.models.copies import PLACE, Placed, copies_place, ways_to_rows


class Instrument(models.TextChoices):
    """一函两书, each the next step after the one before."""

    NOTICE = "notice", _("提示函")
    OPINION = "opinion", _("意见书")
    RECOMMENDATION = "recommendation", _("建议书")


class Reach(models.TextChoices):
    SINGLE = "single", _("一家单位")
    INDUSTRY = "industry", _("面向行业")
    AREA = "area", _("面向区域")


PUBLIC = (Reach.INDUSTRY, Reach.AREA)
LETTER_CHOICES: tuple[str, ...] = ("instrument", "reach", "topic", "result")
"""What lists are filtered by."""


@pghistory.track(exclude=[*PLACE])
class SupervisionLetter(Placed):
    """What only a letter has; number of the matter, status, issuing union, parties and claims are the matter's."""

    class Result(models.TextChoices):
        CORRECTED = "corrected", _("已整改")
        PARTLY = "partly", _("部分整改")
        NOT_CORRECTED = "not_corrected", _("未整改")
        INFORMED = "informed", _("已提示")

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="supervision_letter")
    instrument = models.CharField(_("文书种类"), max_length=16, choices=Instrument)
    reach = models.CharField(_("范围"), max_length=8, choices=Reach, default=Reach.SINGLE)
    topic = models.CharField(_("事项类别"), max_length=16, choices=Topic)
    employer = models.ForeignKey(
        "registers.Employer", models.PROTECT, null=True, blank=True, related_name="letters", verbose_name=_("用人单位")
    )
    authority = models.ForeignKey(
        "network.Organisation", models.PROTECT, null=True, blank=True, related_name="letters_received",
        verbose_name=_("主送部门"), help_text=_("建议书填写"),
    )  # fmt: skip
    audience = models.CharField(
        _("面向对象"), max_length=200, blank=True, db_default="", default="", help_text=_("面向行业或区域的提示函填写")
    )
    drafted_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    facts = models.TextField(_("事实"), blank=True, db_default="", default="")
    legal_basis = models.TextField(_("法律依据"), blank=True, db_default="", default="")
    exception = models.CharField(
        _("例外说明"),
        max_length=500,
        blank=True,
        db_default="",
        default="",
        help_text=_("没有前一文书而直接制发的，写明原因"),
    )
    reply_by = models.DateField(_("要求答复日期"), null=True, blank=True, help_text=_("载明的日期优先于规则算出的期限"))
    reply_to = models.CharField(_("答复地址和联系人"), max_length=200, blank=True, db_default="", default="")
    signatory = models.CharField(_("签发人"), max_length=60, blank=True, db_default="", default="")
    reviewer = models.ForeignKey("network.Post", models.PROTECT, null=True, blank=True, related_name="+")
    round = models.PositiveSmallIntegerField(default=0, db_default=0, help_text="how often it was submitted")
    document_number = models.CharField(_("文号"), max_length=60, blank=True, db_default="", default="")
    number_organisation = models.ForeignKey("network.Organisation", models.PROTECT, null=True, related_name="+")
    number_year = models.PositiveSmallIntegerField(null=True)
    number_serial = models.PositiveIntegerField(null=True)
    issued_on = models.DateField(_("制发日期"), null=True, blank=True)
    issued_by = models.ForeignKey("network.Post", models.PROTECT, null=True, related_name="+")
    issued_text = models.JSONField(default=dict, help_text="what the letter said when it was issued or last corrected")
    paper = models.ForeignKey("documents.Paper", models.PROTECT, null=True, blank=True, related_name="+")
    served_on = models.DateField(_("送达日期"), null=True, blank=True)
    corrected_on = models.DateField(_("发出前整改日期"), null=True, blank=True)
    result = models.CharField(_("了结结果"), max_length=16, choices=Result, blank=True, db_default="", default="")
    closing_note = models.TextField(_("了结说明"), blank=True, db_default="", default="")

    objects = BesideMatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("函书")
        indexes = [
            models.Index(fields=["employer"], name="letter_employer"),
            # Lists are filtered by these: what few have is found here (unionlaw/matters/beside.py).
            *(models.Index(fields=[column, "matter"], name=f"letter_by_{column}") for column in LETTER_CHOICES),
            *ways_to_rows("letter", LETTER_CHOICES),
        ]
        triggers = [copies_place("letter_knows_place")]
        constraints = [
            models.UniqueConstraint(
                fields=["number_organisation", "instrument", "number_year", "number_serial"],
                condition=Q(number_serial__isnull=False),
                name="letter_serial_once",
            ),
            models.UniqueConstraint(
                fields=["document_number"], condition=Q(document_number__gt=""), name="letter_number_once"
            ),
            models.CheckConstraint(
                condition=Q(number_serial__isnull=True, document_number="", issued_on__isnull=True)
                | Q(number_serial__isnull=False, document_number__gt="", issued_on__isnull=False),
                name="letter_numbered_means_issued",
            ),
            models.CheckConstraint(
                condition=Q(reach="single", employer__isnull=False)
                | Q(reach__in=["industry", "area"], employer__isnull=True, instrument="notice"),
                name="letter_addressee_fits_reach",
                violation_error_message=_("面向行业或区域的只能是提示函，且不写用人单位；其余须写明用人单位。"),
            ),
            models.CheckConstraint(
                condition=Q(served_on__isnull=True) | Q(issued_on__isnull=False, served_on__gte=models.F("issued_on")),
                name="letter_served_after_issued",
                violation_error_message=_("送达日期不能早于制发日期。"),
            ),
        ]

    @property
    def is_public(self) -> bool:
        return self.reach in PUBLIC


@pghistory.track()
class Copy(models.Model):
    """An organisation that gets a copy (抄送)."""

    letter = models.ForeignKey(SupervisionLetter, models.PROTECT, related_name="copies")
    organisation = models.ForeignKey("network.Organisation", models.PROTECT, related_name="+")

    objects = OfLetterQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "organisation"],
                name="letter_copy_once",
                violation_error_message=_("抄送单位重复。"),
            )
        ]


@pghistory.track()
class Finding(models.Model):
    """One fact found, with what proves it."""

    letter = models.ForeignKey(SupervisionLetter, models.PROTECT, related_name="findings")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("查明事实"), max_length=1000)
    evidence = models.CharField(_("证据"), max_length=500, blank=True, db_default="", default="")
    document = models.ForeignKey("documents.Document", models.PROTECT, null=True, blank=True, related_name="+")

    objects = OfLetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("查明事实")
        ordering = ["position", "pk"]


@pghistory.track()
class Demand(models.Model):
    """One thing that the addressee is to put right, and what became of it."""

    class Judgement(models.TextChoices):
        CORRECTED = "corrected", _("已整改")
        PARTLY = "partly", _("部分整改")
        PROMISED = "promised", _("承诺限期整改")
        REFUSED = "refused", _("拒不整改")
        FALSE = "false", _("虚假整改")

    letter = models.ForeignKey(SupervisionLetter, models.PROTECT, related_name="demands")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("整改要求"), max_length=500)
    basis = models.CharField(_("依据"), max_length=300, blank=True, db_default="", default="")
    claim = models.ForeignKey(
        "matters.Claim", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("职工请求")
    )
    amount = models.BigIntegerField(_("要求金额"), default=0, db_default=0)
    judgement = models.CharField(_("认定"), max_length=12, choices=Judgement, blank=True, db_default="", default="")
    judged_on = models.DateField(_("认定日期"), null=True, blank=True)
    judged_by = models.ForeignKey("network.Post", models.PROTECT, null=True, related_name="+")
    judgement_note = models.CharField(_("认定说明"), max_length=500, blank=True, db_default="", default="")
    promised_on = models.DateField(_("承诺整改日期"), null=True, blank=True)

    objects = OfLetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("整改要求")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="demand_amount_not_negative",
                violation_error_message=_("金额不能为负。"),
            ),
            models.CheckConstraint(
                condition=Q(judgement="", judged_on__isnull=True) | ~Q(judgement="") & Q(judged_on__isnull=False),
                name="demand_judged_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(judgement="promised", promised_on__isnull=False)
                | ~Q(judgement="promised") & Q(promised_on__isnull=True),
                name="demand_promise_has_a_day",
                violation_error_message=_("承诺限期整改的，请写明日期。"),
            ),
        ]

    def __str__(self) -> str:
        return self.text
