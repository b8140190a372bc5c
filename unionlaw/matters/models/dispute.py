"""What matters are about: these workers, this employer, these claims, typed once and shared by every proceeding."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from unionlaw.matters.models.copies import copies_day_of_opening
from unionlaw.matters.models.known import PARTY_CHANGED
from unionlaw.matters.recorded import late


class Stage(models.TextChoices):
    """Where the dispute stands on the chain 商·调·裁·诉·援·执."""

    NEGOTIATION = "negotiation", _("协商")
    MEDIATION = "mediation", _("调解")
    ARBITRATION = "arbitration", _("仲裁")
    LITIGATION = "litigation", _("诉讼")
    AID = "aid", _("援助")
    ENFORCEMENT = "enforcement", _("执行")


@pghistory.track()
class Dispute(models.Model):
    """The thing in the world; a dispute walks through several matters."""

    cause = models.ForeignKey("registers.Cause", models.PROTECT, null=True, blank=True, related_name="+")
    place = models.ForeignKey("registers.Region", models.PROTECT, null=True, blank=True, related_name="+")
    facts = models.TextField(_("事实与理由"), blank=True, db_default="")
    joint_claim = models.BooleanField(_("共同请求"), default=False, db_default=False)
    stage = models.CharField(_("所处阶段"), max_length=12, choices=Stage, default=Stage.NEGOTIATION)
    infringed_on = models.DateField(
        _("知道权利被侵害之日"), null=True, blank=True, help_text=_("仲裁时效由此起算（调解仲裁法第27条）")
    )
    employment_ended_on = models.DateField(_("劳动关系终止日期"), null=True, blank=True)
    settled_on = models.DateField(_("了结日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("争议")


@pghistory.track()
class Party(models.Model):
    class Side(models.TextChoices):
        CLAIMANT = "claimant", _("申请人")
        RESPONDENT = "respondent", _("被申请人")
        THIRD = "third_party", _("第三人")

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="parties")
    side = models.CharField(_("地位"), max_length=12, choices=Side)
    worker = models.ForeignKey("registers.Worker", models.PROTECT, null=True, blank=True, related_name="parties")
    employer = models.ForeignKey("registers.Employer", models.PROTECT, null=True, blank=True, related_name="parties")
    organisation = models.ForeignKey(
        "network.Organisation", models.PROTECT, null=True, blank=True, related_name="parties"
    )
    representative = models.BooleanField(_("职工代表"), default=False, db_default=False)
    consented_on = models.DateField(_("同意代表日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("当事人")
        ordering = ["side", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(worker__isnull=False, employer__isnull=True, organisation__isnull=True)
                | Q(worker__isnull=True, employer__isnull=False, organisation__isnull=True)
                | Q(worker__isnull=True, employer__isnull=True, organisation__isnull=False),
                name="party_exactly_one_subject",
                violation_error_message=_("当事人应当是一名职工、一家用人单位或一个组织。"),
            ),
            models.UniqueConstraint(
                fields=["dispute", "worker"],
                condition=Q(worker__isnull=False),
                name="party_worker_once",
                violation_error_message=_("这名职工已在本争议中。"),
            ),
            models.UniqueConstraint(
                fields=["dispute", "employer", "side"],
                condition=Q(employer__isnull=False),
                name="party_employer_once",
                violation_error_message=_("这家用人单位已在本争议中。"),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="party_makes_workers_known",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=PARTY_CHANGED,
            )
        ]

    @property
    def subject(self) -> models.Model | None:
        return self.worker or self.employer or self.organisation

    @property
    def name(self) -> str:
        return getattr(self.subject, "name", "")


class Head(models.TextChoices):
    """Heads of claim, as the tribunal's form names them."""

    WAGES = "wages", _("劳动报酬")
    OVERTIME = "overtime", _("加班工资")
    DOUBLE_WAGE = "double_wage", _("未签书面合同双倍工资")
    SEVERANCE = "severance", _("经济补偿")
    DAMAGES = "damages", _("违法解除赔偿金")
    NOTICE_PAY = "notice_pay", _("代通知金")
    ANNUAL_LEAVE = "annual_leave", _("未休年休假工资")
    HEAT_ALLOWANCE = "heat_allowance", _("高温津贴")
    INJURY = "injury", _("工伤待遇")
    MEDICAL = "medical", _("医疗费")
    SOCIAL_INSURANCE = "social_insurance", _("社会保险")
    EMPLOYMENT = "employment", _("确认劳动关系")
    OTHER = "other", _("其他")


