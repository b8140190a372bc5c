"""A step of the demo: a small part of its story, told in one transaction of its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from unionlaw.demo.walks import Walker


@dataclass(frozen=True)
class Step:
    """One part of the story.

    Args:
        name: unique, and the same in every telling: chance is drawn from it, and it is remembered by it.
        tell: walks matters through the services.
    """

    name: str
    tell: Callable[[Walker], object]


def side_by_side(*groups: Sequence[Step]) -> list[Step]:
    """Every group in its own order, spread evenly among the others, so that some of each kind are there soon."""
    placed = [((n + 0.5) / len(group), step) for group in groups for n, step in enumerate(group)]
    return [step for _place, step in sorted(placed, key=lambda pair: pair[0])]
