"""Where supervision letters join the shell: navigation and the pages of their kinds."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from unionlaw.matters import panels
from unionlaw.matters.models.matter import Kind
from unionlaw.network.actors import Actor
from unionlaw.web import navigation


def no_actions(matter: Any, actor: Actor) -> list[panels.Action]:
    """Pages only read so far; what can be done is done through the API (docs/how-to/use-the-api.md)."""
    return []


def join() -> None:
    """Register at start-up."""
    panels.register(panels.KindPage(Kind.SUPERVISION_LETTER, "monitoring_letters:letter", no_actions))
    panels.register(panels.KindPage(Kind.LEAD, "monitoring_letters:lead", no_actions))
    navigation.register(
        navigation.NavItem(_("一函两书"), "monitoring_letters:letters", "file-text", right="letter.view", order=45)
    )
    navigation.register(navigation.NavItem(_("线索"), "monitoring_letters:leads", "bulb", right="lead.view", order=46))
