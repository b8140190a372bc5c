"""After the agreement: confirmation by tribunal or court (调确一体), breach and what is done about it."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mediation.models.agreement import Agreement, Instalment
from mediation.querysets import OfAgreementQuerySet, OfMediationQuerySet

COUNTED = ("state", "decided_on")
"""What says whether and when an agreement was confirmed."""


@pghistory.track(exclude=["mediation", "opened_on"])
class Confirmation(models.Model):
    """A joint application to the tribunal (within 15 days) or the court (30 days) and its result.

    `mediation` is the agreement's and `opened_on` the day on which it was put on record, both copied by a trigger for
    lists of mediations (unionlaw/matters/recorded.py).

    劳动人事争议仲裁办案规则 arts 74-78; 民事诉讼法 arts 205-206.
    """

    class Route(models.TextChoices):
        ARBITRAL = "arbitral", _("仲裁审查确认")
        JUDICIAL = "judicial", _("司法确认")

    class State(models.TextChoices):
        PREPARED = "prepared", _("待递交")
        FILED = "filed", _("已递交")
        ACCEPTED = "accepted", _("已受理")
        GRANTED = "granted", _("予以确认")
        REFUSED = "refused", _("不予确认")
        WITHDRAWN = "withdrawn", _("已撤回")

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="confirmations")
    mediation = models.ForeignKey(
        "mediation.Mediation", models.PROTECT, null=True, related_name="+", db_index=False, editable=False, blank=True
    )
    opened_on = models.DateField(null=True, editable=False, blank=True)
    route = models.CharField(_("途径"), max_length=12, choices=Route)
    organ = models.ForeignKey("network.Organisation", models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(_("状态"), max_length=12, choices=State, default=State.PREPARED)
    claimant_agreed = models.BooleanField(_("申请人同意共同申请"), default=False, db_default=False)
    respondent_agreed = models.BooleanField(_("被申请人同意共同申请"), default=False, db_default=False)
    filed_on = models.DateField(_("递交日期"), null=True, blank=True)
    accepted_on = models.DateField(_("受理日期"), null=True, blank=True)
    decided_on = models.DateField(_("决定日期"), null=True, blank=True)
    case_number = models.CharField(_("案号"), max_length=60, blank=True, db_default="", default="")
    reason = models.CharField(_("不予确认的理由"), max_length=500, blank=True, db_default="", default="")
    document = models.ForeignKey("documents.Document", models.PROTECT, null=True, blank=True, related_name="+")

    objects = OfAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("审查确认")
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["decided_on", "mediation"], condition=Q(state="granted"), name="confirmation_granted_on"
            ),
            models.Index(fields=["mediation", "decided_on"], condition=Q(state="granted"), name="confirmation_granted"),
            models.Index(fields=["opened_on", "decided_on"], condition=Q(state="granted"), name="confirmation_opened"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="confirmation_knows_mediation",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("agreement_id", "mediation_id", "opened_on"),
                func="""
                    SELECT m.matter_id, m.opened_on INTO NEW.mediation_id, NEW.opened_on
                        FROM mediation_agreement AS a JOIN mediation_mediation AS m ON m.matter_id = a.mediation_id
                        WHERE a.id = NEW.agreement_id;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="confirmation_tells_mediation",
                when=pgtrigger.After,
                operation=pgtrigger.Insert
                | pgtrigger.Delete
                | pgtrigger.UpdateOf("agreement_id", "state", "decided_on"),
                func="""
                    UPDATE mediation_mediation SET confirmed_on = confirmed_on
                        WHERE matter_id IN (NEW.mediation_id, OLD.mediation_id);
                    RETURN NULL;
                """,
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "route"],
                condition=Q(state__in=["prepared", "filed", "accepted", "granted"]),
                name="confirmation_once",
                violation_error_message=_("这一途径已经申请。"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["prepared", "withdrawn"]) | Q(filed_on__isnull=False),
                name="confirmation_filed_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["granted", "refused"]) | Q(decided_on__gte=F("filed_on")),
                name="confirmation_decided_after_filing",
                violation_error_message=_("决定日期不能早于递交日期。"),
            ),
        ]


class OfBreachQuerySet(OfMediationQuerySet):
    way = "breach__mediation__matter"


@pghistory.track()
class Breach(models.Model):
    """An instalment, or another promise, that was not kept."""

    mediation = models.ForeignKey("mediation.Mediation", models.PROTECT, related_name="breaches")
    instalment = models.ForeignKey(Instalment, models.PROTECT, null=True, blank=True, related_name="breaches")
    what = models.CharField(_("未履行的内容"), max_length=300)
    arrears = models.BigIntegerField(_("欠付金额"), default=0, db_default=0, help_text=_("单位：分"))
    since_on = models.DateField(_("违约日期"))
    cured_on = models.DateField(_("补正日期"), null=True, blank=True)

    objects = OfMediationQuerySet.as_manager()

    class Meta:
        verbose_name = _("违约")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["instalment"],
                condition=Q(cured_on__isnull=True, instalment__isnull=False),
                name="breach_once",
                violation_error_message=_("这一期已经登记违约。"),
            ),
            models.CheckConstraint(condition=Q(arrears__gte=0), name="breach_arrears_not_negative"),
        ]


@pghistory.track()
class Remedy(models.Model):
    """What is done about a breach: payment order, enforcement, legal aid, arbitration; with the papers made for it."""

    class Kind(models.TextChoices):
        PAYMENT_ORDER = "payment_order", _("申请支付令")
        ENFORCEMENT = "enforcement", _("申请强制执行")
        AID = "aid", _("申请法律援助")
        ARBITRATION = "arbitration", _("申请劳动仲裁")

    breach = models.ForeignKey(Breach, models.PROTECT, related_name="remedies")
    kind = models.CharField(_("救济途径"), max_length=16, choices=Kind)
    prepared_on = models.DateField(_("办理日期"))
    paper = models.ForeignKey("documents.Paper", models.PROTECT, null=True, blank=True, related_name="+")
    matter = models.ForeignKey("matters.Matter", models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(_("说明"), max_length=300, blank=True, db_default="", default="")

    objects = OfBreachQuerySet.as_manager()

    class Meta:
        verbose_name = _("违约救济")
        ordering = ["pk"]
