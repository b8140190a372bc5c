"""Whom the union served."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from unionlaw.reports import shared_sources  # noqa: F401  declare themselves
from unionlaw.reports.indicators import Indicator, Section, Unit, register

WHO = Section.PEOPLE
_SETTLED = "code IN ('settled', 'partly_settled')"

register(
    Indicator(
        "workers_served", WHO, _("服务职工人数"), Unit.PEOPLE,
        _("当期受理事项中的申请人，按受理日期；同一人在当期只计一次。"),
        source="workers", distinct="worker", more_is=1,
    ),
    Indicator(
        "migrant_workers_served", WHO, _("服务农民工"), Unit.PEOPLE, _("当期服务职工中登记为农民工的人数。"),
        source="workers", where="'migrant' = ANY(groups)", distinct="worker",
    ),
    Indicator(
        "platform_workers_served", WHO, _("服务新就业形态劳动者"), Unit.PEOPLE,
        _("当期服务职工中登记为新就业形态劳动者的人数。"),
        source="workers", where="'platform' = ANY(groups)", distinct="worker",
    ),
    Indicator(
        "hardship_workers_served", WHO, _("服务困难职工"), Unit.PEOPLE, _("当期服务职工中登记为困难职工的人数。"),
        source="workers", where="'hardship' = ANY(groups)", distinct="worker",
    ),
    Indicator(
        "women_workers_served", WHO, _("服务女职工"), Unit.PEOPLE,
        _("当期服务职工中登记性别为女的人数；性别未登记的不计。"),
        source="workers", where="sex = 'female'", distinct="worker",
    ),
    Indicator(
        "migrant_share", WHO, _("农民工占比"), Unit.PERCENT, _("当期服务职工中农民工的比例。"),
        part="migrant_workers_served", whole="workers_served",
    ),
    Indicator(
        "platform_share", WHO, _("新就业形态劳动者占比"), Unit.PERCENT, _("当期服务职工中新就业形态劳动者的比例。"),
        part="platform_workers_served", whole="workers_served",
    ),
    Indicator(
        "group_workers", WHO, _("群体性争议涉及职工"), Unit.PEOPLE,
        _("当期受理的群体性争议的申请人，按受理日期；同一人只计一次。"),
        source="workers", where="is_group", distinct="worker", more_is=-1,
    ),
    Indicator(
        "group_workers_decided", WHO, _("群体性争议有结果职工"), Unit.PEOPLE,
        _("群体性争议中，当期有请求登记了结果的职工，按结果日期；同一人只计一次。"),
        source="outcomes", where="is_group", distinct="worker",
    ),
    Indicator(
        "group_workers_agreed", WHO, _("群体性争议达成协议职工"), Unit.PEOPLE,
        _("群体性争议中，当期有请求以和解、调解达成（含部分达成）协议的职工，按结果日期；同一人只计一次。"),
        source="outcomes", where=f"is_group AND {_SETTLED}", distinct="worker", more_is=1,
    ),
    Indicator(
        "group_agreement_rate", WHO, _("群体性争议协议率"), Unit.PERCENT,
        _("群体性争议有结果的职工中，达成协议的比例。"),
        part="group_workers_agreed", whole="group_workers_decided", more_is=1,
    ),
    Indicator(
        "workers_paid", WHO, _("拿到款项的职工"), Unit.PEOPLE, _("当期有款项到账的职工，按到账日期；同一人只计一次。"),
        source="payments", distinct="worker", more_is=1,
    ),
)  # fmt: skip
