"""Mediations from where they came until talks ended."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mediation.indicators import sources  # noqa: F401  declare themselves
from mediation.origins import TERMS
from unionlaw.reports.indicators import Indicator, Section, Unit, register

MEDIATION = Section.MEDIATION
EVENTS = "mediation_events"
RECEIVED = tuple(dict.fromkeys(terms.event for terms in TERMS.values()))
EFFECTIVE, FAILED = ("mediation.agreement_effective",), ("mediation.failed",)
_COURT = "origin IN ('court_assigned', 'court_entrusted', 'court_entrusted_summary')"
_TRIBUNAL = "origin IN ('tribunal_advice', 'tribunal_entrusted')"

register(
    Indicator(
        "mediations_received", MEDIATION, _("收到调解"), Unit.MATTERS,
        _("当期收到的调解申请和委托、移送的调解，按收到日期。"),
        source=EVENTS, events=RECEIVED,
    ),
    Indicator(
        "mediations_from_tribunal", MEDIATION, _("仲裁机构委托调解"), Unit.MATTERS,
        _("收到的调解中，仲裁机构裁前建议或者委托的，按收到日期。"),
        source=EVENTS, events=RECEIVED, where=_TRIBUNAL,
    ),
    Indicator(
        "mediations_from_court", MEDIATION, _("法院委派委托调解"), Unit.MATTERS,
        _("收到的调解中，法院诉前委派或者诉中委托的，按收到日期。"),
        source=EVENTS, events=RECEIVED, where=_COURT,
    ),
    Indicator(
        "mediations_accepted", MEDIATION, pgettext_lazy("indicator", "受理调解"), Unit.MATTERS,
        _("当期受理的调解，按受理日期。"),
        source=EVENTS, events=("mediation.accepted",),
    ),
    Indicator(
        "mediations_declined", MEDIATION, _("不予受理调解"), Unit.MATTERS, _("当期不予受理的调解，按登记日期。"),
        source=EVENTS, events=("mediation.declined",), more_is=-1,
    ),
    Indicator(
        "mediations_withdrawn", MEDIATION, _("撤回调解"), Unit.MATTERS, _("当期申请人撤回的调解，按登记日期。"),
        source=EVENTS, events=("mediation.withdrawn",), more_is=-1,
    ),
    Indicator(
        "mediations_handed_over", MEDIATION, _("调解移送"), Unit.MATTERS, _("当期移送其他单位的调解，按移送日期。"),
        source=EVENTS, events=("mediation.handed_over",),
    ),
    Indicator(
        "mediation_sessions", MEDIATION, pgettext_lazy("indicator", "调解会"), Unit.TIMES,
        _("当期召开的调解会（含延期再调的），按召开日期；取消的不计。"),
        source="sessions",
    ),
    Indicator(
        "mediation_sessions_online", MEDIATION, _("在线调解会"), Unit.TIMES,
        _("当期召开的调解会中，在线召开的，按召开日期。"),
        source="sessions", where="online",
    ),
    Indicator(
        "mediations_settled", MEDIATION, _("调解成功"), Unit.MATTERS,
        _("当期全部协议生效的调解，按最后一份协议生效日期；一个调解有几份协议的只计一次。"),
        source=EVENTS, events=EFFECTIVE, more_is=1,
    ),
    Indicator(
        "mediations_failed", MEDIATION, pgettext_lazy("indicator", "调解不成"), Unit.MATTERS,
        _("当期调解不成的调解，按登记日期。"),
        source=EVENTS, events=FAILED, more_is=-1,
    ),
    Indicator(
        "mediations_concluded", MEDIATION, _("调解终结"), Unit.MATTERS, _("当期调解成功和调解不成的调解合计。"),
        source=EVENTS, events=(*EFFECTIVE, *FAILED),
    ),
    Indicator(
        "settlement_rate", MEDIATION, _("调解成功率"), Unit.PERCENT,
        _("当期调解成功的占调解成功和调解不成合计的比例；撤回、不予受理和移送的不计。"),
        part="mediations_settled", whole="mediations_concluded", more_is=1,
    ),
    Indicator(
        "mediation_days", MEDIATION, _("调解成功用时合计"), Unit.DAYS,
        _("调解成功的调解从收到之日到协议生效之日的天数合计。"),
        source=EVENTS, events=EFFECTIVE, sum="days",
    ),
    Indicator(
        "days_to_settle", MEDIATION, _("平均调解用时"), Unit.DAYS,
        _("调解成功的调解从收到之日到协议生效之日的平均天数。"),
        part="mediation_days", whole="mediations_settled", more_is=-1,
    ),
    Indicator(
        "mediations_under_way", MEDIATION, _("期末在办调解"), Unit.MATTERS,
        _("期末日已收到、尚未办结的调解；协议履行完毕以前都算在办。"),
        source="under_way", where="kind = 'mediation'",
    ),
    Indicator(
        "aid_after_mediation", MEDIATION, _("调解不成转援助"), Unit.MATTERS,
        _("当期受理的法律援助申请中，同一争议此前调解不成的，按援助申请受理日期。"),
        source="aid_after_failure",
    ),
    Indicator(
        "aid_after_mediation_share", MEDIATION, _("调解不成转援助率"), Unit.PERCENT,
        _("当期调解不成转援助的申请与当期调解不成的调解之比。"),
        part="aid_after_mediation", whole="mediations_failed", more_is=1,
    ),
    Indicator(
        "chain_mediation", Section.CHAIN, _("调：收到调解"), Unit.MATTERS,
        _("当期收到调解的争议，按收到日期；同一争议只计一次。"),
        source=EVENTS, events=RECEIVED, distinct="dispute",
    ),
)  # fmt: skip
