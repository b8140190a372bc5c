"""Leads: recorded, and what became of them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from unionlaw.reports.indicators import Indicator, Section, Unit, register

LETTERS = Section.LETTERS

register(
    Indicator(
        "leads", LETTERS, _("线索"), Unit.MATTERS, _("当期登记的线索，按登记日期。"),
        source="events", events=("lead.recorded",),
    ),
    Indicator(
        "leads_lettered", LETTERS, _("线索转函书"), Unit.MATTERS, _("当期据以起草函书的线索，按起草日期。"),
        source="events", events=("lead.lettered",), more_is=1,
    ),
    Indicator(
        "leads_lettered_share", LETTERS, _("线索转函书率"), Unit.PERCENT, _("当期转函书的线索与当期登记的线索之比。"),
        part="leads_lettered", whole="leads", more_is=1,
    ),
    Indicator(
        "leads_referred", LETTERS, _("线索移送"), Unit.MATTERS, _("当期移送有关部门的线索，按移送日期。"),
        source="events", events=("lead.referred",),
    ),
    Indicator(
        "leads_dropped", LETTERS, _("线索不予处置"), Unit.MATTERS, _("当期不予处置的线索，按决定日期。"),
        source="events", events=("lead.dropped",),
    ),
    Indicator(
        "leads_under_way", LETTERS, _("期末待处置线索"), Unit.MATTERS, _("期末日已登记、尚未处置的线索。"),
        source="under_way", where="kind = 'lead'", more_is=-1,
    ),
)  # fmt: skip
