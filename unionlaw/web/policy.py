"""Who may use a route. Every view says so; PolicyMiddleware refuses the ones that do not.

    @policy.right("consultation.record")      a right of the acting post (several: any one of them)
    @policy.signed_in("own account")          anyone signed in; the text says why no right is needed
    @policy.public("sign-in page")            anyone at all; the text says why

On class views either decorate the class or set ``policy = policy.Right("…")``. Views from libraries are listed by URL
name in the table that ``settings.THIRD_PARTY_POLICIES`` names.
"""

from dataclasses import dataclass
from typing import Any, TypeVar

View = TypeVar("View")


class Policy:
    """Base of all kinds. An instance is also the decorator that puts itself on a view function or class."""

    def __call__(self, view: View) -> View:
        view.policy = self  # type: ignore[attr-defined]
        return view


@dataclass(frozen=True, init=False)
class Right(Policy):
    """The acting post must hold at least one of these rights."""

    codes: tuple[str, ...]

    def __init__(self, *codes: str) -> None:
        if not codes:
            raise ValueError("a right policy needs at least one right")
        object.__setattr__(self, "codes", codes)

    def refusal(self, actor: Any) -> str:
        """The reason, in words, why the actor may not pass; empty when they may."""
        first = ""
        for code in self.codes:
            reason = actor.refusal(code)
            if not reason:
                return ""
            first = first or reason
        return first


@dataclass(frozen=True)
class SignedIn(Policy):
    why: str


@dataclass(frozen=True)
class Public(Policy):
    why: str


@dataclass(frozen=True)
class Closed(Policy):
    """A library's route this site does not offer: it answers 404 to everyone."""

    why: str


right = Right
signed_in = SignedIn
public = Public


def of_view(view: Any) -> Any:
    """The policy a view carries itself: on the function, on its class (Django's or REST framework's), or None."""
    for holder in (view, getattr(view, "view_class", None), getattr(view, "cls", None)):
        found = getattr(holder, "policy", None)
        if found is not None:
            return found
    return None


def of_route(view: Any, name: str, third_party: dict[str, Policy]) -> Any:
    """The policy for a resolved route: the view's own, else the library table's row for its URL name."""
    return of_view(view) or third_party.get(name)
