"""Dimensions that facts of every workflow have."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionlaw.lib.wording import bracketed
from unionlaw.matters.models.matter import Channel, Kind
from unionlaw.network.models import Organisation
from unionlaw.registers.models import Cause, Industry, Region
from unionlaw.registers.models.worker import Group
from unionlaw.reports.dimensions import Dimension, ids, register


def _organisations(members: Iterable[str]) -> dict[str, str]:
    rows = Organisation.objects.filter(pk__in=ids(members)).values_list("pk", "short_name")
    return {str(pk): name for pk, name in rows}


def _below(organisation: Organisation, members: Iterable[str]) -> set[str]:
    """Those of the organisation's own tree: whatever it reports on is held by one of them."""
    rows = Organisation.objects.below(organisation).filter(pk__in=ids(members)).values_list("pk", flat=True)
    return set(map(str, rows))


def _organs(organisation: Organisation, members: Iterable[str]) -> set[str]:
    """Authorities and courts, whose names everybody knows, and those of the own tree."""
    known = Organisation.objects.filter(pk__in=ids(members), kind__in=Organisation.PARTNERS)
    return {*(str(pk) for pk in known.values_list("pk", flat=True)), *_below(organisation, members)}


def _choices(of: type[models.TextChoices]) -> Any:
    return lambda members: {member: str(of(member).label) for member in members if member in of.values}


def _regions(members: Iterable[str]) -> dict[str, str]:
    return dict(Region.objects.filter(pk__in=members).values_list("pk", "name"))


def _industries(members: Iterable[str]) -> dict[str, str]:
    return dict(Industry.objects.filter(pk__in=members).values_list("pk", "name"))


def _causes(members: Iterable[str]) -> dict[str, str]:
    """Names of causes; one of a list that is no longer in force says which, since lists repeat names."""
    rows = Cause.objects.filter(pk__in=ids(members)).values_list("pk", "name", "list_version", "valid_until")
    return {str(pk): name if until is None else f"{name}{bracketed(version)}" for pk, name, version, until in rows}


# The first employer the dispute is with: a matter has one place and one industry.
_EMPLOYER = (
    "LEFT JOIN LATERAL (SELECT e.region_id, e.industry_id FROM matters_party AS q JOIN registers_employer AS e"
    " ON e.id = q.employer_id WHERE q.dispute_id = m.dispute_id AND q.side = 'respondent' ORDER BY q.id LIMIT 1)"
    " AS employer ON TRUE"
)
_PLACE = "LEFT JOIN matters_dispute AS dispute ON dispute.id = m.dispute_id"
_GROUPS = (
    "LEFT JOIN LATERAL (SELECT DISTINCT unnest(w.groups) AS member FROM matters_party AS q JOIN registers_worker AS w"
    " ON w.id = q.worker_id WHERE q.dispute_id = m.dispute_id AND q.side = 'claimant') AS worker_group ON TRUE"
)
_ORGANS = (
    "JOIN LATERAL (SELECT DISTINCT split_part(g.viewer_key, ':', 2) AS member FROM matters_grant AS g"
    " WHERE g.matter_id = m.id AND g.why = 'referred_organ' AND g.viewer_key LIKE 'organisation:%%') AS organ ON TRUE"
)

register(
    Dimension("union", _("下级工会"), "m.scope{below}", _organisations, nothing=_("本级"), held=_below),
    Dimension("station", _("承办单位"), "m.organisation_id", _organisations, held=_below),
    Dimension("organ", _("协作单位"), "organ.member", _organisations, _ORGANS, many=True, held=_organs),
    Dimension(
        "region",
        _("所在地"),
        "rpad(left(coalesce(dispute.place_id, employer.region_id), 6), 6, '0')",
        _regions,
        f"{_PLACE} {_EMPLOYER}",
    ),
    Dimension("industry", _("行业"), "left(employer.industry_id, 1)", _industries, f"{_PLACE} {_EMPLOYER}"),
    Dimension("cause", _("案由"), "m.cause_id", _causes),
    Dimension("channel", pgettext_lazy("matter", "来源"), "m.channel", _choices(Channel)),
    Dimension("kind", _("事项种类"), "m.kind", _choices(Kind)),
    Dimension("worker_group", _("职工群体"), "worker_group.member", _choices(Group), _GROUPS, many=True),
)
