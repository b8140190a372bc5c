"""Reports over the API: a report as JSON, the indicators, the list behind a figure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from unionlaw.api.views import ACTING_POST, Resource
from unionlaw.lib import clock
from unionlaw.lib.errors import Missing
from unionlaw.lib.text import storable
from unionlaw.matters.models import Matter
from unionlaw.network.models import Organisation
from unionlaw.reports import asking, layouts
from unionlaw.reports.api.serializers import FactsOut, IndicatorOut, ReportOut
from unionlaw.reports.computed import computed_report, computed_round
from unionlaw.reports.frozen_listing import FrozenFactList
from unionlaw.reports.indicators import all_indicators
from unionlaw.reports.listing import PAGE, Fact, FactList
from unionlaw.reports.models import Layout, Round
from unionlaw.reports.outputs.as_json import as_json, definition, unit
from unionlaw.reports.spans import Length
from unionlaw.reports.stored import stored
from unionlaw.web.policy import Right

LONGEST_FACT = 60
MONTH = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])")


def asked(name: str, what: Any, kind: Any = str, **more: Any) -> OpenApiParameter:
    return OpenApiParameter(name, kind, OpenApiParameter.QUERY, description=what, **more)


ORGANISATION = asked("organisation", gettext_lazy("单位的id，含其下级；不写则为本单位"), int)


class ReportViewSet(Resource):
    """Reports as tables, computed now or as they were frozen."""

    policy = Right("report.read")
    queryset = Layout.objects.none()
    serializer_class = ReportOut
    pagination_class = None
    filter_backends = ()

    @extend_schema(
        operation_id="reports_read",
        summary=gettext_lazy("一份报表"),
        responses={200: ReportOut},
        parameters=[
            ACTING_POST,
            ORGANISATION,
            asked("layout", gettext_lazy("版式；不写则为标准报表")),
            asked("length", gettext_lazy("期间；不写则为月报"), enum=Length.values),
            asked("month", gettext_lazy("截至月份，如 2026-11；不写则为上月")),
            asked("report", gettext_lazy("已统计的报表的事项id；写了它，其他条件不用"), int),
            asked("outside", gettext_lazy("对外提供的不在这里读取，请用 POST report-files/"), bool),
        ],
    )
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        query: Any = request.query_params
        if query.get("outside", "false") not in ("false", "0", ""):
            raise ValidationError({"outside": [_("对外提供的报表由后台生成：请用 POST /api/v1/report-files/ 申请。")]})
        if query.get("length", Length.MONTH) not in Length.values:
            raise ValidationError({"length": [_("没有这种期间。")]})
        if not MONTH.fullmatch(query.get("month", "2026-01")):
            raise ValidationError({"month": [_("月份请写作2026-11。")]})
        if "report" in query:
            report = computed_report(self.actor, asking.number_in(query, "report"))
            table, kept = stored(report), report.round_id
        else:
            organisation = asking.organisation_in(query, self.actor)
            layout, month = asking.layout_in(query, organisation), asking.month_in(query, clock.today())
            table, kept = layouts.live(organisation, layout, asking.length_in(query), month), None
        return Response({**as_json(table), "round": kept})

    @extend_schema(
        operation_id="reports_facts",
        summary=gettext_lazy("数字背后的事项"),
        responses={200: FactsOut},
        parameters=[
            ACTING_POST,
            ORGANISATION,
            asked("indicator", gettext_lazy("指标；比例请写它的分子或者分母"), required=True),
            asked("round", gettext_lazy("已统计的一期，取自报表的 round；列出统计或者冻结时的记录"), int),
            asked("start", gettext_lazy("起；写了 round 的可以不写"), date),
            asked("end", gettext_lazy("止；写了 round 的可以不写"), date),
            asked("after", gettext_lazy("上一页的 next")),
        ],
    )
    @action(detail=False, methods=["get"], url_path="facts", url_name="facts")
    def facts(self, request: Request) -> Response:
        """The facts behind a figure, the latest first: as they stand now, or as they were kept with a round.

        A dimension's key asks for one of its members.
        """
        query: Any = request.query_params
        if "indicator" not in query:
            raise ValidationError({"indicator": [_("请写明指标。")]})
        chosen = asking.indicator_in(query)
        if chosen.is_rate:
            raise ValidationError({"indicator": [_("比例没有清单，请查询它的分子或者分母。")]})
        organisation = asking.organisation_in(query, self.actor)
        kept = computed_round(organisation, asking.number_in(query, "round")) if "round" in query else None
        found = _facts(chosen.key, organisation, kept, query)
        figure, count = found.total()
        rows = found.page(_after(query.get("after", "")), PAGE + 1)
        return Response(
            {
                "indicator": chosen.key,
                "unit": unit(chosen),
                "figure": figure,
                "count": count,
                "round": kept.pk if kept else None,
                "frozen": bool(kept and kept.frozen_at),
                "next": _cursor(rows[PAGE - 1]) if len(rows) > PAGE else None,
                "results": self._shown(rows[:PAGE]),
            }
        )

    def _shown(self, rows: Sequence[Fact]) -> Sequence[dict[str, Any]]:
        seen = Matter.objects.visible_to(self.actor).filter(pk__in={row.matter for row in rows})
        numbers = dict(seen.values_list("pk", "number"))
        return [
            {
                "fact": row.fact, "on_date": row.on_date, "amount": row.amount,
                "matter": row.matter if row.matter in numbers else None, "number": numbers.get(row.matter, ""),
            }
            for row in rows
        ]  # fmt: skip


class IndicatorViewSet(Resource):
    """What every figure means."""

    policy = Right("report.read", "report.layout")
    queryset = Layout.objects.none()
    serializer_class = IndicatorOut
    pagination_class = None
    filter_backends = ()

    @extend_schema(
        operation_id="indicators_list",
        summary=gettext_lazy("指标"),
        responses={200: IndicatorOut(many=True)},
        parameters=[ACTING_POST],
    )
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return Response([definition(one) for one in all_indicators()])


def _facts(key: str, organisation: Organisation, kept: Round | None, query: Any) -> FactList | FrozenFactList:
    """The list asked for. Raises Missing when days are asked for that are not those of the round."""
    members = asking.members_in(query)
    if kept is None:
        return FactList(key, organisation, asking.span_in(query), members)
    if ("start" in query or "end" in query) and asking.span_in(query) != kept.span:
        raise Missing(_("没有这个期间。"))
    return FrozenFactList(key, organisation, members, kept.pk)


def _cursor(last: Fact) -> str:
    return f"{last.on_date.isoformat()}~{last.fact}"


def _after(typed: str) -> tuple[date, str] | None:
    if not typed:
        return None
    day, _sign, fact = typed.partition("~")
    try:
        return date.fromisoformat(day), storable(fact)[:LONGEST_FACT]
    except ValueError:
        raise ValidationError({"after": [_("应为上一页给出的 next。")]}) from None
