"""Consultations: recorded, answered, and what they led to."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionlaw.reports.indicators import Indicator, Section, Unit, register

IN = Section.INTAKE

register(
    Indicator(
        "consultations", IN, pgettext_lazy("indicator", "咨询"), Unit.MATTERS, _("当期登记的咨询，按登记日期。"),
        source="events", events=("consultation.recorded",),
    ),
    Indicator(
        "consultations_answered", IN, pgettext_lazy("indicator", "答复咨询"), Unit.MATTERS,
        _("当期答复的咨询，按答复日期。"),
        source="events", events=("consultation.answered",), more_is=1,
    ),
    Indicator(
        "consultations_answered_at_once", IN, _("当日答复咨询"), Unit.MATTERS,
        _("当期答复的咨询中，在登记当日答复的。"),
        source="events", events=("consultation.answered",), where="days = 0", more_is=1,
    ),
    Indicator(
        "answered_at_once_share", IN, _("当日答复率"), Unit.PERCENT, _("当期答复的咨询中，当日答复的比例。"),
        part="consultations_answered_at_once", whole="consultations_answered", more_is=1,
    ),
    Indicator(
        "consultations_applied", IN, _("咨询转援助"), Unit.MATTERS, _("当期转为法律援助申请的咨询，按转入日期。"),
        source="events", events=("consultation.applied",),
    ),
    Indicator(
        "consultations_applied_share", IN, _("咨询转援助率"), Unit.PERCENT,
        _("当期转为法律援助申请的咨询与当期登记的咨询之比。"),
        part="consultations_applied", whole="consultations",
    ),
    Indicator(
        "consultations_referred", IN, _("咨询转介"), Unit.MATTERS, _("当期转介其他单位的咨询，按转介日期。"),
        source="events", events=("consultation.referred",),
    ),
    Indicator(
        "consultations_under_way", IN, _("期末待答复咨询"), Unit.MATTERS,
        _("期末日已登记、尚未答复或者转出的咨询。"),
        source="under_way", where="kind = 'consultation'", more_is=-1,
    ),
)  # fmt: skip
