"""What may be done, and by which roles: a declared vocabulary that each app adds to from its permissions.py.

A right that nobody declared is an error when it is asked for, so a typing mistake can never open a door.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from unionlaw.network.roles import Role


@dataclass(frozen=True, slots=True)
class Right:
    """Something one may be allowed to do.

    Args:
        code: "noun.verb", for instance "aid_case.assign".
        label: the verb as screens show it.
        roles: the roles that have it.
    """

    code: str
    label: str | Promise
    roles: frozenset[Role]


_declared: dict[str, Right] = {}


def declare(*rights: Right) -> None:
    """Add rights to the vocabulary. Raises ValueError when a code is declared twice with different content."""
    for right in rights:
        if _declared.setdefault(right.code, right).roles != right.roles:
            raise ValueError(f"Right {right.code} is declared twice.")


def right(code: str, label: str | Promise, *roles: Role) -> None:
    """Declare one right held by `roles`."""
    declare(Right(code, label, frozenset(roles)))


def get(code: str) -> Right:
    """The declared right. Raises LookupError for a code nobody declared."""
    try:
        return _declared[code]
    except KeyError:
        raise LookupError(f"No right {code!r} is declared.") from None


def all_rights() -> Iterable[Right]:
    return _declared.values()
