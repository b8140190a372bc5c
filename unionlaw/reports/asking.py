"""What a page was asked for: organisation, layout, length, month, days and members, read from its address."""

from __future__ import annotations

import re
from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext as _

from unionlaw.lib.errors import Invalid, Missing
from unionlaw.lib.text import storable
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation
from unionlaw.reports import dimensions, indicators, layouts, reach
from unionlaw.reports.models import Layout
from unionlaw.reports.spans import Length, Span, months_back

_MONTH = re.compile(r"(\d{4})-(\d{2})")
LONGEST = 3_700
"""Days: no list is asked for over more than ten years."""
FIRST_YEAR, LAST_YEAR = 2000, 2999
MOST_MEMBERS = 50
"""Of one dimension, as a condition; more are refused, since a list of some of them would say too little."""


def organisation_in(query: QueryDict, actor: Actor) -> Organisation:
    """The organisation asked for, else the actor's own. Raises Missing, Refused."""
    if asked := query.get("organisation"):
        return reach.readable(actor, asked)
    if actor.organisation is None:
        raise Missing(_("没有这个单位，或者它不在您的管理范围内。"))
    return actor.organisation


def layout_in(query: QueryDict, organisation: Organisation) -> Layout:
    """The layout asked for by its key, else the standard one. Raises Missing."""
    key = storable(query.get("layout") or layouts.STANDARD)
    found = layouts.usable_by(organisation).filter(key=key).first()
    if found is None:
        raise Missing(_("没有这个版式，或者它已经停用。"))
    return found


def length_in(query: QueryDict) -> str:
    """The length asked for, else a month."""
    asked = query.get("length", "")
    return asked if asked in Length.values else Length.MONTH


def month_in(query: QueryDict, today: date) -> date:
    """The first day of the month asked for ("2026-11"), else of the last whole month."""
    found = _MONTH.fullmatch(query.get("month", ""))
    if found and 1 <= int(found[2]) <= 12 and 2000 <= int(found[1]) <= today.year + 1:
        return date(int(found[1]), int(found[2]), 1)
    return months_back(today, 1)


def span_in(query: QueryDict) -> Span:
    """The days asked for. Raises Missing when they are none."""
    try:
        span = Span(date.fromisoformat(query.get("start", "")), date.fromisoformat(query.get("end", "")))
    except ValueError as error:
        raise Missing(_("没有这个期间。")) from error
    if span.days > LONGEST or not FIRST_YEAR <= span.start.year <= span.end.year <= LAST_YEAR:
        raise Missing(_("没有这个期间。"))
    return span


def indicator_in(query: QueryDict) -> indicators.Indicator:
    """The indicator asked for. Raises Missing."""
    key = query.get("indicator", "")
    if not indicators.is_known(key):
        raise Missing(_("没有这个指标。"))
    return indicators.indicator(key)


def members_in(query: QueryDict) -> dict[str, dimensions.Wanted]:
    """The members of dimensions asked for, several as a list; "" for what is not filled in.

    Raises Invalid when there are more of a dimension than can be asked for at once.
    """
    found: dict[str, dimensions.Wanted] = {}
    for one in dimensions.all_dimensions():
        asked = list(dict.fromkeys(storable(str(member))[:120] for member in query.getlist(one.key)))
        if len(asked) > MOST_MEMBERS:
            raise Invalid(_too_many(str(one.name), len(asked)), field=one.key)
        if len(asked) > 1 and one.many:
            raise Invalid(_("“%(name)s”一次只能选一项。") % {"name": str(one.name)}, field=one.key)
        if len(asked) > 1:
            found[one.key] = asked
        elif asked:
            found[one.key] = asked[0]
    return found


def _too_many(name: str, count: int) -> str:
    return _(
        "“%(name)s”选了%(count)d项，一次最多%(most)d项。没有统计其中任何一项；"
        "请减少选项，或者不选这个条件而按它分行，合计包括全部。"
    ) % {"name": name, "count": count, "most": MOST_MEMBERS}


def number_in(query: QueryDict, name: str) -> int | None:
    """A row's number asked for, None when there is none."""
    typed = query.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else None
