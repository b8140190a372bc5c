"""The working calendar: what differs from "Monday to Friday", and which years are published."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class CalendarYear(models.Model):
    """A year is provisional until the State Council's notice of its holidays has been entered."""

    class State(models.TextChoices):
        PROVISIONAL = "provisional", _("暂定")
        PUBLISHED = "published", _("已公布")

    year = models.PositiveSmallIntegerField(primary_key=True)
    state = models.CharField(_("状态"), max_length=12, choices=State, default=State.PROVISIONAL)
    source = models.CharField(_("来源"), max_length=200, blank=True, db_default="")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey("network.Post", models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="provisional", published_at__isnull=True)
                | Q(state="published", published_at__isnull=False),
                name="calendaryear_published_at",
            )
        ]


class CalendarDay(models.Model):
    """A public holiday on a weekday, a weekend worked to make up for one, or an organisation's own closure."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", _("放假")
        WORKDAY = "workday", _("调休上班")
        CLOSURE = "closure", _("本单位停办公")

    day = models.DateField(_("日期"))
    kind = models.CharField(_("种类"), max_length=8, choices=Kind)
    organisation = models.ForeignKey(
        "network.Organisation", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("组织")
    )
    name = models.CharField(_("名称"), max_length=40, blank=True, db_default="")
    source = models.CharField(_("来源"), max_length=80, blank=True, db_default="")

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["day", "organisation"], nulls_distinct=False, name="calendarday_once"),
            models.CheckConstraint(
                condition=Q(organisation__isnull=True, kind__in=["holiday", "workday"])
                | Q(organisation__isnull=False, kind="closure"),
                name="calendarday_closures_are_local",
            ),
        ]
