"""What can happen to a consultation."""

from django.utils.translation import gettext_lazy as _

from cases import states
from unionlaw.matters.vocabulary import EventType, declare

declare(
    EventType(
        "consultation.recorded",
        _("登记咨询"),
        leads_to=states.ASKED,
        next_step=_("答复"),
        audience="parties",
    ),
    EventType(
        "consultation.answered",
        _("答复咨询"),
        leads_to=states.ANSWERED,
        ends_as="answered",
        drops_deadlines=True,
        audience="parties",
    ),
    EventType(
        "consultation.applied",
        _("转为援助申请"),
        sentence=_("转为%(number)s"),
        data={"number": str, "matter_id": int},
        leads_to=states.APPLIED,
        ends_as="applied",
        drops_deadlines=True,
        audience="parties",
    ),
    EventType(
        "consultation.referred",
        _("转介其他单位"),
        sentence=_("转介%(organisation)s"),
        data={"organisation": str},
        leads_to=states.REFERRED_ELSEWHERE,
        ends_as="referred",
        drops_deadlines=True,
        audience="parties",
    ),
)
