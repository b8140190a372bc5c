"""Official papers as they were issued, and the seals on them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from unionlaw.matters.models import Matter

if TYPE_CHECKING:
    from unionlaw.network.actors import Actor
    from unionlaw.network.models import Organisation


class SealQuerySet(models.QuerySet["Seal"]):
    def visible_to(self, actor: Actor) -> SealQuerySet:
        """Seals of one's own organisation and of those below it. Their pictures are shown to nobody."""
        if actor.is_system:
            return self.all()
        if actor.organisation is None:
            return self.none()
        return self.filter(organisation__lineage__contains=[actor.organisation.pk])

    def of(self, organisation: Organisation, *, on: date) -> Seal | None:
        """The seal the organisation uses on the day, the newest where two hold."""
        held = self.filter(organisation=organisation, valid_from__lte=on)
        return held.filter(Q(valid_to=None) | Q(valid_to__gte=on)).order_by("-valid_from", "-pk").first()


@pghistory.track()
class Seal(models.Model):
    """The picture of an organisation's seal. It leaves the server only as part of an issued paper."""

    organisation = models.ForeignKey(
        "network.Organisation", models.PROTECT, related_name="seals", verbose_name=_("单位")
    )
    file = models.ForeignKey("documents.StoredFile", models.PROTECT, related_name="seals")
    name = models.CharField(_("印章名称"), max_length=60)
    valid_from = models.DateField(_("启用日期"))
    valid_to = models.DateField(_("停用日期"), null=True, blank=True)
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey("network.Post", models.PROTECT, null=True, related_name="+")

    objects = SealQuerySet.as_manager()

    class Meta:
        verbose_name = _("印章")
        ordering = ["organisation_id", "-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="seal_ends_after_start",
                violation_error_message=_("停用日期不能早于启用日期。"),
            )
        ]

    def __str__(self) -> str:
        return self.name


class PaperQuerySet(models.QuerySet["Paper"]):
    def visible_to(self, actor: Actor) -> PaperQuerySet:
        """Papers of the matters that `actor` may know of."""
        if not actor.may("document.view"):
            return self.none()
        return self.filter(document__matter__in=Matter.objects.visible_to(actor))


class Paper(models.Model):
    """A paper that was issued. Its PDF is the record; nothing of this row changes but what replaces it.

    Whether it was withdrawn says its document.
    """

    document = models.OneToOneField("documents.Document", models.PROTECT, primary_key=True, related_name="paper")
    template_version = models.ForeignKey("documents.PaperTemplateVersion", models.PROTECT, related_name="papers")
    title = models.CharField(max_length=60, help_text="the kind of paper, as the template was called")
    organisation = models.ForeignKey(
        "network.Organisation", models.PROTECT, related_name="+", verbose_name=_("制发单位")
    )
    number_kind = models.CharField(max_length=24, blank=True, db_default="", default="")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField(null=True)
    number = models.CharField(_("文号"), max_length=60, blank=True, db_default="", default="")
    # A corrected letter prints the number of the one it replaces; other corrections take a number of their own.
    keeps_number = models.BooleanField(default=False, db_default=False)
    data = models.JSONField(help_text="every value that the paper shows, as it was on the day")
    code = models.CharField(max_length=20, unique=True, help_text="opens the verification page")
    seal = models.ForeignKey(Seal, models.PROTECT, null=True, blank=True, related_name="papers")
    issued_at = models.DateTimeField(_("制发时间"))
    issued_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    issued_post = models.ForeignKey("network.Post", models.PROTECT, null=True, related_name="+")
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by", verbose_name=_("更正")
    )
    correction_reason = models.CharField(_("更正原因"), max_length=300, blank=True, db_default="", default="")

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("制发的文书")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "number_kind", "year", "serial"],
                condition=Q(serial__isnull=False, keeps_number=False),
                name="paper_serial_once",
            ),
            models.CheckConstraint(
                condition=Q(keeps_number=False) | Q(supersedes__isnull=False, serial__isnull=False),
                name="paper_keeps_number_of_former",
            ),
            models.CheckConstraint(
                condition=Q(serial__isnull=True, number="")
                | Q(serial__isnull=False, number__gt="", number_kind__gt=""),
                name="paper_numbered_or_not",
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True, correction_reason="")
                | Q(supersedes__isnull=False, correction_reason__gt=""),
                name="paper_correction_with_reason",
                violation_error_message=_("更正要写明原因。"),
            ),
            models.CheckConstraint(condition=~Q(supersedes=F("document")), name="paper_not_its_own_correction"),
        ]
        triggers = [pgtrigger.Protect(name="paper_append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.title} {self.number}".strip()
