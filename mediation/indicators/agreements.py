"""After the agreement: confirmed, kept or not kept."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mediation.indicators import sources  # noqa: F401  declare themselves
from mediation.indicators.talks import EVENTS, MEDIATION
from unionlaw.reports.indicators import Indicator, Unit, register

PERFORMED, UNPERFORMED = "mediation.performed", "mediation.unperformed"

register(
    Indicator(
        "confirmations_filed", MEDIATION, pgettext_lazy("indicator", "申请审查确认"), Unit.TIMES,
        _("当期向仲裁机构或者法院递交的审查确认、司法确认申请，按递交日期。"),
        source=EVENTS,
        events=("mediation.arbitral_confirmation_filed", "mediation.judicial_confirmation_filed"), more_is=1,
    ),
    Indicator(
        "confirmations_granted", MEDIATION, pgettext_lazy("indicator", "予以确认"), Unit.TIMES,
        _("当期予以确认的调解协议，按决定日期。"),
        source=EVENTS, events=("mediation.confirmation_granted",), more_is=1,
    ),
    Indicator(
        "confirmations_refused", MEDIATION, pgettext_lazy("indicator", "不予确认"), Unit.TIMES,
        _("当期不予确认的调解协议，按决定日期。"),
        source=EVENTS, events=("mediation.confirmation_refused",), more_is=-1,
    ),
    Indicator(
        "mediations_confirmed", MEDIATION, _("经确认的调解"), Unit.MATTERS,
        _("当期有协议予以确认的调解，按决定日期；一个调解只计一次。"),
        source=EVENTS, events=("mediation.confirmation_granted",), distinct="matter_id", more_is=1,
    ),
    Indicator(
        "confirmation_share", MEDIATION, _("确认占比"), Unit.PERCENT,
        _("当期经确认的调解与当期调解成功的调解之比；确认多为往期协议时可以超过100%。"),
        part="mediations_confirmed", whole="mediations_settled", more_is=1,
    ),
    Indicator(
        "mediations_performed", MEDIATION, _("协议履行完毕"), Unit.MATTERS, _("当期履行完毕办结的调解，按办结日期。"),
        source=EVENTS, events=(PERFORMED,), more_is=1,
    ),
    Indicator(
        "mediations_unperformed", MEDIATION, _("协议未履行"), Unit.MATTERS,
        _("当期因未履行转其他程序而办结的调解，按办结日期。"),
        source=EVENTS, events=(UNPERFORMED,), more_is=-1,
    ),
    Indicator(
        "mediations_over", MEDIATION, _("履行终结"), Unit.MATTERS, _("当期履行完毕和未履行办结的调解合计。"),
        source=EVENTS, events=(PERFORMED, UNPERFORMED),
    ),
    Indicator(
        "performance_rate", MEDIATION, _("协议履行率"), Unit.PERCENT, _("当期履行终结的调解中，履行完毕的比例。"),
        part="mediations_performed", whole="mediations_over", more_is=1,
    ),
    Indicator(
        "breaches", MEDIATION, pgettext_lazy("indicator", "违约"), Unit.TIMES, _("当期发生的违约，按违约日期。"),
        source=EVENTS, events=("mediation.breached",), more_is=-1,
    ),
    Indicator(
        "remedies", MEDIATION, pgettext_lazy("indicator", "违约救济"), Unit.TIMES,
        _("当期为违约办理的支付令、强制执行、援助和仲裁，按办理日期。"),
        source="remedies",
    ),
)  # fmt: skip
