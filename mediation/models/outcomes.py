"""What a mediation adds to the outcome of a claim (matters.ClaimOutcome): other terms, and why it failed."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from mediation.querysets import OfMatterQuerySet


class OutcomeTermsQuerySet(OfMatterQuerySet):
    way = "outcome__matter"


@pghistory.track()
class OutcomeTerms(models.Model):
    """Beside one claim's outcome in this mediation; reasons and codes are declared in mediation/outcomes.py."""

    outcome = models.OneToOneField("matters.ClaimOutcome", models.CASCADE, related_name="terms")
    reason = models.CharField(_("原因"), max_length=24, blank=True, db_default="", default="")
    instalments = models.PositiveSmallIntegerField(_("分期数"), default=1, db_default=1)
    pay_from = models.DateField(_("首期付款日期"), null=True, blank=True)
    promises = models.CharField(_("其他约定"), max_length=500, blank=True, db_default="", default="")
    recorded_by = models.ForeignKey("network.Post", models.PROTECT, null=True, related_name="+")

    objects = OutcomeTermsQuerySet.as_manager()
