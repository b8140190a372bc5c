"""What can happen to a legal-aid case while it is conducted, and at its end."""

from django.utils.translation import gettext_lazy as _

from cases import states
from unionlaw.matters.vocabulary import EventType, declare

declare(
    EventType(
        "aid_case.stage_changed",
        _("变更所处阶段"),
        sentence=_("%(before)s → %(after)s"),
        data={"before": str, "after": str},
        audience="parties",
    ),
    EventType(
        "aid_case.hearing_scheduled",
        _("安排开庭或会议"),
        sentence=_("%(what)s：%(when)s，%(place)s"),
        # hearing and day: which one, and when, for its time limit.
        data={"what": str, "when": str, "place": str, "hearing": int, "day": str},
        audience="parties",
    ),
    EventType(
        "aid_case.hearing_concluded",
        _("记录开庭或会议"),
        sentence=_("%(what)s：%(result)s"),
        data={"what": str, "result": str, "hearing": int},
        audience="parties",
    ),
    EventType(
        "aid_case.filed",
        _("提交文书"),
        sentence=_("向%(body)s提交%(what)s"),
        data={"what": str, "body": str, "reference": str},
        audience="parties",
    ),
    EventType(
        "aid_case.filed_claim",
        _("提交文书，时效中断"),
        sentence=_("向%(body)s提交%(what)s"),
        data={"what": str, "body": str, "reference": str, "happened_on": str},
        audience="parties",
    ),
    EventType(
        "aid_case.limitation_set",
        _("修改时效届满日"),
        sentence=_("%(what)s"),
        data={"what": str, "limitation_on": str},
    ),
    EventType("aid_case.limitation_cleared", _("时效不再计算"), sentence=_("%(what)s"), data={"what": str}),
    EventType(
        "aid_case.worked",
        _("工作日志"),
        sentence=_("%(what)s（%(minutes)d分钟）"),
        data={"what": str, "minutes": int},
    ),
    EventType(
        "aid_case.outcome_recorded",
        _("登记结果"),
        sentence=_("%(who)s共%(count)d项请求，确定%(amount)s元"),
        # lines: worker, head, outcome and amount of each claim.
        data={"who": str, "count": int, "amount": str, "lines": list},
        audience="parties",
    ),
    EventType(
        "aid_case.payment_recorded",
        _("登记到账"),
        sentence=_("%(who)s到账%(amount)s元"),
        # lines: worker, head and amount of each payment.
        data={"who": str, "amount": str, "lines": list},
        audience="parties",
    ),
    EventType(
        "aid_case.payment_cancelled",
        _("撤销到账登记"),
        sentence=_("%(worker)s · %(head)s：撤销%(amount)s元"),
        data={"worker": str, "head": str, "amount": str},
    ),
    EventType(
        "aid_case.material_received",
        _("收到材料"),
        sentence=_("%(material)s"),
        data={"material": str},
    ),
    EventType(
        "aid_case.material_added",
        _("增列材料"),
        sentence=_("%(material)s"),
        data={"material": str},
    ),
    EventType(
        "aid_case.material_waived",
        _("免交材料"),
        sentence=_("%(material)s"),
        data={"material": str},
    ),
    EventType(
        "aid_case.closed",
        _("结案"),
        sentence=_("挽回经济损失%(recovered)s元"),
        # ending: by its code, for reports.
        data={"recovered": str, "how": str, "ending": str},
        leads_to=states.CLOSED,
        ends_as="closed",
        audience="parties",
    ),
    EventType(
        "aid_case.followed_up",
        _("结案回访"),
        sentence=_("%(how)s：%(answer)s"),
        data={"how": str, "answer": str, "happened_on": str},
    ),
    EventType(
        "aid_case.follow_up_tried",
        _("结案回访未联系上"),
        sentence=_("%(how)s：%(answer)s"),
        data={"how": str, "answer": str},
    ),
    EventType(
        "aid_case.reopened",
        _("重新办理"),
        data={"limitation_on": str},
        leads_to=states.CONDUCTING,
        next_step=_("继续办理"),
        audience="parties",
    ),
)
