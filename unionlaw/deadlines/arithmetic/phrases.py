"""Small phrases of explanations: days, spans, lengths, holidays."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from unionlaw.deadlines.arithmetic.spec import Unit
from unionlaw.lib.wording import shown
from unionlaw.web.format import prose_date

# Names as the calendar stores them.
HOLIDAYS = (
    gettext_noop("元旦"),
    gettext_noop("春节"),
    gettext_noop("清明节"),
    gettext_noop("劳动节"),
    gettext_noop("端午节"),
    gettext_noop("中秋节"),
    gettext_noop("国庆节"),
    gettext_noop("抗战胜利70周年纪念日"),
    gettext_noop("元旦补假"),
    gettext_noop("春节补假"),
    gettext_noop("清明节补假"),
    gettext_noop("劳动节补假"),
    gettext_noop("端午节补假"),
    gettext_noop("中秋节补假"),
    gettext_noop("国庆节补假"),
)
_WEEKDAYS = (
    gettext_noop("周一"),
    gettext_noop("周二"),
    gettext_noop("周三"),
    gettext_noop("周四"),
    gettext_noop("周五"),
    gettext_noop("周六"),
    gettext_noop("周日"),
)


def length_of(length: int, unit: str) -> str:
    """A length with its unit: 15日, 5个工作日, 1年, 48小时; in English 15 days, …; a fixed date has none."""
    if not length and unit != Unit.FIXED:
        return _("立即")
    worded = {
        Unit.CALENDAR_DAY: lambda: ngettext("%(n)s日", "%(n)s日", length),
        Unit.WORKING_DAY: lambda: ngettext("%(n)s个工作日", "%(n)s个工作日", length),
        Unit.MONTH: lambda: ngettext("%(n)s个月", "%(n)s个月", length),
        Unit.YEAR: lambda: ngettext("%(n)s年", "%(n)s年", length),
        Unit.HOUR: lambda: ngettext("%(n)s小时", "%(n)s小时", length),
        Unit.FIXED: lambda: _("指定日期"),
    }[Unit(unit)]()
    return worded % {"n": length}


def day_text(iso: str) -> str:
    """2026年3月5日（周四）, in English 5 March 2026 (Thu)."""
    day = date.fromisoformat(iso)
    return _("%(day)s（%(weekday)s）") % {"day": prose_date(day), "weekday": _(_WEEKDAYS[day.weekday()])}


def span_text(first: str, last: str) -> str:
    return (
        day_text(first)
        if first == last
        else _("%(first)s至%(last)s") % {"first": day_text(first), "last": day_text(last)}
    )


def why_text(kind: str, name: str) -> str:
    if kind == "weekend":
        return _("周末")
    if kind == "closure":
        return _("本单位停办公：%(name)s") % {"name": name} if name else _("本单位停办公")
    return _("%(name)s放假") % {"name": shown(name)} if name else _("法定节假日放假")
