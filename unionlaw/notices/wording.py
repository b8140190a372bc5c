"""A notice in words, in the active language: filled in when it is read or sent."""

import logging
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from unionlaw.lib.wording import bracketed
from unionlaw.matters import panels
from unionlaw.notices import kinds
from unionlaw.notices.models import Notice

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Words:
    title: str
    body: str = ""


def words(notice: Notice) -> Words:
    """What the notice says. Raises LookupError, KeyError, TypeError or ValueError when it cannot be worded."""
    kind = kinds.get(notice.kind)
    values = _values(notice)
    title = kinds.worded(kind.title, values)
    number = values["number"]
    if number and number not in title:
        title += bracketed(number)
    return Words(" ".join(title.split()), kinds.worded(kind.body, values).strip())


def out_of_sight() -> Words:
    """All that is said of a notice whose reader may not see any more what it is about."""
    return Words(_("这条消息所说的事项，您现在无权查看"))


def words_or_less(notice: Notice) -> Words:
    """What the notice says; of one that cannot be worded at least that it is there, so that an inbox always opens."""
    try:
        return words(notice)
    except (LookupError, TypeError, ValueError):
        log.exception("notice %s of kind %s cannot be worded", notice.pk, notice.kind)
        return Words(_("通知") + (bracketed(notice.matter.number) if notice.matter else ""))


def url(notice: Notice) -> str:
    """The page the notice is about, "" when there is none."""
    kind = kinds.find(notice.kind)
    if kind is not None and kind.url is not None:
        return kind.url(notice)
    return panels.url_of(notice.matter.kind, notice.matter.pk) if notice.matter else ""


def absolute(path: str) -> str:
    """`path` as mails and chat groups need it; "" where the portal's own address is not set (SITE_URL)."""
    return f"{settings.SITE_URL.rstrip('/')}{path}" if settings.SITE_URL and path else ""


def _values(notice: Notice) -> dict[str, Any]:
    return {"number": notice.matter.number if notice.matter else "", **notice.data}
