"""The agreement 调解协议书: versions, signatures, instalments. Once somebody signed, the database refuses changes."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mediation.models.mediation import Mediation
from mediation.querysets import OfAgreementQuerySet, OfMatterQuerySet, OfMediationQuerySet

_TEXT = ("mediation_id", "version", "joint", "party_id", "terms", "place", "claims", "total")
_CHANGED = " OR ".join(f'OLD."{column}" IS DISTINCT FROM NEW."{column}"' for column in _TEXT)


@pghistory.track()
class Agreement(models.Model):
    """One version of one agreement: joint, or of one worker (`party`). A later version replaces an unsigned one."""

    class State(models.TextChoices):
        DRAFT = "draft", _("草稿")
        SIGNING = "signing", _("签署中")
        EFFECTIVE = "effective", _("已生效")
        REPLACED = "replaced", _("已被新版代替")
        CANCELLED = "cancelled", _("已作废")

    mediation = models.ForeignKey(Mediation, models.PROTECT, related_name="agreements")
    version = models.PositiveSmallIntegerField(_("版次"))
    joint = models.BooleanField(_("共同协议"), default=True, db_default=True)
    party = models.ForeignKey("matters.Party", models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(_("状态"), max_length=12, choices=State, default=State.DRAFT)
    terms = models.TextField(_("约定事项"), blank=True, db_default="", default="")
    place = models.CharField(_("签订地点"), max_length=120, blank=True, db_default="", default="")
    # What was settled when this version was made: [{"claim_id": 1, "worker": "…", "head": "…", "amount": 100}, …]
    claims = models.JSONField(default=list)
    total = models.BigIntegerField(_("金额合计"), default=0, db_default=0, help_text=_("单位：分"))
    # Mandatory-law warnings found, and why the mediator goes on: [{"code": "…", "text": "…", "answer": "…"}]
    warnings = models.JSONField(default=list)
    paper = models.ForeignKey("documents.Paper", models.PROTECT, null=True, blank=True, related_name="+")
    effective_on = models.DateField(_("生效日期"), null=True, blank=True)

    objects = OfMediationQuerySet.as_manager()

    class Meta:
        verbose_name = _("调解协议书")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mediation", "party", "version"], nulls_distinct=False, name="agreement_version_once"
            ),
            models.UniqueConstraint(
                fields=["mediation", "party"],
                condition=Q(state__in=["draft", "signing", "effective"]),
                nulls_distinct=False,
                name="agreement_one_stands",
                violation_error_message=_("已有一份有效的协议。"),
            ),
            models.CheckConstraint(
                condition=Q(joint=True, party__isnull=True) | Q(joint=False, party__isnull=False),
                name="agreement_joint_or_of_one",
            ),
            models.CheckConstraint(
                condition=Q(state="effective", effective_on__isnull=False)
                | ~Q(state="effective") & Q(effective_on__isnull=True)
                | Q(state="cancelled"),
                name="agreement_effective_has_a_day",
            ),
            models.CheckConstraint(condition=Q(total__gte=0), name="agreement_total_not_negative"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="agreement_signed_stands",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=f"""
                    IF EXISTS (SELECT 1 FROM mediation_signature s WHERE s.agreement_id = OLD.id) THEN
                        IF TG_OP = 'DELETE' THEN
                            RAISE EXCEPTION 'agreement % is signed' , OLD.id USING ERRCODE = 'check_violation',
                                CONSTRAINT = 'agreement_signed_stands';
                        ELSIF {_CHANGED} THEN
                            RAISE EXCEPTION 'agreement % is signed' , OLD.id USING ERRCODE = 'check_violation',
                                CONSTRAINT = 'agreement_signed_stands';
                        END IF;
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,  # noqa: S608  our own columns
            )
        ]


@pghistory.track()
class Signature(models.Model):
    """Who signed an agreement, when, where and how: a party, a mediator or an organ."""

    class How(models.TextChoices):
        SCAN = "scan", _("上传签署件")
        TOUCH = "touch", _("触屏手写")

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="signatures")
    party = models.ForeignKey("matters.Party", models.PROTECT, null=True, blank=True, related_name="+")
    mediator = models.ForeignKey("network.Post", models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey("network.Organisation", models.PROTECT, null=True, blank=True, related_name="+")
    signed_by = models.CharField(_("签署人"), max_length=60)
    agent = models.BooleanField(_("由代理人签署"), default=False, db_default=False)
    how = models.CharField(_("签署方式"), max_length=8, choices=How)
    signed_at = models.DateTimeField(_("签署时间"))
    place = models.CharField(_("签署地点"), max_length=120, blank=True, db_default="", default="")
    document = models.ForeignKey("documents.Document", models.PROTECT, null=True, blank=True, related_name="+")
    witnessed_by = models.ForeignKey("network.Post", models.PROTECT, null=True, blank=True, related_name="+")

    objects = OfAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("签署")
        ordering = ["signed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "party", "mediator", "organisation"],
                nulls_distinct=False,
                name="signature_once",
                violation_error_message=_("已经签署。"),
            ),
            models.CheckConstraint(
                condition=Q(party__isnull=False, mediator__isnull=True, organisation__isnull=True)
                | Q(party__isnull=True, mediator__isnull=False, organisation__isnull=True)
                | Q(party__isnull=True, mediator__isnull=True, organisation__isnull=False),
                name="signature_of_one",
            ),
        ]
        # Without it a signed agreement would be changed by taking its signatures away first.
        triggers = [pgtrigger.Protect(name="signature_append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


@pghistory.track()
class Instalment(models.Model):
    """One payment that the agreement fixes, on one claim of one worker."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="instalments")
    claim = models.ForeignKey("matters.Claim", models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(_("期次"))
    due_on = models.DateField(_("应付日期"))
    amount = models.BigIntegerField(_("金额"), help_text=_("单位：分"))

    objects = OfAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("分期")
        ordering = ["due_on", "claim_id", "number"]
        indexes = [models.Index(fields=["due_on"], name="instalment_due")]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "claim", "number"], name="instalment_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="instalment_amount_positive"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="instalment_signed_stands",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF EXISTS (
                        SELECT 1 FROM mediation_signature s
                        WHERE s.agreement_id =
                            CASE WHEN TG_OP = 'INSERT' THEN NEW.agreement_id ELSE OLD.agreement_id END
                    ) THEN
                        RAISE EXCEPTION 'the agreement is signed' USING ERRCODE = 'check_violation',
                            CONSTRAINT = 'instalment_signed_stands';
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            )
        ]


class InstalmentPaymentQuerySet(OfMatterQuerySet):
    way = "instalment__agreement__mediation__matter"


class InstalmentPayment(models.Model):
    """Which instalment a payment met; one payment can meet part of one instalment only (make two payments else)."""

    payment = models.OneToOneField("matters.Payment", models.PROTECT, related_name="instalment_payment")
    instalment = models.ForeignKey(Instalment, models.PROTECT, related_name="paid")
    document = models.ForeignKey("documents.Document", models.PROTECT, null=True, blank=True, related_name="+")

    objects = InstalmentPaymentQuerySet.as_manager()
