"""The verbs of a kind's workflow as POSTs of its API."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from unionlaw.api.views import verb
from unionlaw.lib.workflow import Workflow


@dataclass(frozen=True, slots=True)
class Steps:
    """Makes the POST that calls a service; its right and label stand in the workflow.

    Args:
        workflow: of the kind.
        gives: the serializer of the answer.
        prefix: what operation ids begin with.
        id_name: the keyword under which the services take the row.
    """

    workflow: Workflow
    gives: Any
    prefix: str
    id_name: str

    def __call__(
        self, service: Any, takes: Any, *, verb_name: str = "", label: Any = "", prepare: Any = None, id_name: str = ""
    ) -> Any:
        """The POST that calls `service`, for assigning to an attribute named as the service.

        Args:
            takes: the serializer of the body; prepare: (view, body) → arguments, where they differ.
            verb_name: the verb of the workflow, where it is not the service's name; label: likewise.
            id_name: where the service takes the row under another keyword.
        """
        name = service.__name__
        transition = self.workflow.by_verb[verb_name or name]
        return verb(
            name, service, takes, gives=self.gives, right=transition.right, operation=f"{self.prefix}_{name}",
            label=label or transition.label, id_name=id_name or self.id_name, prepare=prepare,
        )  # fmt: skip


def rows_of(**types: Callable[..., Any]) -> Any:
    """Make the body's lists of these names into the services' rows."""

    def prepare(view: Any, body: dict[str, Any]) -> dict[str, Any]:
        return {**body, **{name: [make(**row) for row in body[name]] for name, make in types.items()}}

    return prepare
