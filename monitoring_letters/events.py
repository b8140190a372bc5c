"""What can happen to a lead and to a supervision letter."""

from django.utils.translation import gettext_lazy as _

from monitoring_letters import states
from unionlaw.matters.vocabulary import EventType, declare

NUMBER: dict[str, type] = {"number": str, "matter_id": int}
SENT: dict[str, type] = {"method": str, "to": str}
SERVED: dict[str, type] = {"method": str, "served_on": str, "reply_by": str}
COUNTED: dict[str, type] = {"count": int, "failed": int}
# code: the judgement by its code, for reports.
DEMAND: dict[str, type] = {"what": str, "demand": int, "judgement": str, "code": str}
REPORTED: dict[str, type] = {"organisation": str, "organisation_id": int, "state": str, "number": str}

declare(
    EventType(
        "lead.recorded", _("登记线索"), sentence=_("来源：%(source)s"), data={"source": str},
        leads_to=states.RECORDED, next_step=_("研判线索"),
    ),
    EventType("lead.amended", _("修改线索"), sentence=_("%(what)s"), data={"what": str}),
    EventType(
        "lead.assessed", _("研判线索"), sentence=_("建议：%(proposal)s"), data={"proposal": str},
        leads_to=states.ASSESSED, next_step=_("处置线索"),
    ),
    EventType(
        "lead.joined", _("并案"), sentence=_("并入%(number)s"), data=NUMBER,
        leads_to=states.JOINED, ends_as="joined", drops_deadlines=True,
    ),
    EventType("lead.gathered", _("并入线索"), sentence=_("%(number)s并入本线索"), data=NUMBER),
    EventType("lead.dropped", _("不予处置"), leads_to=states.DROPPED, ends_as="dropped", drops_deadlines=True),
    EventType(
        "lead.referred", _("移送有关部门"), sentence=_("移送%(organisation)s"), data={"organisation": str},
        leads_to=states.REFERRED, ends_as="referred", drops_deadlines=True,
    ),
    EventType(
        "lead.lettered", _("起草函书"), sentence=_("起草%(number)s"), data=NUMBER,
        leads_to=states.LETTERED, ends_as="lettered", drops_deadlines=True,
    ),
    EventType(
        "lead.organ_reported", _("协作单位反馈"), sentence=_("%(organisation)s：%(state)s"), data=REPORTED,
        audience="organs",
    ),
    EventType(
        "letter.drafted", _("起草函书"), sentence=_("%(instrument)s"), data={"instrument": str, "follows": str},
        leads_to=states.DRAFTING, next_step=_("补充事实与要求，提交法律审核"),
    ),
    EventType("letter.amended", _("修改函书"), sentence=_("%(what)s"), data={"what": str}),
    EventType(
        "letter.inquiry_recorded", _("登记调查"), sentence=_("%(held_on)s，%(who)s"),
        data={"held_on": str, "who": str},
    ),
    EventType("letter.inquiry_removed", _("删除调查"), sentence=_("%(held_on)s"), data={"held_on": str}),
    EventType(
        "letter.submitted", _("提交法律审核"), sentence=_("%(reviewer)s"), data={"reviewer": str},
        leads_to=states.REVIEW, next_step=_("法律审核"),
    ),
    EventType(
        "letter.review_passed", _("法律审核通过"), sentence=_("下一步由%(who)s审批"), data={"who": str},
        leads_to=states.APPROVAL, next_step=_("审批"),
    ),
    EventType(
        "letter.review_returned", _("法律审核退回"), leads_to=states.DRAFTING, next_step=_("修改后重新提交"),
    ),
    EventType(
        "letter.step_approved", _("审批同意"), sentence=_("第%(step)d级，下一步由%(who)s审批"),
        data={"step": int, "who": str}, next_step=_("审批"),
    ),
    EventType("letter.approved", _("审批通过"), leads_to=states.APPROVED, next_step=_("编号制发")),
    EventType("letter.returned", _("审批退回"), leads_to=states.DRAFTING, next_step=_("修改后重新提交")),
    EventType(
        "letter.issued", _("编号制发"), sentence=_("%(number)s"), data={"number": str, "document_id": int},
        leads_to=states.ISSUED, next_step=_("送达"), audience="parties",
    ),
    EventType("letter.campaign_opened", _("批量发函立项")),
    EventType("letter.addressee_excluded", _("排除收件单位"), sentence=_("%(who)s"), data={"who": str}),
    EventType("letter.mailing_begun", _("开始批量制发"), sentence=_("%(count)s家单位"), data={"count": int}),
    EventType("letter.mailing_stopped", _("停止批量制发"), sentence=_("已制发%(count)s件"), data=COUNTED),
    EventType("letter.mailing_finished", _("批量制发完成"), sentence=_("已制发%(count)s件"), data=COUNTED),
    EventType(
        "letter.service_started", _("发送函书"), sentence=_("%(method)s，%(to)s"), data=SENT,
        next_step=_("等待送达结果"),
    ),
    # One for each instrument, so that rules of time limits tell them apart.
    EventType(
        "letter.served", _("意见书送达"), sentence=_("%(served_on)s，%(method)s"), data=SERVED,
        leads_to=states.SERVED, next_step=_("等待答复"), audience="parties",
    ),
    EventType(
        "letter.notice_served", _("提示函送达"), sentence=_("%(served_on)s，%(method)s"), data=SERVED,
        leads_to=states.SERVED, next_step=_("等待答复"), audience="parties",
    ),
    EventType(
        "letter.recommendation_served", _("建议书送达"), sentence=_("%(served_on)s，%(method)s"), data=SERVED,
        leads_to=states.SERVED, next_step=_("等待答复"), audience="parties",
    ),
    EventType(
        "letter.service_failed", _("送达未成"), sentence=_("%(method)s，%(to)s"), data=SENT, next_step=_("再次送达"),
    ),
    EventType(
        "letter.published", _("公布提示函"), sentence=_("%(happened_on)s，%(where)s"),
        data={"happened_on": str, "where": str}, leads_to=states.PUBLISHED, next_step=_("跟进成效，了结"),
        audience="parties",
    ),
    EventType(
        "letter.replied", _("收到答复"), sentence=_("%(happened_on)s，%(how)s"), data={"happened_on": str, "how": str},
        leads_to=states.REPLIED, next_step=_("认定整改情况"), audience="parties",
    ),
    EventType(
        "letter.answer_code_issued", _("生成答复码"), sentence=_("%(expires_on)s前有效"), data={"expires_on": str},
    ),
    EventType("letter.answer_confirmed", _("核对网上答复"), sentence=_("回执号%(receipt)s"), data={"receipt": str}),
    EventType(
        "letter.unanswered", _("逾期未答复"), sentence=_("应于%(due_on)s前答复"), data={"due_on": str},
        leads_to=states.UNANSWERED, next_step=_("认定整改情况，或起草下一文书"), audience="parties",
    ),
    EventType("letter.demand_judged", _("认定整改情况"), sentence=_("%(what)s：%(judgement)s"), data=DEMAND),
    EventType(
        "letter.demand_promised", _("承诺整改"), sentence=_("%(what)s：承诺%(promised_on)s前整改"),
        data={**DEMAND, "promised_on": str},
    ),
    EventType("letter.demand_failed", _("未整改"), sentence=_("%(what)s：%(judgement)s"), data=DEMAND),
    EventType(
        "letter.reinspected", _("复查"), sentence=_("%(happened_on)s，%(who)s"), data={"happened_on": str, "who": str},
    ),
    EventType(
        "letter.linked", _("登记移送或关联文书"), sentence=_("%(kind)s，%(body)s"),
        data={"kind": str, "body": str, "what": str, "linked": int, "sent_on": str, "reply_by": str},
    ),
    EventType(
        "letter.linked_answered", _("登记移送结果"), sentence=_("%(kind)s，%(body)s"),
        data={"kind": str, "body": str, "linked": int, "happened_on": str},
    ),
    EventType(
        "letter.organ_reported", _("协作单位反馈"), sentence=_("%(organisation)s：%(state)s"), data=REPORTED,
        audience="organs",
    ),
    EventType(
        "letter.escalated", _("转下一文书"), sentence=_("起草%(number)s"), data=NUMBER,
        leads_to=states.ESCALATED, ends_as="escalated", drops_deadlines=True,
    ),
    EventType(
        "letter.closed", _("了结"), sentence=_("%(result)s，挽回经济损失%(recovered)s元"),
        data={"result": str, "recovered": str}, leads_to=states.CLOSED, ends_as="closed", audience="parties",
    ),
    EventType("letter.reopened", _("重新跟进"), leads_to=states.REPLIED, next_step=_("继续跟进")),
    EventType(
        "letter.withdrawn", _("撤销函书"), leads_to=states.WITHDRAWN, ends_as="withdrawn", drops_deadlines=True,
        audience="parties",
    ),
    EventType(
        "letter.withdrawn_unissued", _("撤回草稿"), leads_to=states.WITHDRAWN, ends_as="withdrawn",
        drops_deadlines=True,
    ),
    EventType(
        "letter.corrected", _("更正函书"), sentence=_("%(what)s"),
        data={"what": str, "served_on": str, "reply_by": str, "document_id": int}, audience="parties",
    ),
    EventType(
        "letter.corrected_early", _("发出前已整改"), sentence=_("%(happened_on)s"), data={"happened_on": str},
        leads_to=states.CORRECTED_EARLY, ends_as="corrected_early", drops_deadlines=True,
    ),
    EventType(
        "letter.payment_recorded", _("登记到账"), sentence=_("%(who)s到账%(amount)s元"),
        data={"who": str, "head": str, "amount": str, "paid_on": str}, audience="parties",
    ),
    EventType(
        "letter.payment_cancelled", _("撤销到账登记"), sentence=_("%(who)s：撤销%(amount)s元"),
        data={"who": str, "amount": str},
    ),
)  # fmt: skip
