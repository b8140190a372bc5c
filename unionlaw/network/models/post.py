"""Posts: which person holds which role in which organisation, from when until when."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from unionlaw.network.roles import ADMINISTRATORS, Role

if TYPE_CHECKING:
    from unionlaw.network.actors import Actor


class PostQuerySet(models.QuerySet["Post"]):
    def open(self, *, on: date) -> PostQuerySet:
        """Posts held on the day `on`: begun, and not ended before it."""
        return self.filter(starts_on__lte=on).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))

    def visible_to(self, actor: Actor) -> PostQuerySet:
        """Who holds which post is no secret among those who hold one."""
        return self.all() if actor.is_system or actor.post else self.none()


class Days(Func):
    function = "daterange"
    output_field = DateRangeField()


@pghistory.track()
class Post(models.Model):
    """A person in a role at an organisation. `ends_on` is the last day on which it may be used."""

    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="posts", verbose_name=_("人员"))
    organisation = models.ForeignKey(
        "network.Organisation", models.PROTECT, related_name="posts", verbose_name=_("组织")
    )
    role = models.CharField(_("岗位"), max_length=20, choices=Role)
    starts_on = models.DateField(_("任职日期"))
    ends_on = models.DateField(_("离任日期"), null=True, blank=True)
    deputy = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="deputy_of", verbose_name=_("代理人")
    )
    licence_number = models.CharField(_("执业证号"), max_length=40, blank=True, db_default="")

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("岗位")
        ordering = ["organisation_id", "role", "pk"]
        indexes = [models.Index(fields=["user", "starts_on"], name="post_user_starts")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="post_ends_after_start",
                violation_error_message=_("离任日期不能早于任职日期。"),
            ),
            ExclusionConstraint(
                name="post_held_once",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (Days("starts_on", "ends_on", models.Value("[]")), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("此人在这一时期已有同样的岗位。"),
            ),
            ExclusionConstraint(
                name="post_administrators_apart",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("role", RangeOperators.NOT_EQUAL),
                    (Days("starts_on", "ends_on", models.Value("[]")), RangeOperators.OVERLAPS),
                ],
                condition=Q(role__in=sorted(ADMINISTRATORS)),
                violation_error_message=_("系统、安全、审计管理员三员分立，同一人不能兼任。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"
