"""When somebody is away from a post: what they must be reminded of goes to their deputy meanwhile."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from unionlaw.network.models.post import Days


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def on(self, day: date) -> AbsenceQuerySet:
        """Absences that include `day`."""
        return self.filter(starts_on__lte=day, ends_on__gte=day)


class Absence(models.Model):
    """Leave from a post, both days included. Kept apart from the post: a person has many, a post one holder."""

    post = models.ForeignKey("network.Post", models.PROTECT, related_name="absences", verbose_name=_("岗位"))
    starts_on = models.DateField(_("休假开始"))
    ends_on = models.DateField(_("休假结束"))
    reason = models.CharField(_("说明"), max_length=200, blank=True, db_default="")
    recorded_at = models.DateTimeField()
    by_post = models.ForeignKey("network.Post", models.PROTECT, null=True, related_name="+")

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("休假")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="absence_ends_after_start",
                violation_error_message=_("休假结束日不能早于开始日。"),
            ),
            ExclusionConstraint(
                name="absence_once",
                expressions=[
                    ("post", RangeOperators.EQUAL),
                    (Days("starts_on", "ends_on", models.Value("[]")), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("这一岗位在这一时期已登记休假。"),
            ),
        ]
