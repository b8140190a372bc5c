"""What a service may answer besides success. Pages and the API translate these; services never know either."""

from collections.abc import Mapping, Sequence
from typing import Any


class DomainError(Exception):
    """A request the rules do not allow, worded for the person who made it.

    Args:
        message: what to do about it, already translated.
        field: the form field that caused it, or "" when it concerns the whole.
    """

    def __init__(self, message: str = "", *, field: str = "") -> None:
        super().__init__(message)
        self.message = str(message)
        self.field = field


class Invalid(DomainError):
    """Input that breaks a rule, as a message for each field ("" for the whole form)."""

    def __init__(self, errors: Mapping[str, Any] | str, *, field: str = "") -> None:
        if not isinstance(errors, Mapping):
            errors = {field: errors}
        self.errors: dict[str, list[str]] = {
            name: [str(m) for m in said] if isinstance(said, Sequence) and not isinstance(said, str) else [str(said)]
            for name, said in errors.items()
        }
        first_field, first = next(iter(self.errors.items()), (field, [""]))
        super().__init__(first[0] if first else "", field=first_field)


class Refused(DomainError):
    """The actor may see this but may not do that; the message is the reason (403)."""


class Missing(DomainError):
    """It does not exist, or this actor is not to know that it does (404)."""


class Conflict(DomainError):
    """The matter is not in a state in which this can be done (409)."""


class Stale(Conflict):
    """Someone changed the record since the form was opened (409).

    Args:
        changes: one line for each thing that changed, as people say it.
    """

    def __init__(self, message: str, *, changes: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.changes = list(changes)


class Taken(Conflict):
    """Of two who claimed one thing at once, the other won (409)."""

    def __init__(self, message: str, *, by: str = "") -> None:
        super().__init__(message)
        self.by = by
