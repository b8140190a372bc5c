"""Bulk leads."""

from collections import deque
from datetime import datetime
from typing import Any

from monitoring_letters.models import Lead
from monitoring_letters.services.leads import CHANNELS
from unionlaw.bench.drawn import Drawn, Part
from unionlaw.bench.stories import Story, Ways
from unionlaw.bench.words import TOPICS
from unionlaw.matters.models.matter import Kind

SOURCES = tuple(CHANNELS)
Proposal = Lead.Proposal
RECORDED, ASSESSED = "lead.recorded", "lead.assessed +4"


class Lettered:
    """Leads from which a letter was drafted, until the letter is written."""

    def __init__(self) -> None:
        self.waiting: deque[tuple[datetime, int]] = deque(maxlen=1_000)

    def taken(self, opened: datetime) -> int | None:
        """The lead that a letter of that time follows, if one waits."""
        if self.waiting and self.waiting[0][0] <= opened:
            return self.waiting.popleft()[1]
        return None


class Leads(Part):
    kind = Kind.LEAD
    mark = "线"
    ways = Ways(
        after=20,
        over=0.97,
        ended=(
            Story(45, RECORDED, ASSESSED, "lead.lettered +3"),
            Story(20, RECORDED, ASSESSED, "lead.referred +3"),
            Story(20, RECORDED, ASSESSED, "lead.dropped +2"),
            Story(15, RECORDED, "lead.dropped +4"),
        ),
        live=(Story(60, RECORDED), Story(40, RECORDED, ASSESSED)),
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.lettered = Lettered()

    def title(self, m: Drawn) -> str:
        return f"{m.firm[0]}：{TOPICS[m.heading].label}"

    def write(self, m: Drawn) -> None:
        life, rng = m.life, self.rng
        assessed = "lead.assessed" in life.names
        proposal = rng.choice(tuple(Proposal)) if assessed else ""
        if life.ends_as == "lettered":
            proposal = Proposal.NOTICE
            assert life.closed_at is not None
            self.lettered.waiting.append((life.closed_at, m.pk))
        elif life.ends_as == "referred":
            proposal = Proposal.REFER
        self.writer.add(
            "monitoring_letters_lead",
            *(m.pk, rng.choice(SOURCES), m.employer, TOPICS[m.heading], m.opened_on),
            *(rng.randrange(1, 200), rng.randrange(0, 50_000) * 100, proposal, "属实。" if assessed else ""),
            *("区劳动监察大队" if life.ends_as == "referred" else "", *m.place),
        )
