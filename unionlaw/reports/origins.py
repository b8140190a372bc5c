"""Which version of an earlier span a stored report is compared with, in words, and what its charts are drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from unionlaw.lib.wording import listed
from unionlaw.reports.indicators import indicator, is_known
from unionlaw.reports.models import Report, Round
from unionlaw.reports.spans import named
from unionlaw.reports.tables import NOW
from unionlaw.web.format import prose_date

if TYPE_CHECKING:
    from unionlaw.reports.stored import StoredFigures


@dataclass(frozen=True, slots=True)
class Taken:
    """A frozen round that figures of an earlier span were taken from.

    Args:
        restatement: the number of the restatement that was the last then; 0 for none.
        changed: indicators that meant something else then; they were computed with the rest.
    """

    round: int
    frozen_on: date
    restatement: int
    changed: frozenset[str]


def taken(its_round: Round, span: str, organisation_id: int) -> Taken | None:
    """Where an organisation's figures of the span called `span` come from; None when they were computed."""
    said: dict[str, Any] | None = its_round.compared_with.get(span)
    if said is None or organisation_id in said["without"]:
        return None
    return Taken(said["round"], date.fromisoformat(said["frozen_on"]), said["restatement"], frozenset(said["changed"]))


def computed_on(its_round: Round) -> str:
    """The day on which the round was computed, in words."""
    assert its_round.computed_at is not None
    return prose_date(timezone.localdate(its_round.computed_at))


def notes_of(report: Report, figures: StoredFigures) -> list[str]:
    """What a reader of the report has to know about the figures of earlier spans beside its own."""
    found = []
    for name, span in figures.spans.items():
        # Rounds that were computed before this was kept say what was restated, no more.
        if name == NOW or (name not in report.round.compared_with and not _restated(figures, name)):
            continue
        then, words = taken(report.round, name, report.organisation_id), {"span": named(span)}
        if then:
            said = _("%(span)s的数字取自%(on)s冻结的报表。") % {**words, "on": prose_date(then.frozen_on)}
            found += [said, *_changes(report, figures, name, then)]
        elif name in report.round.compared_with:
            said = _("%(span)s没有冻结的报表，此处为%(on)s统计时的数字。")
            found.append(said % {**words, "on": computed_on(report.round)})
        else:
            said = _("%(span)s的下列数字冻结后有更正，此处用更正后的数字：%(names)s。")
            found.append(said % {**words, "names": _restated(figures, name)})
    return found


def _changes(report: Report, figures: StoredFigures, name: str, then: Taken) -> list[str]:
    """What of an earlier span is not as it was frozen."""
    said = []
    if names := _restated(figures, name):
        words = {"number": then.restatement, "names": names}
        said.append(_("下列数字冻结后有更正，此处用第%(number)d次更正后的数字：%(names)s。") % words)
    shown = [key for block in report.round.layout_blocks if not block.get("by") for key in block["indicators"]]
    other = [key for key in shown if is_known(key) and then.changed.intersection(indicator(key).bases)]
    if other:
        names = listed(str(indicator(key).name) for key in dict.fromkeys(other))
        said.append(_("下列指标的定义在那以后有新版本，此处按新定义统计：%(names)s。") % {"names": names})
    return said


def _restated(figures: StoredFigures, name: str) -> str:
    keys = sorted(key for key, of in figures.restated if of == name)
    return listed(str(indicator(key).name) for key in keys if is_known(key))
