"""What came in, by which way, and what is still under way."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionlaw.reports import shared_sources, shared_stocks  # noqa: F401  declare themselves
from unionlaw.reports.indicators import Indicator, Section, Unit, register

IN = Section.INTAKE

register(
    Indicator(
        "matters_opened", IN, _("受理事项"), Unit.MATTERS, _("当期受理的各类事项（报表除外），按受理日期。"),
        source="opened", where="kind <> 'report'",
    ),
    Indicator(
        "matters_closed", IN, _("办结事项"), Unit.MATTERS,
        _("当期办结的各类事项，按办结日期，不看现在的状态；重新办理后再次办结的，按每次办结日期各计一次。"),
        source="closed", where="kind <> 'report'", more_is=1,
    ),
    Indicator(
        "closing_rate", IN, _("办结率"), Unit.PERCENT,
        _("当期办结事项与当期受理事项之比；办结往期受理的事项较多时可以超过100%。"),
        part="matters_closed", whole="matters_opened", more_is=1,
    ),
    Indicator(
        "matters_under_way", IN, _("期末未结事项"), Unit.MATTERS,
        _("期末日已受理、尚未办结的各类事项；以后才办结或者重新办理的，不影响当期。"),
        source="under_way", more_is=-1,
    ),
    Indicator(
        "matters_under_way_long", IN, _("期末积存事项"), Unit.MATTERS,
        _("期末未结事项中，到期末日受理已超过90天的。"),
        source="under_way", where="age > 90", more_is=-1,
    ),
    Indicator(
        "opened_at_window", IN, _("窗口受理"), Unit.MATTERS,
        _("当期受理的事项中，来源为窗口或者值班律师的，按受理日期。"),
        source="opened", where="kind <> 'report' AND channel IN ('window', 'duty_lawyer')",
    ),
    Indicator(
        "opened_by_hotline", IN, _("热线受理"), Unit.MATTERS,
        _("当期受理的事项中，来源为12351工会热线或者12345政务热线转办的，按受理日期。"),
        source="opened", where="kind <> 'report' AND channel IN ('hotline_12351', 'hotline_12345')",
    ),
    Indicator(
        "opened_online", IN, _("网上受理"), Unit.MATTERS,
        _("当期受理的事项中，来源为网上申请或者自助终端的，按受理日期。"),
        source="opened", where="kind <> 'report' AND channel IN ('online', 'kiosk')",
    ),
    Indicator(
        "opened_by_referral", IN, _("部门移送受理"), Unit.MATTERS,
        _("当期受理的事项中，来源为部门移送的，按受理日期。"),
        source="opened", where="kind <> 'report' AND channel = 'referral'",
    ),
    Indicator(
        "referred_to_organs", IN, pgettext_lazy("indicator", "移送协作单位"), Unit.TIMES,
        _("当期移送协作单位的次数，按移送日期；一个事项移送几个单位的计几次。"),
        source="events", events=("matter.referred",),
    ),
    Indicator(
        "green_channel", IN, _("绿色通道事项"), Unit.MATTERS, _("当期受理的事项中，进入绿色通道的，按受理日期。"),
        source="opened", where="kind <> 'report' AND green_channel",
    ),
    Indicator(
        "green_channel_share", IN, _("绿色通道占比"), Unit.PERCENT, _("当期受理事项中绿色通道事项的比例。"),
        part="green_channel", whole="matters_opened",
    ),
    Indicator(
        "group_disputes", IN, _("群体性争议"), Unit.MATTERS,
        _("当期受理的10人以上共同请求的争议，按受理日期；同一争议经过几个程序的，当期只计一次。"),
        source="opened", where="is_group", distinct="dispute", more_is=-1,
    ),
)  # fmt: skip
