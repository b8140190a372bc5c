"""The life of a consultation and of a legal-aid case, as tables. The only place where their status codes are written.

Time limits follow 法律援助法 arts 43, 44, 48, 49, which union legal aid applies by reference (art. 68).
"""

from django.utils.translation import gettext_lazy as _

from unionlaw.lib.workflow import StatusDef, Transition, Workflow
from unionlaw.matters.models.matter import Kind, Phase
from unionlaw.matters.statuses import declare, declare_pattern

declare_pattern(Kind.CONSULTATION, "{prefix}咨〔{year}〕{serial}号")
declare_pattern(Kind.AID_CASE, "{prefix}援〔{year}〕{serial}号")

# Consultation 咨询
ASKED = "consultation.asked"
ANSWERED = "consultation.answered"
APPLIED = "consultation.applied"
REFERRED_ELSEWHERE = "consultation.referred"

consultation = declare(
    Workflow(
        kind=Kind.CONSULTATION,
        statuses=(
            StatusDef(ASKED, Phase.OPEN, _("待答复"), _("我们正在为您解答")),
            StatusDef(ANSWERED, Phase.CLOSED, _("已答复"), _("已答复")),
            StatusDef(APPLIED, Phase.CLOSED, _("已转援助申请"), _("已申请法律援助")),
            StatusDef(REFERRED_ELSEWHERE, Phase.CLOSED, _("已转介"), _("已转介其他单位")),
        ),
        transitions=(
            Transition("answer_consultation", _("答复"), frozenset({ASKED}), ANSWERED, "consultation.answer"),
            Transition("apply_for_aid", _("申请法律援助"), frozenset({ASKED, ANSWERED}), APPLIED, "aid_case.apply"),
            Transition("refer_consultation", _("转介"), frozenset({ASKED}), REFERRED_ELSEWHERE, "consultation.answer"),
        ),
    )
)

# Legal-aid case 法律援助案件 (until it is granted, an application 法律援助申请)
SUBMITTED = "aid_case.submitted"
SUPPLEMENT = "aid_case.supplement"
GRANTED = "aid_case.granted"
ASSIGNED = "aid_case.assigned"
CONDUCTING = "aid_case.conducting"
REFUSED = "aid_case.refused"
OBJECTED = "aid_case.objected"
REFERRED = "aid_case.referred"
WITHDRAWN = "aid_case.withdrawn"
CLOSED = "aid_case.closed"

BEFORE_GRANT = frozenset({SUBMITTED, SUPPLEMENT, OBJECTED})
WITH_LAWYER = frozenset({CONDUCTING})
LIVE = frozenset({SUBMITTED, SUPPLEMENT, OBJECTED, GRANTED, ASSIGNED, CONDUCTING})

aid_case = declare(
    Workflow(
        kind=Kind.AID_CASE,
        statuses=(
            StatusDef(SUBMITTED, Phase.OPEN, _("待审查"), _("已收到申请，正在审查")),
            StatusDef(SUPPLEMENT, Phase.WAITING, _("待补正"), _("请补充材料")),
            StatusDef(OBJECTED, Phase.OPEN, _("异议复查"), _("正在复查您的异议")),
            StatusDef(GRANTED, Phase.OPEN, _("待指派"), _("已决定援助，正在安排律师")),
            StatusDef(ASSIGNED, Phase.WAITING, _("待律师接受"), _("已安排律师，等待确认")),
            StatusDef(CONDUCTING, Phase.OPEN, _("办理中"), _("律师办理中")),
            StatusDef(REFUSED, Phase.CLOSED, _("不予援助"), _("未予援助，您可以提出异议")),
            StatusDef(REFERRED, Phase.CLOSED, _("已转介"), _("已转介其他单位")),
            StatusDef(WITHDRAWN, Phase.CLOSED, _("已撤回"), _("申请已撤回")),
            StatusDef(CLOSED, Phase.CLOSED, _("已结案"), _("已结案")),
        ),
        transitions=(
            Transition(
                "request_supplement", _("一次性告知补正"), frozenset({SUBMITTED}), SUPPLEMENT, "aid_case.review"
            ),
            Transition("receive_supplement", _("补正收齐"), frozenset({SUPPLEMENT}), SUBMITTED, "aid_case.apply"),
            Transition("grant", _("决定援助"), frozenset({SUBMITTED, OBJECTED}), GRANTED, "aid_case.review"),
            Transition(
                "grant_urgently", _("先行提供援助"), frozenset({SUBMITTED, SUPPLEMENT}), GRANTED, "aid_case.review"
            ),
            Transition("refuse", _("不予援助"), frozenset({SUBMITTED}), REFUSED, "aid_case.review"),
            Transition("object_to_refusal", _("登记异议"), frozenset({REFUSED}), OBJECTED, "aid_case.apply"),
            Transition("uphold_refusal", _("维持不予援助"), frozenset({OBJECTED}), REFUSED, "aid_case.review"),
            Transition(
                "refer_elsewhere", _("转介其他单位"), frozenset({SUBMITTED, SUPPLEMENT}), REFERRED, "aid_case.review"
            ),
            Transition("withdraw", _("申请人撤回"), BEFORE_GRANT | {GRANTED, ASSIGNED}, WITHDRAWN, "aid_case.apply"),
            Transition("assign", _("指派律师"), frozenset({GRANTED}), ASSIGNED, "aid_case.assign"),
            Transition("accept_assignment", _("接受指派"), frozenset({ASSIGNED}), CONDUCTING, "aid_case.conduct"),
            Transition("decline_assignment", _("谢绝指派"), frozenset({ASSIGNED}), GRANTED, "aid_case.conduct"),
            Transition("replace_lawyer", _("更换律师"), frozenset({ASSIGNED, CONDUCTING}), GRANTED, "aid_case.assign"),
            Transition("set_stage", _("变更所处阶段"), WITH_LAWYER, "", "aid_case.conduct"),
            Transition("schedule_hearing", _("安排开庭或会议"), WITH_LAWYER, "", "aid_case.conduct"),
            Transition("conclude_hearing", _("记录开庭或会议"), WITH_LAWYER, "", "aid_case.conduct"),
            Transition("log_filing", _("登记提交文书"), WITH_LAWYER, "", "aid_case.conduct"),
            Transition("log_work", _("记工作日志"), WITH_LAWYER, "", "aid_case.conduct"),
            Transition("record_outcomes", _("登记结果"), WITH_LAWYER, "", "aid_case.conduct"),
            Transition("record_payment", _("登记到账"), frozenset({CONDUCTING, CLOSED}), "", "aid_case.payment"),
            Transition("cancel_payment", _("撤销到账"), frozenset({CONDUCTING, CLOSED}), "", "aid_case.close"),
            Transition("receive_material", _("收取材料"), LIVE, "", "aid_case.materials"),
            Transition("add_material", _("增列材料"), LIVE, "", "aid_case.materials"),
            Transition("waive_material", _("免交材料"), LIVE, "", "aid_case.review"),
            Transition("change_facts", _("修改当事人与请求"), LIVE, "", "aid_case.facts"),
            Transition("close_case", _("结案"), WITH_LAWYER, CLOSED, "aid_case.close"),
            Transition("record_follow_up", _("登记回访"), frozenset({CLOSED}), "", "aid_case.follow_up"),
            Transition("reopen_case", _("重新办理"), frozenset({CLOSED}), CONDUCTING, "aid_case.reopen"),
        ),
    )
)
