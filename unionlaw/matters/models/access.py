"""Who besides the tree may see a matter, and how matters follow one another."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from unionlaw.matters.models.copies import COPIED, FILTERED
from unionlaw.matters.models.known import GRANT_CHANGED

_KEYS = {"status", "cause", "owner", "dispute"}
_COLUMNS = [f"{name}_id" if name in _KEYS else name for name in COPIED]
# A copy of a key that the matter's own constraint holds true.
_COPY: dict[str, Any] = {
    "on_delete": models.DO_NOTHING, "db_constraint": False, "db_index": False, "related_name": "+", "editable": False,
}  # fmt: skip


class Grant(models.Model):
    """Lets a post, a person or an organisation see one matter, from when until when.

    `viewer_key` ("post:12") and the copies of the matter's columns let a reader's list be walked, filtered and counted
    inside one index however many grants they hold (docs/adr/0002-visibility.md). Triggers keep the copies true, here
    and on the matter; nothing else writes them.
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
    opened_at = models.DateTimeField(editable=False)
    next_due_on = models.DateField(null=True, editable=False)
    kind = models.CharField(max_length=24, editable=False, db_default="")
    status = models.ForeignKey("matters.Status", db_default="", **_COPY)
    phase = models.CharField(max_length=12, editable=False, db_default="")
    channel = models.CharField(max_length=20, editable=False, db_default="")
    cause = models.ForeignKey("registers.Cause", null=True, **_COPY)
    owner = models.ForeignKey("network.Post", null=True, **_COPY)
    green_channel = models.BooleanField(editable=False, db_default=False)
    group = models.BooleanField(editable=False, db_default=False)
    dispute = models.ForeignKey("matters.Dispute", null=True, **_COPY)
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
                include=["next_due_on", *FILTERED],
                name="grant_viewer_opened",
                condition=Q(ended_at__isnull=True),
            ),
            models.Index(
                fields=["viewer_key", "next_due_on", "matter"],
                include=["opened_at", *FILTERED],
                name="grant_viewer_due",
                condition=Q(ended_at__isnull=True),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="grant_copies_its_matter",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("matter_id", *_COLUMNS),
                # Locked, so that a change of the matter that is under way is waited for instead of missed.
                func=f"""
                    SELECT {", ".join(f'"{c}"' for c in _COLUMNS)} INTO {", ".join(f'NEW."{c}"' for c in _COLUMNS)}
                        FROM matters_matter WHERE id = NEW.matter_id FOR SHARE;
                    RETURN NEW;
                """,  # noqa: S608  our own columns
            ),
            pgtrigger.Trigger(
                name="grant_makes_workers_known",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=GRANT_CHANGED,
            ),
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