@pghistory.track()
class Claim(models.Model):
    """One head of claim of one worker. Amounts are integer fen (0.01 yuan)."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="claims")
    head = models.CharField(_("请求项目"), max_length=20, choices=Head)
    amount = models.BigIntegerField(_("请求金额"), default=0, db_default=0)
    from_on = models.DateField(_("起"), null=True, blank=True)
    to_on = models.DateField(_("止"), null=True, blank=True)
    basis = models.CharField(_("依据"), max_length=300, blank=True, db_default="")

    class Meta:
        verbose_name = _("请求事项")
        ordering = ["party_id", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="claim_amount_not_negative",
                violation_error_message=_("金额不能为负。"),
            ),
            models.CheckConstraint(
                condition=Q(from_on__isnull=True) | Q(to_on__isnull=True) | Q(to_on__gte=models.F("from_on")),
                name="claim_period_in_order",
                violation_error_message=_("起止日期颠倒。"),
            ),
        ]


@pghistory.track()
class ClaimOutcome(models.Model):
    class Code(models.TextChoices):
        SETTLED = "settled", _("和解或调解")
        AWARDED = "awarded", _("裁决或判决支持")
        PARTLY = "partly_awarded", _("部分支持")
        DISMISSED = "dismissed", _("驳回")
        WITHDRAWN = "withdrawn", _("撤回")
        PARTLY_SETTLED = "partly_settled", _("部分达成协议")
        FAILED = "failed", _("调解不成")
        REFERRED = "referred", _("转其他程序")

    class Instrument(models.TextChoices):
        AGREEMENT = "agreement", _("和解、调解协议书")
        AWARD = "award", _("仲裁裁决书")
        ARBITRAL_MEDIATION = "arbitral_mediation", _("仲裁调解书")
        JUDGMENT = "judgment", _("判决书")
        COURT_MEDIATION = "court_mediation", _("法院调解书")
        LETTER = "letter", _("函件")
        NONE = "none", _("无")

    WITH_MONEY = (Code.SETTLED, Code.AWARDED, Code.PARTLY, Code.PARTLY_SETTLED)
    # What a case that a lawyer conducts can end in, and what a mediation can (mediation/outcomes.py).
    OF_CASES = (Code.SETTLED, Code.AWARDED, Code.PARTLY, Code.DISMISSED, Code.WITHDRAWN)

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="outcomes")
    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="outcomes")
    code = models.CharField(_("结果"), max_length=16, choices=Code)
    amount = models.BigIntegerField(_("确定金额"), default=0, db_default=0)
    decided_on = models.DateField(_("日期"))
    instrument = models.CharField(_("文书"), max_length=20, choices=Instrument, default=Instrument.NONE)
    instrument_number = models.CharField(_("文书号"), max_length=60, blank=True, db_default="")

    class Meta:
        verbose_name = _("结果")
        # Reports count what was decided and paid in a month.
        indexes = [models.Index(fields=["decided_on"], name="outcome_day")]
        constraints = [
            models.UniqueConstraint(fields=["claim", "matter"], name="outcome_once_per_claim_and_matter"),
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="outcome_amount_not_negative",
                violation_error_message=_("金额不能为负。"),
            ),
            models.CheckConstraint(
                condition=Q(amount=0) | Q(code__in=["settled", "awarded", "partly_awarded", "partly_settled"]),
                name="outcome_money_only_when_won",
                violation_error_message=_("驳回或撤回的请求没有金额。"),
            ),
        ]


@pghistory.track(exclude=["opened_on"])
class Payment(models.Model):
    """Money that reached a worker. It is credited to one matter only, so it is never counted twice.

    `opened_on` is the day on which the matter was put on record, kept true by a trigger: lists filtered by the day of
    payment know by it where to begin (unionlaw/matters/recorded.py).
    """

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="payments")
    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="payments")
    amount = models.BigIntegerField(_("到账金额"))
    paid_on = models.DateField(_("到账日期"))
    proof = models.CharField(_("凭证"), max_length=200, blank=True, db_default="")
    cancelled_reason = models.CharField(_("撤销原因"), max_length=200, blank=True, db_default="")
    opened_on = models.DateField(editable=False, blank=True)

    class Meta:
        verbose_name = _("到账")
        ordering = ["paid_on", "pk"]
        indexes = [
            models.Index(fields=["paid_on"], name="payment_day"),
            models.Index(fields=["opened_on", "paid_on"], name="payment_opened", condition=Q(cancelled_reason="")),
            models.Index(fields=["paid_on", "matter"], name="payment_late", condition=late("paid_on")),
        ]
        triggers = [copies_day_of_opening("payment_knows_opening")]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="payment_amount_positive",
                violation_error_message=_("到账金额应大于零。"),
            )
        ]
