"""How matters of each kind go: the events of a life with the days between them, and how often lives go that way."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import accumulate
from random import Random

from django.utils import translation

from unionlaw.lib.wording import STORED_IN
from unionlaw.matters import vocabulary
from unionlaw.matters.models.matter import Phase
from unionlaw.matters.statuses import status_def

# Of what a step takes on average, it takes between so much and so much.
SHORTEST, LONGEST = 0.3, 1.7
HERE = timedelta(hours=8)


class Story:
    """One way to go.

    Args:
        weight: how often, compared with the others.
        steps: "event" or "event +days": what happens, and how many days after the one before on average.
    """

    def __init__(self, weight: float, *steps: str) -> None:
        split = [step.partition(" +") for step in steps]
        self.weight = weight
        self.names = tuple(name for name, _plus, _days in split)
        self.days = tuple(float(days or 0) for _name, _plus, days in split)
        self.total = sum(self.days)


class Ways:
    """All ways of one kind of matter.

    Args:
        after: days after which nearly all are over.
        over: the part of those that are.
        ended, live: how they go then, and before.
    """

    def __init__(self, *, after: int, over: float, ended: tuple[Story, ...], live: tuple[Story, ...]) -> None:
        self.after, self.over, self.ended, self.live = after, over, ended, live
        self._ended = list(accumulate(story.weight for story in ended))
        self._live = list(accumulate(story.weight for story in live))

    def choose(self, rng: Random, age: float) -> Story:
        """How a matter of so many days went."""
        if age > self.after and rng.random() < self.over:
            return rng.choices(self.ended, cum_weights=self._ended)[0]
        story = rng.choices(self.live, cum_weights=self._live)[0]
        # What has just come in cannot be far.
        return story if age >= story.total / 4 else self.live[0]


@dataclass(frozen=True, slots=True)
class Told:
    """What the vocabulary says of an event, as a matter keeps it."""

    audience: str
    leads_to: str
    ends_as: str
    next_step: str


@cache
def told(name: str) -> Told:
    event_type = vocabulary.get(name)
    with translation.override(STORED_IN):
        return Told(event_type.audience, event_type.leads_to, event_type.ends_as, str(event_type.next_step))


@cache
def phase_of(status: str) -> str:
    return status_def(status).phase


class Life:
    """One matter's events: `names` and `times` side by side, and what they come to."""

    __slots__ = ("closed_at", "ends_as", "names", "next_step", "phase", "status", "times")

    def __init__(self, story: Story, rng: Random, opened: datetime, until: datetime) -> None:
        self.names = list(story.names)
        gaps = [0.0, *(days * (SHORTEST + (LONGEST - SHORTEST) * rng.random()) for days in story.days[1:])]
        took, most = sum(gaps), (until - opened) / timedelta(days=1)
        scale = min(1.0, 0.98 * most / took) if took else 0.0
        self.times = [opened + timedelta(days=passed * scale) for passed in accumulate(gaps)]
        self.status = self.next_step = self.ends_as = ""
        for name, at in zip(self.names, self.times, strict=True):
            known = told(name)
            if known.leads_to:
                self.status, self.next_step, self.ends_as = known.leads_to, known.next_step, known.ends_as
                self.closed_at: datetime | None = at
            elif known.next_step:
                self.next_step = known.next_step
        self.phase = phase_of(self.status)
        if self.phase != Phase.CLOSED:
            self.closed_at = None

    def add(self, name: str, at: datetime) -> None:
        """One more event at the end, that leaves the status as it is."""
        self.names.append(name)
        self.times.append(at)

    def repeat(self, name: str, other: str, times: int) -> None:
        """Let `other`, which leaves the status as it is, happen so often in place of `name`."""
        place = self.names.index(name)
        self.names[place : place + 1] = [other] * times
        self.times[place : place + 1] = [self.times[place]] * times

    def at(self, name: str) -> datetime | None:
        """When the event happened; None where it did not."""
        return self.times[self.names.index(name)] if name in self.names else None

    def on(self, *names: str) -> date | None:
        """The day on which the first of these events happened that did."""
        return next((day_of(at) for name in names if (at := self.at(name))), None)


def day_of(at: datetime) -> date:
    """The calendar day of a moment given in UTC."""
    return (at + HERE).date()
