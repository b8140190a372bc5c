"""Instruments and topics, by which figures of letters and leads are broken down."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from monitoring_letters.models.lead import Topic
from monitoring_letters.models.letter import Instrument
from unionlaw.reports.dimensions import Dimension, register

_LETTER = (
    "LEFT JOIN monitoring_letters_supervisionletter AS letter ON letter.matter_id = m.id"
    " LEFT JOIN monitoring_letters_lead AS lead ON lead.matter_id = m.id"
)
_OTHER = _("非函书")


def _choices(of: type[models.TextChoices]) -> Any:
    def labels(members: Iterable[str]) -> dict[str, str]:
        return {member: str(of(member).label) for member in members if member in of.values}

    return labels


register(
    Dimension("instrument", _("文书种类"), "letter.instrument", _choices(Instrument), _LETTER, nothing=_OTHER),
    Dimension(
        "topic", _("函书事项类别"), "coalesce(letter.topic, lead.topic)", _choices(Topic), _LETTER, nothing=_OTHER
    ),
)
