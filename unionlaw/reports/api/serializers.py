"""Reports as the API shows them: the shapes of outputs.as_json, and the list behind a figure."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from unionlaw.api.fields import id_field
from unionlaw.reports.indicators import Section, Unit
from unionlaw.reports.models import Output
from unionlaw.reports.outputs.as_json import FEN
from unionlaw.reports.services.outputs import LONGEST_REASON
from unionlaw.reports.spans import Length

_MONTH = r"^\d{4}-\d{2}$"
UNITS = [(FEN, _("分")), *[choice for choice in Unit.choices if choice[0] != Unit.YUAN]]


class Out(serializers.Serializer[Any]):
    """Read only: what is given is shown."""


class ReportOrganisationOut(Out):
    id = serializers.IntegerField()
    name = serializers.CharField()


class ReportSpanOut(Out):
    name = serializers.CharField(help_text=_("now 为本期，before 为上期，last_year 为上年同期"))
    start = serializers.DateField()
    end = serializers.DateField()


class ReportCellOut(Out):
    indicator = serializers.CharField()
    span = serializers.CharField()
    members = serializers.DictField(child=serializers.CharField(allow_blank=True))
    value = serializers.FloatField(allow_null=True, help_text=_("没有分母或者不公开的为空；金额以分计"))
    unit = serializers.ChoiceField(choices=UNITS)
    hidden = serializers.CharField(allow_blank=True, help_text=_("不公开时代替数字的符号"))


class ReportRowOut(Out):
    name = serializers.CharField(allow_blank=True)
    total = serializers.BooleanField()
    cells = ReportCellOut(many=True)


class ReportBlockOut(Out):
    title = serializers.CharField()
    by = serializers.CharField(allow_blank=True, help_text=_("维度；总体为空"))
    columns = serializers.ListField(child=serializers.CharField())
    adds_up = serializers.BooleanField(help_text=_("各行之和是否等于合计"))
    rows = ReportRowOut(many=True)


class IndicatorOut(Out):
    key = serializers.CharField()
    name = serializers.CharField()
    section = serializers.ChoiceField(choices=Section.choices)
    unit = serializers.ChoiceField(choices=UNITS)
    definition = serializers.CharField()
    dated = serializers.CharField(allow_blank=True, help_text=_("按哪一天统计；比例为空"))
    part = serializers.CharField(allow_blank=True, help_text=_("比例的分子"))
    whole = serializers.CharField(allow_blank=True, help_text=_("比例的分母"))
    version = serializers.IntegerField()


class ReportOut(Out):
    title = serializers.CharField()
    round = serializers.IntegerField(allow_null=True, help_text=_("已统计的一期，用来查询当时的记录；当期数字为空"))
    organisation = ReportOrganisationOut()
    spans = ReportSpanOut(many=True)
    blocks = ReportBlockOut(many=True)
    definitions = IndicatorOut(many=True)
    notes = serializers.ListField(child=serializers.CharField())


class FactOut(Out):
    fact = serializers.CharField()
    on_date = serializers.DateField()
    amount = serializers.IntegerField(allow_null=True, help_text=_("合计类指标的数，金额以分计；计数类为空"))
    matter = serializers.IntegerField(allow_null=True, help_text=_("无权查看的为空"))
    number = serializers.CharField(allow_blank=True)


class FactsOut(Out):
    indicator = serializers.CharField()
    unit = serializers.ChoiceField(choices=UNITS)
    figure = serializers.IntegerField(help_text=_("清单合计，等于报表中的数"))
    count = serializers.IntegerField(help_text=_("行数"))
    round = serializers.IntegerField(allow_null=True, help_text=_("记录所属的一期；现在的记录为空"))
    frozen = serializers.BooleanField(help_text=_("这一期是否已经冻结，冻结后记录不再改变"))
    next = serializers.CharField(allow_null=True, help_text=_("下一页的 after"))
    results = FactOut(many=True)


class ReportFileIn(serializers.Serializer[Any]):
    """Which report is to be made, as for reading one."""

    organisation = id_field(required=False, help_text=_("单位的id，含其下级；不写则为本单位"))
    layout = serializers.CharField(required=False, max_length=60, help_text=_("版式；不写则为标准报表"))
    length = serializers.ChoiceField(Length.choices, required=False, help_text=_("期间；不写则为月报"))
    month = serializers.RegexField(_MONTH, required=False, help_text=_("截至月份，如 2026-11；不写则为上月"))
    report = id_field(required=False, help_text=_("已统计的报表的事项id；写了它，其他条件不用"))
    outside = serializers.BooleanField(default=False, help_text=_("对外提供：小于5的数不给出，每月只提供一版"))
    reason = serializers.CharField(
        required=False, default="", allow_blank=True, max_length=LONGEST_REASON, help_text=_("用途；对外提供的必填")
    )


class ReportFileOut(Out):
    id = serializers.IntegerField()
    state = serializers.ChoiceField(choices=Output.State.choices)
    progress = serializers.IntegerField(help_text=_("已完成的百分比"))
    error = serializers.CharField(allow_blank=True, help_text=_("没有生成的原因"))
    outside = serializers.BooleanField()
    url = serializers.CharField(help_text=_("在这里查看进度和结果"))
    report = ReportOut(allow_null=True, help_text=_("生成后的报表；此前为空"))
