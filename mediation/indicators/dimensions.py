"""Origins and tracks, by which figures of mediations are broken down."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from mediation.models import Mediation, Origin
from unionlaw.reports.dimensions import Dimension, register

_MEDIATION = "LEFT JOIN mediation_mediation AS mediation ON mediation.matter_id = m.id"


def _choices(of: type[models.TextChoices]) -> Any:
    def labels(members: Iterable[str]) -> dict[str, str]:
        return {member: str(of(member).label) for member in members if member in of.values}

    return labels


register(
    Dimension("origin", _("调解来源"), "mediation.origin", _choices(Origin), _MEDIATION, nothing=_("非调解")),
    Dimension("track", _("调解通道"), "mediation.track", _choices(Mediation.Track), _MEDIATION, nothing=_("非调解")),
)
