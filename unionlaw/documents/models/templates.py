"""Templates of official papers: data, with versions and the days from which each holds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from unionlaw.documents.models.folder import Document
from unionlaw.matters.models.matter import Kind

if TYPE_CHECKING:
    from unionlaw.network.actors import Actor
    from unionlaw.network.models import Organisation


class PaperTemplateQuerySet(models.QuerySet["PaperTemplate"]):
    def visible_to(self, actor: Actor) -> PaperTemplateQuerySet:
        """Those of all unions, of one's own and its superiors, and of the unions below."""
        if actor.is_system:
            return self.all()
        if actor.organisation is None:
            return self.none()
        own = actor.organisation
        return self.filter(
            Q(organisation=None) | Q(organisation__in=own.lineage) | Q(organisation__lineage__contains=[own.pk])
        )

    def holding_for(self, organisation: Organisation, matter_kind: str) -> list[PaperTemplate]:
        """One template for each key: the nearest ancestor's, itself first, else the one of all unions; by key."""
        found = self.filter(matter_kind=matter_kind, retired_on=None).filter(
            Q(organisation=None) | Q(organisation__in=organisation.lineage)
        )
        return nearest(found, organisation)


def nearest(found: Iterable[PaperTemplate], organisation: Organisation) -> list[PaperTemplate]:
    """Of templates of one kind of matter, those that hold for the organisation; see holding_for."""
    held: dict[str, PaperTemplate] = {}
    rank = {pk: depth for depth, pk in enumerate(organisation.lineage, start=1)} | {0: 0}
    for template in found:
        place = rank.get(template.organisation_id or 0)
        other = held.get(template.key)
        if place is not None and (other is None or place > rank[other.organisation_id or 0]):
            held[template.key] = template
    return sorted(held.values(), key=lambda template: (template.position, template.key))


class PaperTemplate(models.Model):
    """A kind of paper, for all unions or for one and those below it. What it says stands in its versions."""

    key = models.SlugField(max_length=18)
    organisation = models.ForeignKey(
        "network.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("单位")
    )
    name = models.CharField(_("名称"), max_length=60)
    matter_kind = models.CharField(_("事项种类"), max_length=24, choices=Kind)
    document_kind = models.CharField(_("类别"), max_length=12, choices=Document.Kind)
    # The words of its numbers between the union's prefix and the year, 援决; papers without a number have none.
    number_word = models.CharField(_("文号用字"), max_length=10, blank=True, db_default="", default="")
    position = models.PositiveSmallIntegerField(db_default=100, default=100)
    retired_on = models.DateField(_("停用日期"), null=True, blank=True)

    objects = PaperTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["position", "key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "organisation"], nulls_distinct=False, name="paper_template_once",
                violation_error_message=_("本单位已有这种文书的模板。"),
            ),
            models.CheckConstraint(
                condition=Q(number_word="") | Q(number_word__regex=r"^[\u4e00-\u9fa5]{1,10}$"),
                name="paper_number_word_is_chinese",
                violation_error_message=_("文号用字只能是汉字。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def number_kind(self) -> str:
        """The counter its numbers come from; a union's own wording of a paper goes on with the same numbers."""
        return f"paper.{self.key}"

    def version_on(self, on: date) -> PaperTemplateVersion | None:
        """The version that holds on the day: the latest one begun and not ended."""
        return (
            self.versions.filter(effective_from__lte=on)
            .filter(Q(effective_to=None) | Q(effective_to__gte=on))
            .order_by("-number")
            .first()
        )


class PaperTemplateVersion(models.Model):
    """What a paper says from a day on. Never changed: a new wording is a new version."""

    template = models.ForeignKey(PaperTemplate, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    source = models.TextField(_("正文"))
    asks = models.JSONField(default=list, help_text="what is asked of the one who issues: key, label, required, hint")
    fields = models.JSONField(default=list, help_text="keys of the values that the source names, in order")
    effective_from = models.DateField(_("启用日期"))
    effective_to = models.DateField(_("停用日期"), null=True, blank=True)
    why = models.CharField(_("修改原因"), max_length=300)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("network.Post", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="paper_template_version_once"),
            models.CheckConstraint(
                condition=Q(effective_to=None) | Q(effective_to__gte=F("effective_from")),
                name="paper_template_ends_after_start",
                violation_error_message=_("停用日期不能早于启用日期。"),
            ),
            models.CheckConstraint(condition=Q(source__gt=""), name="paper_template_says_something"),
        ]
        triggers = [
            pgtrigger.Protect(name="paper_template_version_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]
