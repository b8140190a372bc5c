"""One month of one tree of unions: its reports, its frozen figures and facts, and what was restated later."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from unionlaw.reports.spans import Length, Span

_APPEND_ONLY = pgtrigger.Update | pgtrigger.Delete
_FROZEN = """
    IF EXISTS (SELECT 1 FROM changed AS c JOIN reports_round AS r ON r.id = c.round_id
               WHERE r.frozen_at IS NOT NULL) THEN
        RAISE EXCEPTION 'this round of reports is frozen';
    END IF;
    RETURN NULL;
"""


def _stands(name: str) -> list[pgtrigger.Trigger]:
    """What belongs to a frozen round is neither added to, nor changed, nor taken away; looked at once a statement."""
    return [
        pgtrigger.Trigger(
            name=f"{name}_{how}",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=operation,
            referencing=referencing,
            func=_FROZEN,
        )
        for how, operation, referencing in (
            ("not_added", pgtrigger.Insert, pgtrigger.Referencing(new="changed")),
            ("not_changed", pgtrigger.Update, pgtrigger.Referencing(old="changed")),
            ("not_removed", pgtrigger.Delete, pgtrigger.Referencing(old="changed")),
        )
    ]


@pghistory.track()
class Round(models.Model):
    """All reports of one span, from the root union down, computed in one snapshot so that parts and whole agree."""

    organisation = models.ForeignKey(
        "network.Organisation", models.PROTECT, related_name="+", verbose_name=_("汇总单位")
    )
    layout = models.ForeignKey("reports.Layout", models.PROTECT, related_name="rounds", verbose_name=_("版式"))
    length = models.CharField(_("期间"), max_length=16, choices=Length, default=Length.MONTH)
    start_on = models.DateField(_("起"))
    end_on = models.DateField(_("止"))
    layout_blocks = models.JSONField(default=list, help_text="the layout as it was when figures were computed")
    layout_charts = models.JSONField(null=True, blank=True, help_text="the same of its charts; none: not kept yet")
    versions = models.JSONField(default=dict, help_text="indicator → version of its definition")
    compared_with = models.JSONField(default=dict, help_text="earlier span → the frozen round it was taken from")
    computed_at = models.DateTimeField(_("统计截止"), null=True, blank=True)
    frozen_at = models.DateTimeField(_("冻结时间"), null=True, blank=True)
    frozen_by = models.ForeignKey("network.Post", models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    class Meta:
        verbose_name = _("报表期")
        ordering = ["-end_on", "organisation_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "layout", "length", "end_on"],
                name="round_once",
                violation_error_message=_("这一期报表已经建立。"),
            ),
            models.CheckConstraint(condition=Q(end_on__gte=F("start_on")), name="round_days_in_order"),
            models.CheckConstraint(
                condition=Q(frozen_at__isnull=True) | Q(computed_at__isnull=False), name="round_frozen_is_computed"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="round_stands", operation=_APPEND_ONLY, condition=pgtrigger.Q(old__frozen_at__isnull=False)
            )
        ]

    @property
    def span(self) -> Span:
        return Span(self.start_on, self.end_on)


@pghistory.track()
class Report(models.Model):
    """One organisation's part of a round: a matter of kind `report`, held by the organisation."""

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="report")
    round = models.ForeignKey(Round, models.PROTECT, related_name="reports")
    organisation = models.ForeignKey("network.Organisation", models.PROTECT, related_name="+", editable=False)
    above = models.ForeignKey("self", models.PROTECT, null=True, related_name="below")
    warnings = models.JSONField(default=list, help_text="what checks.py found: [{check, text, …}]")
    remarks = models.TextField(_("说明"), blank=True, db_default="", default="")
    signed_at = models.DateTimeField(_("签报时间"), null=True, blank=True)
    signed_by = models.ForeignKey("network.Post", models.PROTECT, null=True, related_name="+")
    digest = models.CharField(max_length=64, blank=True, db_default="", help_text="SHA-256 of the figures signed")

    class Meta:
        verbose_name = _("报表")
        constraints = [models.UniqueConstraint(fields=["round", "organisation"], name="report_once")]
        triggers = _stands("report")


class Figure(models.Model):
    """One figure of a round: of an organisation with all below it, for a span ("now", "before", "last_year").

    `dimension` and `member` are empty for the whole; two dimensions are joined by "/" and their members by U+001F.
    What is compared with comes from an earlier frozen round where there is one (`origin`). Without a row it is 0.
    """

    class Origin(models.TextChoices):
        COMPUTED = "", _("当时统计")
        FROZEN = "frozen", _("已冻结")
        RESTATED = "restated", _("已更正")

    round = models.ForeignKey(Round, models.CASCADE, related_name="figures")
    organisation = models.ForeignKey("network.Organisation", models.PROTECT, related_name="+")
    indicator = models.CharField(max_length=60)
    span = models.CharField(max_length=16)
    dimension = models.CharField(max_length=60, blank=True, db_default="")
    member = models.CharField(max_length=120, blank=True, db_default="")
    value = models.BigIntegerField()
    origin = models.CharField(max_length=8, choices=Origin, blank=True, db_default="", default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "organisation", "indicator", "span", "dimension", "member"], name="figure_once"
            )
        ]
        triggers = _stands("figure")


class FrozenFact(models.Model):
    """A fact behind the figures of a frozen round's own span, as it stood then.

    `lineage` lists the organisations whose figures it is part of, from the root of the tree down to its holder.
    `members` has a list for each dimension of the layout; one that depends on who is reported on has one for each
    depth ("union/2").
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="facts")
    indicator = models.CharField(max_length=60)
    fact = models.CharField(max_length=60)
    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("network.Organisation", models.PROTECT, related_name="+")
    on_date = models.DateField()
    amount = models.BigIntegerField(null=True)
    distinct_key = models.CharField(max_length=60, blank=True, db_default="")
    lineage = ArrayField(models.BigIntegerField(), default=list)
    members = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "indicator", "fact"], name="frozen_fact_once")]
        triggers = _stands("frozen_fact")


class Restatement(models.Model):
    """A later look at a frozen round: which figures changed, and why. Append-only."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="restatements")
    number = models.PositiveSmallIntegerField(_("次序"))
    made_at = models.DateTimeField(_("时间"))
    made_by = models.ForeignKey("network.Post", models.PROTECT, related_name="+")
    reason = models.CharField(_("原因"), max_length=500)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["round", "number"], name="restatement_number_once")]
        triggers = [pgtrigger.Protect(name="restatement_append_only", operation=_APPEND_ONLY)]


class RestatedFigure(models.Model):
    """One figure that changed, with the matters whose facts changed it."""

    restatement = models.ForeignKey(Restatement, models.PROTECT, related_name="figures")
    organisation = models.ForeignKey("network.Organisation", models.PROTECT, related_name="+")
    indicator = models.CharField(max_length=60)
    dimension = models.CharField(max_length=60, blank=True, db_default="")
    member = models.CharField(max_length=120, blank=True, db_default="")
    before = models.BigIntegerField(_("原数"))
    after = models.BigIntegerField(_("现数"))
    matters = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["restatement", "organisation", "indicator", "dimension", "member"], name="restated_once"
            )
        ]
        triggers = [pgtrigger.Protect(name="restated_figure_append_only", operation=_APPEND_ONLY)]
