"""What a round is compared with: the frozen figures of the earlier span, as they were restated last."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from unionlaw.reports.models import Figure, RestatedFigure, Restatement, Round
from unionlaw.reports.spans import Span
from unionlaw.reports.tables import NOW

if TYPE_CHECKING:
    from unionlaw.reports.rollup import Key


@dataclass(frozen=True)
class Earlier:
    """A frozen round whose figures are taken instead of those the facts of now would give.

    Args:
        restatement: the last one; every restatement lists all that differs from what was frozen, so it says it all.
        organisations: those asked for that reported then.
        keys: the counted and summed indicators asked for that meant the same then.
    """

    round: Round
    restatement: Restatement | None
    organisations: frozenset[int]
    keys: frozenset[str]

    def covers(self, organisations: Collection[int], keys: Collection[str]) -> bool:
        """Whether it has all that is asked for."""
        return self.organisations >= set(organisations) and self.keys >= set(keys)

    def as_json(self, organisations: Collection[int], keys: Collection[str]) -> dict[str, Any]:
        """What is kept of it with the round that is compared (models.Round.compared_with).

        `without` lists organisations and `changed` indicators whose figures were computed all the same.
        """
        assert self.round.frozen_at is not None
        return {
            "round": self.round.pk,
            "frozen_on": timezone.localdate(self.round.frozen_at).isoformat(),
            "restatement": self.restatement.number if self.restatement else 0,
            "without": sorted(set(organisations) - self.organisations),
            "changed": sorted(set(keys) - self.keys),
        }


def earlier(
    its_round: Round,
    span: Span,
    length: str,
    versions: Mapping[str, int],
    keys: Collection[str],
    organisations: Collection[int],
) -> Earlier | None:
    """The frozen round of an earlier span in the same tree: of the same layout first, of the nearest union.

    Args:
        length: that of the earlier report.
        versions: indicator → version of its definition now.
        keys: the counted and summed indicators that are asked for.
    """
    found = Round.objects.filter(
        organisation__in=its_round.organisation.lineage,
        length=length,
        start_on=span.start,
        end_on=span.end,
        frozen_at__isnull=False,
    ).exclude(pk=its_round.pk)
    same = sorted(
        found.select_related("organisation"),
        key=lambda one: (one.layout_id != its_round.layout_id, -len(one.organisation.lineage), -one.pk),
    )
    if not same:
        return None
    then = same[0]
    reported = set(then.reports.values_list("organisation_id", flat=True)) & set(organisations)
    return Earlier(
        then,
        then.restatements.order_by("-number").first(),
        frozenset(reported),
        frozenset(key for key in keys if then.versions.get(key) == versions[key]),
    )


def take(then: Earlier, name: str, figures: dict[Key, tuple[int, str]]) -> None:
    """Put the frozen or restated figures of an earlier span in the place of those computed now under `name`."""
    for cell in [one for one in figures if one[2] == name and one[0] in then.organisations and one[1] in then.keys]:
        del figures[cell]
    for organisation, key, value in Figure.objects.filter(
        round=then.round, span=NOW, dimension="", organisation__in=then.organisations, indicator__in=then.keys
    ).values_list("organisation_id", "indicator", "value"):
        figures[organisation, key, name, "", ""] = (value, Figure.Origin.FROZEN.value)
    if then.restatement is None:
        return
    for organisation, key, value in RestatedFigure.objects.filter(
        restatement=then.restatement, dimension="", organisation__in=then.organisations, indicator__in=then.keys
    ).values_list("organisation_id", "indicator", "after"):
        figures[organisation, key, name, "", ""] = (value, Figure.Origin.RESTATED.value)
