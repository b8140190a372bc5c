"""How dates, money and states are written on screen (screens.md, Chinese typography)."""

import datetime as dt
from functools import lru_cache

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from unionlaw.lib.money import format_fen
from unionlaw.web.icons import icon

# Colour means something and never stands alone: each tone comes with a sign, and the caller brings the word.
TONES = {
    "danger": "alert-triangle",
    "soon": "clock",
    "done": "check",
    "waiting": "hourglass",
    "active": "progress",
    "quiet": "minus",
}
PHASE_TONES = {
    "open": "active",
    "waiting": "waiting",
    "suspended": "soon",
    "closed": "done",
    "archived": "quiet",
}
SOON_DAYS = 3


def _local(value: dt.date | dt.datetime) -> dt.date | dt.datetime:
    return timezone.localtime(value) if isinstance(value, dt.datetime) and timezone.is_aware(value) else value


def prose_date(value: dt.date | dt.datetime | None) -> str:
    """2026年11月21日 (in English 21 November 2026); "" for None."""
    if value is None:
        return ""
    day = _local(value)
    if (get_language() or "").startswith("zh"):
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {day:%B} {day.year}"


def prose_time(value: dt.datetime | None) -> str:
    """2026年11月21日 09:05, in the site's time zone."""
    return f"{prose_date(value)} {_local(value):%H:%M}" if value else ""


def table_date(value: dt.date | dt.datetime | None) -> str:
    """2026-11-21; "" for None."""
    return f"{_local(value):%Y-%m-%d}" if value else ""


def table_time(value: dt.datetime | None) -> str:
    """2026-11-21 09:05, in the site's time zone."""
    return f"{_local(value):%Y-%m-%d %H:%M}" if value else ""


def yuan(fen: int | None) -> str:
    """Amount in fen as 130,000.00元; "" for None."""
    return "" if fen is None else _("%(amount)s元") % {"amount": format_fen(fen)}


def badge(word: str, tone: str = "quiet") -> SafeString:
    """A word with its sign and colour.

    Args:
        word: what is the case, already translated.
        tone: danger (overdue), soon, done, waiting, active or quiet.
    """
    return format_html('<span class="badge-tone tone-{}">{}{}</span>', tone, icon(TONES[tone]), word)


def phase_badge(label: str, phase: str) -> SafeString:
    """A status by its label, coloured by its phase (open, waiting, suspended, closed, archived)."""
    return badge(label, PHASE_TONES.get(phase, "quiet"))


def due_badge(due_on: dt.date | None, today: dt.date) -> SafeString | str:
    """A due date with the days left: red when overdue, amber within three days, else plain; "" without a date."""
    return "" if due_on is None else _due_badge(due_on, today, get_language())


@lru_cache(2048)  # few days, many rows
def _due_badge(due_on: dt.date, today: dt.date, _language: str | None) -> SafeString:
    left = (due_on - today).days
    if left < 0:
        word = ngettext("逾期%(n)s天", "逾期%(n)s天", -left) % {"n": -left}
        tone = "danger"
    elif left == 0:
        word, tone = _("今天到期"), "soon"
    else:
        word = ngettext("剩%(n)s天", "剩%(n)s天", left) % {"n": left}
        tone = "soon" if left <= SOON_DAYS else "quiet"
    return format_html('<span class="due"><span class="num">{}</span> {}</span>', table_date(due_on), badge(word, tone))
