"""What has left the union: of each month, the state of facts that it was told from, and what of it was hidden."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Edition(models.Model):
    """One indicator of one organisation and month, as it was handed out first.

    Later files tell of it what this one told, or nothing (services/editions.py). No reader sees these rows.
    """

    organisation = models.ForeignKey("network.Organisation", models.PROTECT, related_name="+")
    month = models.DateField(help_text="its first day")
    indicator = models.CharField(max_length=60)
    states = ArrayField(
        models.CharField(max_length=80), help_text="the facts (a digest) and the rounds that say the same of it"
    )
    signs = models.JSONField(default=list, help_text="[dimension, member, sign, least, most] of each hidden figure")
    told_at = models.DateTimeField()

    class Meta:
        verbose_name = _("对外提供的版本")
        constraints = [models.UniqueConstraint(fields=["organisation", "month", "indicator"], name="edition_once")]
