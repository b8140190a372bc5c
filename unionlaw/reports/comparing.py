"""What a round is compared with: the frozen figures of the earlier span, as they were restated last."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from unionlaw.reports.models import Figure, RestatedFigure, Restatement, Round
from unionlaw.reports.planning import Plan
from unionlaw.reports.spans import Span
from unionlaw.reports.tables import NOW

if TYPE_CHECKING:
    from unionlaw.reports.rollup import Key


def earlier(its_round: Round, span: Span) -> Round | None:
    """The frozen round of that span in the same tree: of the same layout first, of the nearest union."""
    found = Round.objects.filter(
        organisation__in=its_round.organisation.lineage,
        length=its_round.length,
        start_on=span.start,
        end_on=span.end,
        frozen_at__isnull=False,
    ).exclude(pk=its_round.pk)
    same = sorted(
        found.select_related("organisation"),
        key=lambda one: (one.layout_id != its_round.layout_id, -len(one.organisation.lineage), -one.pk),
    )
    return same[0] if same else None


def take_earlier(
    its_round: Round,
    name: str,
    span: Span,
    wanted: Plan,
    organisations: Collection[int],
    figures: dict[Key, tuple[int, str]],
) -> None:
    """Put the frozen or restated figures of an earlier span in the place of those computed now.

    Only for organisations that reported then, and indicators that meant the same then.
    """
    then = earlier(its_round, span)
    if then is None:
        return
    versions = wanted.versions
    keys = {key for key in wanted.bases if then.versions.get(key) == versions[key]}
    reported = set(then.reports.values_list("organisation_id", flat=True)) & set(organisations)
    for cell in [one for one in figures if one[2] == name and one[0] in reported and one[1] in keys]:
        del figures[cell]
    for organisation, key, value in Figure.objects.filter(
        round=then, span=NOW, dimension="", organisation__in=reported, indicator__in=keys
    ).values_list("organisation_id", "indicator", "value"):
        figures[organisation, key, name, "", ""] = (value, Figure.Origin.FROZEN.value)
    for organisation, key, value in restated(then, reported, keys):
        figures[organisation, key, name, "", ""] = (value, Figure.Origin.RESTATED.value)


def restated(then: Round, organisations: Collection[int], keys: Collection[str]) -> list[tuple[int, str, int]]:
    """(organisation, indicator, value) of the whole figures that the last restatement of a round changed.

    Every restatement lists all that differs from what was frozen, so that the last one says it all.
    """
    last = Restatement.objects.filter(round=then).order_by("-number").first()
    if last is None:
        return []
    rows = RestatedFigure.objects.filter(
        restatement=last, dimension="", organisation__in=organisations, indicator__in=keys
    )
    return list(rows.values_list("organisation_id", "indicator", "after"))
