"""Money claimed, decided and received, in fen inside."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from unionlaw.reports import shared_sources  # noqa: F401  declare themselves
from unionlaw.reports.indicators import Indicator, Section, Unit, register

HOW_MUCH = Section.MONEY

register(
    Indicator(
        "claimed", HOW_MUCH, _("请求金额"), Unit.YUAN,
        _("当期受理的援助和调解案件的请求金额合计，按受理日期；同一争议只随最先受理的一件计一次。"),
        source="claims", sum="claimed",
    ),
    Indicator(
        "decided", HOW_MUCH, _("确定金额"), Unit.YUAN, _("当期和解、调解、裁决、判决确定的金额合计，按结果日期。"),
        source="outcomes", sum="decided", more_is=1,
    ),
    Indicator(
        "agreed", HOW_MUCH, _("协议金额"), Unit.YUAN, _("确定金额中，以和解、调解（含部分达成）确定的，按结果日期。"),
        source="outcomes", where="code IN ('settled', 'partly_settled')", sum="decided", more_is=1,
    ),
    Indicator(
        "awarded", HOW_MUCH, _("裁判金额"), Unit.YUAN, _("确定金额中，以裁决、判决确定的，按结果日期。"),
        source="outcomes", where="code IN ('awarded', 'partly_awarded')", sum="decided", more_is=1,
    ),
    Indicator(
        "recovered", HOW_MUCH, _("挽回金额"), Unit.YUAN,
        _("当期到账的款项合计，按到账日期；一笔款项只记在一个事项名下，不重复计算。"),
        source="payments", sum="paid", more_is=1,
    ),
    Indicator(
        "recovered_by_aid", HOW_MUCH, _("援助挽回金额"), Unit.YUAN, _("挽回金额中记在法律援助案件名下的，按到账日期。"),
        source="payments", where="kind = 'aid_case'", sum="paid", more_is=1,
    ),
    Indicator(
        "recovered_by_mediation", HOW_MUCH, _("调解挽回金额"), Unit.YUAN, _("挽回金额中记在调解名下的，按到账日期。"),
        source="payments", where="kind = 'mediation'", sum="paid", more_is=1,
    ),
    Indicator(
        "recovered_by_letters", HOW_MUCH, _("函书挽回金额"), Unit.YUAN, _("挽回金额中记在一函两书名下的，按到账日期。"),
        source="payments", where="kind = 'supervision_letter'", sum="paid", more_is=1,
    ),
    Indicator(
        "recovered_share", HOW_MUCH, _("挽回比例"), Unit.PERCENT,
        _("当期挽回金额与当期请求金额之比；到账多为往期请求时可以超过100%。"),
        part="recovered", whole="claimed", more_is=1,
    ),
    Indicator(
        "payments_made", HOW_MUCH, _("到账笔数"), Unit.TIMES, _("当期到账的款项笔数，按到账日期；已撤销的登记不计。"),
        source="payments",
    ),
)  # fmt: skip
