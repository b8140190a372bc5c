"""What notices there are and how each is worded: a declared vocabulary that apps add to from `ready()`.

    from unionlaw.notices import kinds
    kinds.declare(kinds.NoticeKind("deadline.chased", _("%(number)s有新的督办"), _("请在%(due_on)s前答复。")))

Wording is filled in when a notice is read or sent, in its reader's language. It leaves the portal by e-mail, SMS and
chat groups, so `data` never holds a person's name or number: a matter is named by its number (%(number)s).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

if TYPE_CHECKING:
    from unionlaw.notices.channels.base import Attachment
    from unionlaw.notices.models import Notice

Wording = str | Promise | Callable[[Mapping[str, Any]], str]


@dataclass(frozen=True)
class NoticeKind:
    """One kind of notice.

    Args:
        code: "noun.verb", for instance "deadline.step"; at most 40 characters.
        title: one line; a lazy text with %(name)s for values of `data` and %(number)s for the matter's number ("" when
            it is about none), or a function of these values.
        body: more lines, the same way; may be "".
        url: where the notice leads, given it; None: to the page of its matter, or nowhere without one.
        label: what the kind is called in filters; kinds of one label are filtered together. Empty: by itself.
        attach: files that its mails carry, given the notice.
        inside: whether the body stays in the portal, since it holds what people wrote: mails, SMS and groups get the
            title alone.
    """

    code: str
    title: Wording
    body: Wording = ""
    url: Callable[["Notice"], str] | None = None
    label: str | Promise = ""
    inside: bool = False
    attach: Callable[["Notice"], tuple["Attachment", ...]] | None = None


_declared: dict[str, NoticeKind] = {}


def declare(*kinds: NoticeKind) -> None:
    """Add kinds to the vocabulary; declaring the same code again replaces it, so start-up may run twice."""
    for kind in kinds:
        _declared[kind.code] = kind


def get(code: str) -> NoticeKind:
    """The declared kind. Raises LookupError for a code nobody declared."""
    try:
        return _declared[code]
    except KeyError:
        raise LookupError(f"No notice kind {code!r} is declared.") from None


def find(code: str) -> NoticeKind | None:
    """The declared kind, or None."""
    return _declared.get(code)


def all_kinds() -> Iterable[NoticeKind]:
    return _declared.values()


def worded(wording: Wording, values: Mapping[str, Any]) -> str:
    """`wording` filled in, in the active language. Raises KeyError, ValueError or TypeError when values do not fit."""
    if callable(wording) and not isinstance(wording, Promise):
        return str(wording(values))
    return str(wording) % values
