"""The referral registry: what each app can open from another app's matter, so that apps never import each other."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from unionlaw.matters.models import Matter
from unionlaw.network.actors import Actor


@dataclass(frozen=True, slots=True)
class Referral:
    """One way to pass a dispute on.

    Args:
        key: "aid_case", what it opens.
        label: the action's name on the page of the matter it starts from.
        from_kinds: kinds of matter it can start from.
        right: the right it needs.
        url_name: a page that takes the matter's id as `matter_id` and opens the new matter.
        refusal: (matter, actor) → why it cannot be done now, or "".
        primary: whether it moves the dispute forward, so that the menu may offer it as the next step.
    """

    key: str
    label: str | Promise
    from_kinds: frozenset[str]
    right: str
    url_name: str
    refusal: Callable[[Matter, Actor], str] = lambda matter, actor: ""
    primary: bool = False


_registry: dict[str, Referral] = {}


def register(referral: Referral) -> None:
    """Raises ValueError when the key is registered twice."""
    if _registry.setdefault(referral.key, referral) is not referral:
        raise ValueError(f"Referral {referral.key} is registered twice.")


def possible_from(matter: Matter) -> list[Referral]:
    """What can be opened from this kind of matter."""
    return [referral for referral in _registry.values() if matter.kind in referral.from_kinds]
