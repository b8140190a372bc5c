"""The consultation or case that a lead or a letter comes from, and what it brings along."""

from __future__ import annotations

from django.http import Http404
from django.utils.functional import cached_property

from monitoring_letters.services.actions import draft_refusal
from unionlaw.lib.errors import Conflict
from unionlaw.matters import panels
from unionlaw.matters.models import Matter, Party
from unionlaw.matters.models.matter import Kind
from unionlaw.registers.models import Employer
from unionlaw.web.views import FormActionView

ORIGINS = frozenset({Kind.CONSULTATION, Kind.AID_CASE, Kind.MEDIATION})
"""Kinds of matter from which a lead is recorded or a letter drafted in one action."""


class FromMatter(FormActionView):
    """For pages that may be reached from a matter (`matter_id` in the path)."""

    @cached_property
    def origin(self) -> Matter | None:
        """The matter it comes from. Raises Http404 for one out of sight, Conflict where it names no employer."""
        pk = self.kwargs.get("matter_id")
        if pk is None:
            return None
        found = (
            Matter.objects.visible_to(self.actor)
            .filter(kind__in=ORIGINS, pk=pk)
            .select_related("dispute", "organisation")
            .first()
        )
        if found is None:
            raise Http404
        if reason := draft_refusal(found, self.actor):
            raise Conflict(reason)
        return found

    @property
    def origin_url(self) -> str:
        return panels.url_of(self.origin.kind, self.origin.pk) if self.origin else ""

    @cached_property
    def origin_parties(self) -> list[Party]:
        if self.origin is None:
            return []
        parties = Party.objects.filter(dispute=self.origin.dispute_id).select_related("worker", "employer")
        return list(parties.order_by("pk"))

    @property
    def origin_employers(self) -> list[tuple[int, str]] | None:
        """The employers to choose from; None when there is no origin."""
        if self.origin is None:
            return None
        return [(party.employer.pk, party.employer.name) for party in self.origin_parties if party.employer]

    def employer_chosen(self, value: Employer | int | None) -> Employer | None:
        """The employer that a form gave: found by its field, or one of the origin's parties by id."""
        if isinstance(value, int):
            return next((party.employer for party in self.origin_parties if party.employer_id == value), None)
        return value
