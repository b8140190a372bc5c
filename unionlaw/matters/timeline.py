"""What happened to a matter, newest first, in the reader's language and with a filter."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from unionlaw.lib.wording import bracketed, shown
from unionlaw.matters import panels, vocabulary
from unionlaw.matters.models import Event, Matter

if TYPE_CHECKING:
    from unionlaw.network.actors import Actor

PAGE = 40
MOST = 500
NOTE = "matter.noted"
PAPERS = ("document.", "aid_case.filed", "aid_case.material_")
ICONS = {"notes": "message", "papers": "file-text", "changes": "point"}


@dataclass(slots=True)
class Entry:
    """One line of the timeline."""

    at: dt.datetime
    title: str
    actor: str
    icon: str
    body: str = ""
    reason: str = ""


class Timeline:
    """The events of a matter that the reader may see.

    Args:
        only: "changes", "notes" or "papers"; anything else means all.
        before: sequence below which the page begins, 0 for the newest.
    """

    def __init__(self, matter: Matter, actor: Actor, *, only: str = "", before: int = 0) -> None:
        self.matter, self.actor, self.before = matter, actor, before
        self.only = only if only in ICONS else ""

    @cached_property
    def events(self) -> list[Event]:
        """The newest events, as far back as a page reaches."""
        events = Event.objects.filter(matter=self.matter).select_related("user", "post__organisation")
        if self.actor.is_outside:
            events = events.exclude(audience=Event.Audience.STAFF)
        return list(events.order_by("-sequence")[:MOST])

    @cached_property
    def _chosen(self) -> list[Event]:
        chosen = [e for e in self.events if not self.only or category(e.name) == self.only]
        return [e for e in chosen if not self.before or e.sequence < self.before]

    @property
    def entries(self) -> list[Entry]:
        return [entry(event) for event in self._chosen[:PAGE]]

    @property
    def earlier(self) -> int:
        """The sequence with which the next page begins, 0 when there is none."""
        return self._chosen[PAGE - 1].sequence if len(self._chosen) > PAGE else 0

    @property
    def tabs(self) -> list[dict[str, Any]]:
        counts = Counter(category(event.name) for event in self.events)
        here = panels.url_of(self.matter.kind, self.matter.pk)
        tabs = (
            ("", _("全部"), len(self.events)),
            ("changes", _("变化"), counts["changes"]),
            ("notes", pgettext("list", "备注"), counts["notes"]),
            ("papers", pgettext("list", "文书"), counts["papers"]),
        )
        return [
            {
                "label": label,
                "count": count,
                "current": key == self.only,
                "url": f"{here}?timeline={key}#timeline" if key else f"{here}#timeline",
            }
            for key, label, count in tabs
        ]


def category(name: str) -> str:
    """Which filter shows the event: "notes", "papers" or "changes"."""
    if name == NOTE:
        return "notes"
    return "papers" if name.startswith(PAPERS) else "changes"


def entry(event: Event) -> Entry:
    """The event in the reader's language."""
    event_type = vocabulary.get(event.name)
    said = str(event_type.sentence)
    if said:
        try:
            said %= {key: shown(value) for key, value in event.data.items()}
        except (KeyError, TypeError, ValueError):
            # Recorded before the wording asked for this value.
            said = ""
    where = bracketed(event.post.organisation.short_name) if event.post else ""
    who = f"{event.user.display_name or event.user.username}{where}" if event.user else _("系统")
    kind = category(event.name)
    icon = "check" if kind == "changes" and event_type.leads_to else ICONS[kind]
    return Entry(event.happened_at, str(event_type.label), who, icon, said, event.reason)
