"""One bulk matter while it is being written, and what each kind of matter adds to it."""

import json
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from typing import Any, ClassVar

from unionlaw.bench.network import Network
from unionlaw.bench.stories import Life, Ways, day_of
from unionlaw.bench.writer import Writer
from unionlaw.matters.models import Grant
from unionlaw.matters.models.dispute import Stage
from unionlaw.network.models import Organisation

Named = tuple[str, str, str]
"""A name, folded, its initials."""


@dataclass(slots=True)
class Drawn:
    """What was drawn by lot for one matter. `dispute`, `party` and `worker` are None where it is about nobody."""

    pk: int
    opened: datetime
    holder: Organisation
    owner: int
    issuer: Organisation
    person: Named
    employer: int
    firm: Named
    cause: tuple[int, str]
    heading: str
    summary: str
    green: bool
    life: Life
    dispute: int | None = None
    party: int | None = None
    lawyer: int | None = None
    organ: int | None = None
    umbrella: bool = False
    number: str = ""
    said: dict[str, list[str]] = field(default_factory=dict)
    """Event → what it carries each time that it happens, as JSON."""

    @property
    def opened_on(self) -> date:
        return day_of(self.opened)

    @property
    def place(self) -> tuple[Any, ...]:
        """What rows beside the matter copy of it."""
        return self.opened, *self.holder.lineage[:3]

    def say(self, event: str, **data: Any) -> None:
        """What the event carries; said again, what it carries when it happens once more."""
        self.said.setdefault(event, []).append(json.dumps(data, ensure_ascii=False))


class Part(ABC):
    """One kind of matter: how it goes, what it is called, what it writes beside the matter."""

    kind: ClassVar[str]
    mark: ClassVar[str]
    """What tells its numbers from those of other kinds."""
    stage: ClassVar[str] = Stage.NEGOTIATION
    organ_is: ClassVar[str] = Grant.Why.REFERRED_ORGAN
    """Why an organ that has to do with it sees it."""
    ways: ClassVar[Ways]

    def __init__(self, writer: Writer, rng: Random, network: Network, employers: range, until: datetime) -> None:
        self.writer, self.rng, self.network, self.until = writer, rng, network, until
        self.employers = employers
        """Their ids."""

    def live(self, opened: datetime) -> Life:
        """How a matter that was opened then has gone until now."""
        story = self.ways.choose(self.rng, (self.until - opened).total_seconds() / 86_400)
        return Life(story, self.rng, opened, self.until)

    def is_about_nobody(self) -> bool:
        """Whether the next matter has no dispute; asked once for each, before anything is written."""
        return False

    def title(self, m: Drawn) -> str:
        return f"{m.person[0]}与{m.firm[0]}{m.heading}"

    @abstractmethod
    def write(self, m: Drawn) -> None:
        """The rows beside the matter."""
