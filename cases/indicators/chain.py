"""Disputes on the chain 商·裁·诉·援·执: which reached which stage on which day. 调 is counted by mediation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cases.indicators import sources  # noqa: F401  declare themselves
from cases.indicators.intake import GRANTED
from unionlaw.reports.indicators import Indicator, Section, Unit, register

CHAIN = Section.CHAIN

register(
    Indicator(
        "chain_consulted", CHAIN, _("商：咨询协商"), Unit.MATTERS, _("当期登记的咨询，按登记日期。"),
        source="events", events=("consultation.recorded",),
    ),
    Indicator(
        "chain_arbitration", CHAIN, _("裁：申请仲裁"), Unit.MATTERS,
        _("当期代为提交仲裁申请书的争议，按提交日期；同一争议只计一次。"),
        source="filings", where="what = 'arbitration'", distinct="dispute",
    ),
    Indicator(
        "chain_litigation", CHAIN, _("诉：提起诉讼"), Unit.MATTERS,
        _("当期代为提交起诉状或者上诉状的争议，按提交日期；同一争议只计一次。"),
        source="filings", where="what IN ('complaint', 'appeal')", distinct="dispute",
    ),
    Indicator(
        "chain_aid", CHAIN, _("援：给予援助"), Unit.MATTERS, _("当期决定给予法律援助的案件，按决定日期。"),
        source="events", events=GRANTED,
    ),
    Indicator(
        "chain_enforcement", CHAIN, _("执：申请执行"), Unit.MATTERS,
        _("当期代为提交强制执行申请的争议，按提交日期；同一争议只计一次。"),
        source="filings", where="what = 'enforcement'", distinct="dispute",
    ),
)  # fmt: skip
