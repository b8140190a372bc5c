"""Who besides the tree may see a matter, and how matters follow one another."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Grant(models.Model):
    """Lets a post, a person or an organisation see one matter, from when until when.

    `viewer_key` ("post:12") and `opened_at` (the matter's, which never changes and is kept true by a composite foreign
    key) let a reader's list walk one index in order however many grants they hold (docs/adr/0002-visibility.md).
    """

    class Why(models.TextChoices):
        ASSIGNED_LAWYER = "assigned_lawyer", _("承办律师")
        REFERRED_ORGAN = "referred_organ", _("协作单位")
        MEDIATOR = "mediator", _("调解员")
        REVIEWER = "reviewer", _("复查")
        HANDED_OVER = "handed_over", _("移交")

    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="grants")
    viewer_key = models.CharField(max_length=40)
    why = models.CharField(max_length=20, choices=Why)
    opened_at = models.DateTimeField()
    granted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    by_user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    by_post = models.ForeignKey("network.Post", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "viewer_key", "why"],
                condition=Q(ended_at__isnull=True),
                name="grant_open_once",
            ),
            models.CheckConstraint(
                condition=Q(viewer_key__regex=r"^(post|person|organisation):[0-9]+$"), name="grant_viewer_key"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("granted_at")), name="grant_ends_after_start"
            ),
        ]
        indexes = [
            models.Index(
                fields=["viewer_key", "-opened_at", "-matter"],
                name="grant_viewer_opened",
                condition=Q(ended_at__isnull=True),
            )
        ]


class MatterLink(models.Model):
    class Relation(models.TextChoices):
        FOLLOWS = "follows", _("承接")
        REFERS_TO = "refers_to", _("移送")
        SPLITS_FROM = "splits_from", _("分案")
        SAME_EMPLOYER = "same_employer", _("同一用人单位")

    from_matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="links_out")
    to_matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="links_in")
    relation = models.CharField(max_length=16, choices=Relation)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["from_matter", "to_matter", "relation"], name="link_once"),
            models.CheckConstraint(condition=~Q(from_matter=F("to_matter")), name="link_not_to_itself"),
        ]
