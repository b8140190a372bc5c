"""Indicators over the facts that every workflow has."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from unionlaw.reports.indicators import Indicator, Section, Unit, register

register(
    Indicator(
        "matters_opened",
        Section.INTAKE,
        _("受理事项"),
        Unit.MATTERS,
        _("当期受理的各类事项，按受理日期。"),
        source="opened",
        where="kind <> 'report'",
    ),
    Indicator(
        "recovered",
        Section.MONEY,
        _("挽回金额"),
        Unit.YUAN,
        _("当期到账的款项合计，按到账日期；一笔款项只记在一个事项名下，不重复计算。"),
        source="payments",
        sum="paid",
        more_is=1,
    ),
    Indicator(
        "workers_served",
        Section.PEOPLE,
        _("服务职工人数"),
        Unit.PEOPLE,
        _("当期受理事项中的申请人，同一人在当期只计一次。"),
        source="workers",
        distinct="worker",
        more_is=1,
    ),
    Indicator(
        "limits_due",
        Section.TIME,
        _("到期期限"),
        Unit.TIMES,
        _("当期到期的期限，撤销的除外。"),
        source="due",
    ),
    Indicator(
        "limits_on_time",
        Section.TIME,
        _("按时完成的期限"),
        Unit.TIMES,
        _("当期到期的期限中，在到期日当天或者之前完成的。"),
        source="due",
        where="on_time",
        more_is=1,
    ),
    Indicator(
        "on_time_share",
        Section.TIME,
        _("按时率"),
        Unit.PERCENT,
        _("按时完成的期限占当期到期期限的比例。"),
        part="limits_on_time",
        whole="limits_due",
        more_is=1,
    ),
)
