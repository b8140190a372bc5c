"""Legal-aid cases closed: how, how fast, and what the worker says of it afterwards."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.indicators import sources  # noqa: F401  declare themselves
from cases.models import AidCase
from unionlaw.reports.indicators import Indicator, Section, Unit, register

AID = Section.CASES
CLOSED = ("aid_case.closed",)
Ending = AidCase.Ending

ENDINGS = {
    Ending.SETTLED: ("aid_ended_settled", _("和解调解结案")),
    Ending.AWARDED: ("aid_ended_awarded", pgettext_lazy("indicator", "仲裁裁决结案")),
    Ending.JUDGED: ("aid_ended_judged", pgettext_lazy("indicator", "判决结案")),
    Ending.ENFORCED: ("aid_ended_enforced", _("执行完毕结案")),
    Ending.WITHDRAWN: ("aid_ended_withdrawn", _("撤回请求结案")),
    Ending.TERMINATED: ("aid_ended_terminated", _("终止援助结案")),
}

register(
    Indicator(
        "aid_closed", AID, _("办结援助案件"), Unit.MATTERS,
        _("当期结案的法律援助案件，按结案日期，不看现在的状态；重新办理后再次结案的，按每次结案日期各计一次。"),
        source="events", events=CLOSED, more_is=1,
    ),
    Indicator(
        "aid_completion_rate", AID, _("援助结案率"), Unit.PERCENT,
        _("当期办结援助案件与当期给予援助案件之比；办结往期案件较多时可以超过100%。"),
        part="aid_closed", whole="aid_granted", more_is=1,
    ),
    *(
        Indicator(
            key, AID, name, Unit.MATTERS, _("办结援助案件中以这一方式结案的，以结案时登记的方式为准，按结案日期。"),
            source="events", events=CLOSED, where=f"data->>'ending' = '{ending.value}'",
        )
        for ending, (key, name) in ENDINGS.items()
    ),
    Indicator(
        "aid_reopened", AID, _("援助案件重新办理"), Unit.TIMES, _("当期结案后重新办理的次数，按重新办理日期。"),
        source="events", events=("aid_case.reopened",), more_is=-1,
    ),
    Indicator(
        "aid_under_way", AID, _("期末在办援助案件"), Unit.MATTERS,
        _("期末日已受理、尚未办结的法律援助申请和案件。"),
        source="under_way", where="kind = 'aid_case'",
    ),
    Indicator(
        "aid_days", AID, _("援助案件用时合计"), Unit.DAYS, _("办结援助案件从受理之日到结案之日的天数合计。"),
        source="events", events=CLOSED, sum="days",
    ),
    Indicator(
        "aid_days_to_close", AID, _("援助案件平均用时"), Unit.DAYS,
        _("办结援助案件从受理之日到结案之日的平均天数。"),
        part="aid_days", whole="aid_closed", more_is=-1,
    ),
    Indicator(
        "follow_ups", Section.TIME, _("结案回访"), Unit.TIMES,
        _("当期对已结案职工回访的次数，按回访日期；未联系上的也计。"),
        source="follow_ups",
    ),
    Indicator(
        "follow_ups_reached", Section.TIME, _("回访联系上"), Unit.TIMES,
        _("结案回访中联系上并说明满意程度的，按回访日期。"),
        source="follow_ups", where="reached", more_is=1,
    ),
    Indicator(
        "satisfied", Section.TIME, _("回访满意"), Unit.TIMES, _("结案回访中表示满意或者非常满意的，按回访日期。"),
        source="follow_ups", where="satisfaction IN ('satisfied', 'very_satisfied')", more_is=1,
    ),
    Indicator(
        "satisfaction", Section.TIME, _("满意率"), Unit.PERCENT, _("回访联系上的职工中，表示满意或者非常满意的比例。"),
        part="satisfied", whole="follow_ups_reached", more_is=1,
    ),
)  # fmt: skip
