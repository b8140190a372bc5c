"""A workflow as a table that a lawyer can read: statuses, and the verbs that lead from one to another."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.functional import Promise

Label = str | Promise


@dataclass(frozen=True, slots=True)
class StatusDef:
    """A status of one kind of matter.

    Args:
        code: "kind.status".
        phase: open, waiting, suspended, closed or archived.
        label: what staff read. public_label: what the worker reads.
    """

    code: str
    phase: str
    label: Label
    public_label: Label

    @property
    def kind(self) -> str:
        return self.code.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Transition:
    """A verb of a workflow.

    Args:
        verb: the name of the service function.
        label: the button.
        sources: statuses from which it may be done.
        target: the status it leads to, or "" when the status stays.
        right: the right one needs.
        next_step: what is to be done next, shown on lists.
    """

    verb: str
    label: Label
    sources: frozenset[str]
    target: str
    right: str
    next_step: Label = ""


@dataclass(frozen=True, slots=True)
class Workflow:
    """The statuses and transitions of one kind of matter.

    Raises ValueError when a transition names a status that is not in the table.
    """

    kind: str
    statuses: tuple[StatusDef, ...]
    transitions: tuple[Transition, ...]
    by_verb: dict[str, Transition] = field(init=False)

    def __post_init__(self) -> None:
        known = {status.code for status in self.statuses}
        for status in self.statuses:
            if status.kind != self.kind:
                raise ValueError(f"{status.code} is not a status of {self.kind}")
        for transition in self.transitions:
            named = transition.sources | ({transition.target} - {""})
            if strangers := named - known:
                raise ValueError(f"{transition.verb} names unknown statuses: {sorted(strangers)}")
        object.__setattr__(self, "by_verb", {t.verb: t for t in self.transitions})

    def label(self, code: str) -> Label:
        return next(status.label for status in self.statuses if status.code == code)

    def labels(self, codes: Iterable[str]) -> list[Label]:
        wanted = set(codes)
        return [status.label for status in self.statuses if status.code in wanted]
