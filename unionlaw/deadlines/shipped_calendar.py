"""The calendar as the libraries know it, without a database.

chinesecalendar has the State Council's yearly notices with the make-up weekends; for other years holidays (China) has
the statutory days, which make a provisional year.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib.metadata import version

import chinese_calendar
import holidays

HOLIDAY, WORKDAY = "holiday", "workday"
_NAMES = {
    chinese_calendar.Holiday.new_years_day.value: "元旦",
    chinese_calendar.Holiday.spring_festival.value: "春节",
    chinese_calendar.Holiday.tomb_sweeping_day.value: "清明节",
    chinese_calendar.Holiday.labour_day.value: "劳动节",
    chinese_calendar.Holiday.dragon_boat_festival.value: "端午节",
    chinese_calendar.Holiday.mid_autumn_festival.value: "中秋节",
    chinese_calendar.Holiday.national_day.value: "国庆节",
    chinese_calendar.Holiday.anti_fascist_70th_day.value: "抗战胜利70周年纪念日",
}


def notice_source() -> str:
    """Where published years come from."""
    return f"chinesecalendar {version('chinesecalendar')}"


def statute_source() -> str:
    """Where the statutory days of the other years come from."""
    return f"holidays {version('holidays')}"


@cache
def published_years() -> frozenset[int]:
    """The years whose notice the library has."""
    return frozenset(day.year for day in chinese_calendar.holidays)


@cache
def shipped_year(year: int) -> Mapping[date, tuple[str, str]]:
    """What differs from Monday to Friday in `year`: day -> kind and name."""
    if year not in published_years():
        return {day: (HOLIDAY, name) for day, name in _statutory(year)}
    found = {day: (HOLIDAY, _NAMES[name]) for day, name in chinese_calendar.holidays.items() if day.year == year}
    made_up = {day: (WORKDAY, _NAMES[name]) for day, name in chinese_calendar.workdays.items() if day.year == year}
    return found | made_up


def _statutory(year: int) -> Iterable[tuple[date, str]]:
    """The statutory days, and the working days given for those that fall on a weekend (放假办法 art. 6)."""
    for day, name in sorted(holidays.country_holidays("CN", years=year, language="zh_CN").items()):
        # 春节（补假）; 中秋节; 国庆节 when two fall on one day; 农历除夕 is the first day of the Spring Festival.
        first = name.split("; ")[-1].replace("农历除夕", "春节").replace("（补假）", "补假")
        if day.year == year:
            yield day, first
