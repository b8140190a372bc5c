"""Applications for legal aid: received, granted, refused, withdrawn, given to a lawyer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionlaw.reports.indicators import Indicator, Section, Unit, register

AID = Section.CASES
GRANTED = ("aid_application.granted", "aid_application.granted_urgently")

register(
    Indicator(
        "aid_applications", AID, _("援助申请"), Unit.MATTERS, _("当期收到的法律援助申请，按受理日期。"),
        source="events", events=("aid_application.received",),
    ),
    Indicator(
        "aid_granted", AID, _("给予援助"), Unit.MATTERS,
        _("当期决定给予法律援助的案件（含先行提供援助），按决定日期。"),
        source="events", events=GRANTED, more_is=1,
    ),
    Indicator(
        "aid_granted_urgently", AID, pgettext_lazy("indicator", "先行提供援助"), Unit.MATTERS,
        _("给予援助的案件中，材料未齐而先行提供的，按决定日期。"),
        source="events", events=("aid_application.granted_urgently",),
    ),
    Indicator(
        "aid_refused", AID, pgettext_lazy("indicator", "不予援助"), Unit.MATTERS,
        _("当期决定不予援助的申请，按决定日期；复查维持的不再计。"),
        source="events", events=("aid_application.refused",), more_is=-1,
    ),
    Indicator(
        "aid_decided", AID, pgettext_lazy("indicator", "审查决定"), Unit.MATTERS,
        _("当期决定给予或者不予援助的申请，按决定日期。"),
        source="events", events=(*GRANTED, "aid_application.refused"),
    ),
    Indicator(
        "aid_grant_rate", AID, _("援助批准率"), Unit.PERCENT, _("当期审查决定中给予援助的比例。"),
        part="aid_granted", whole="aid_decided", more_is=1,
    ),
    Indicator(
        "aid_supplements", AID, _("告知补正"), Unit.TIMES, _("当期一次性告知补正的次数，按告知日期。"),
        source="events", events=("aid_application.supplement_requested",),
    ),
    Indicator(
        "aid_objections", AID, _("不予援助异议"), Unit.TIMES, _("当期申请人对不予援助提出异议的次数，按提出日期。"),
        source="events", events=("aid_application.objected",), more_is=-1,
    ),
    Indicator(
        "aid_referred", AID, _("援助申请转介"), Unit.MATTERS, _("当期转介其他单位的援助申请，按转介日期。"),
        source="events", events=("aid_application.referred",),
    ),
    Indicator(
        "aid_withdrawn", AID, _("援助申请撤回"), Unit.MATTERS, _("当期申请人撤回的援助申请，按撤回日期。"),
        source="events", events=("aid_case.withdrawn",), more_is=-1,
    ),
    Indicator(
        "aid_assigned", AID, pgettext_lazy("indicator", "指派律师"), Unit.TIMES,
        _("当期指派律师的次数，按指派日期；另行指派的另计。"),
        source="events", events=("aid_case.assigned",),
    ),
    Indicator(
        "aid_accepted", AID, pgettext_lazy("indicator", "律师接受指派"), Unit.TIMES,
        _("当期律师接受指派的次数，按接受日期。"),
        source="events", events=("aid_case.accepted",),
    ),
    Indicator(
        "aid_declined", AID, pgettext_lazy("indicator", "律师谢绝指派"), Unit.TIMES,
        _("当期律师谢绝指派的次数，按谢绝日期。"),
        source="events", events=("aid_case.declined",), more_is=-1,
    ),
)  # fmt: skip
