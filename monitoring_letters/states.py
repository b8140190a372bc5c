"""The life of a lead and of a supervision letter, as tables. The only place where their status codes are written."""

from django.utils.translation import gettext_lazy as _

from unionlaw.lib.workflow import StatusDef, Transition, Workflow
from unionlaw.matters.models.matter import Kind, Phase
from unionlaw.matters.statuses import declare, declare_pattern

declare_pattern(Kind.LEAD, "{prefix}线〔{year}〕{serial}号")
declare_pattern(Kind.SUPERVISION_LETTER, "{prefix}监案〔{year}〕{serial}号")
# The letters' own numbers, given when they are issued: by union, instrument and year.
NUMBERED_AS = {"notice": "letter.notice", "opinion": "letter.opinion", "recommendation": "letter.recommendation"}
declare_pattern(NUMBERED_AS["notice"], "{prefix}监提〔{year}〕{serial}号")
declare_pattern(NUMBERED_AS["opinion"], "{prefix}监意〔{year}〕{serial}号")
declare_pattern(NUMBERED_AS["recommendation"], "{prefix}监建〔{year}〕{serial}号")

# Lead 线索
RECORDED = "lead.recorded"
ASSESSED = "lead.assessed"
JOINED = "lead.joined"
DROPPED = "lead.dropped"
REFERRED = "lead.referred"
LETTERED = "lead.lettered"

LIVE_LEADS = frozenset({RECORDED, ASSESSED})

lead = declare(
    Workflow(
        kind=Kind.LEAD,
        statuses=(
            StatusDef(RECORDED, Phase.OPEN, _("待研判"), _("已收到线索")),
            StatusDef(ASSESSED, Phase.OPEN, _("待处置"), _("正在处理线索")),
            StatusDef(JOINED, Phase.CLOSED, _("已并案"), _("已并案处理")),
            StatusDef(DROPPED, Phase.CLOSED, _("不予处置"), _("未予处置")),
            StatusDef(REFERRED, Phase.CLOSED, _("已移送"), _("已移送有关部门")),
            StatusDef(LETTERED, Phase.CLOSED, _("已发起函书"), _("工会已发起监督")),
        ),
        transitions=(
            Transition("amend_lead", _("修改线索"), LIVE_LEADS, "", "lead.record"),
            Transition("assess_lead", _("研判线索"), LIVE_LEADS, ASSESSED, "lead.assess"),
            Transition("join_lead", _("并案"), LIVE_LEADS, JOINED, "lead.assess"),
            Transition("drop_lead", _("不予处置"), LIVE_LEADS, DROPPED, "lead.assess"),
            Transition("refer_lead", _("移送有关部门"), LIVE_LEADS, REFERRED, "lead.assess"),
            Transition("draft_from_lead", _("起草函书"), LIVE_LEADS, LETTERED, "letter.draft"),
        ),
    )
)

# Supervision letter 一函两书
DRAFTING = "supervision_letter.drafting"
REVIEW = "supervision_letter.review"
APPROVAL = "supervision_letter.approval"
APPROVED = "supervision_letter.approved"
ISSUED = "supervision_letter.issued"
SERVED = "supervision_letter.served"
UNANSWERED = "supervision_letter.unanswered"
REPLIED = "supervision_letter.replied"
PUBLISHED = "supervision_letter.published"
CLOSED = "supervision_letter.closed"
ESCALATED = "supervision_letter.escalated"
WITHDRAWN = "supervision_letter.withdrawn"
CORRECTED_EARLY = "supervision_letter.corrected_early"

BEFORE_ISSUE = frozenset({DRAFTING, REVIEW, APPROVAL, APPROVED})
WITH_ADDRESSEE = frozenset({SERVED, UNANSWERED, REPLIED})
OUT = WITH_ADDRESSEE | {ISSUED, PUBLISHED}
PAYING = OUT | {CLOSED, ESCALATED, CORRECTED_EARLY}
"""Money may come as soon as the letter is out, and long after it is closed."""
LIVE = BEFORE_ISSUE | OUT

supervision_letter = declare(
    Workflow(
        kind=Kind.SUPERVISION_LETTER,
        statuses=(
            StatusDef(DRAFTING, Phase.OPEN, _("起草中"), _("工会正在办理")),
            StatusDef(REVIEW, Phase.OPEN, _("法律审核中"), _("工会正在办理")),
            StatusDef(APPROVAL, Phase.OPEN, _("待审批"), _("工会正在办理")),
            StatusDef(APPROVED, Phase.OPEN, _("待制发"), _("工会正在办理")),
            StatusDef(ISSUED, Phase.OPEN, _("待送达"), _("已制发")),
            StatusDef(SERVED, Phase.WAITING, _("待答复"), _("已送达，等待答复")),
            StatusDef(UNANSWERED, Phase.OPEN, _("逾期未答复"), _("对方逾期未答复")),
            StatusDef(REPLIED, Phase.OPEN, _("核实整改"), _("对方已答复，正在核实")),
            StatusDef(PUBLISHED, Phase.OPEN, _("已公布"), _("已公布")),
            StatusDef(CLOSED, Phase.CLOSED, _("已了结"), _("已了结")),
            StatusDef(ESCALATED, Phase.CLOSED, _("已转下一文书"), _("工会已进一步监督")),
            StatusDef(WITHDRAWN, Phase.CLOSED, _("已撤销"), _("已撤销")),
            StatusDef(CORRECTED_EARLY, Phase.CLOSED, _("发出前已整改"), _("对方已整改")),
        ),
        transitions=(
            Transition("amend_letter", _("修改函书"), frozenset({DRAFTING}), "", "letter.draft"),
            Transition("set_findings", _("填写查明事实"), frozenset({DRAFTING}), "", "letter.draft"),
            Transition("set_demands", _("填写整改要求"), frozenset({DRAFTING}), "", "letter.draft"),
            Transition("set_copies", _("填写抄送单位"), frozenset({DRAFTING}), "", "letter.draft"),
            Transition("record_inquiry", _("登记调查"), frozenset({DRAFTING}), "", "letter.draft"),
            Transition("remove_inquiry", _("删除调查"), frozenset({DRAFTING}), "", "letter.draft"),
            Transition("submit_for_review", _("提交法律审核"), frozenset({DRAFTING}), REVIEW, "letter.draft"),
            Transition("pass_review", _("审核通过"), frozenset({REVIEW}), APPROVAL, "letter.review"),
            Transition("return_from_review", _("审核退回"), frozenset({REVIEW}), DRAFTING, "letter.review"),
            Transition("approve", _("审批同意"), frozenset({APPROVAL}), APPROVED, "letter.approve"),
            Transition("return_for_changes", _("审批退回"), frozenset({APPROVAL}), DRAFTING, "letter.approve"),
            Transition("issue", _("编号制发"), frozenset({APPROVED}), ISSUED, "letter.issue"),
            Transition("start_service", _("发送"), frozenset({ISSUED}), "", "letter.serve"),
            Transition("confirm_service", _("登记送达"), frozenset({ISSUED}), SERVED, "letter.serve"),
            Transition("record_failed_service", _("登记送达未成"), frozenset({ISSUED}), "", "letter.serve"),
            Transition("publish", _("登记公布"), frozenset({ISSUED}), PUBLISHED, "letter.serve"),
            Transition("record_reply", _("登记答复"), WITH_ADDRESSEE, REPLIED, "letter.follow"),
            Transition("mark_unanswered", _("认定逾期未答复"), frozenset({SERVED}), UNANSWERED, "letter.follow"),
            Transition("judge_demand", _("认定整改情况"), WITH_ADDRESSEE, "", "letter.follow"),
            Transition("reinspect", _("登记复查"), WITH_ADDRESSEE, "", "letter.follow"),
            Transition("record_linked", _("登记移送或关联文书"), WITH_ADDRESSEE, "", "letter.follow"),
            Transition("answer_linked", _("登记移送结果"), WITH_ADDRESSEE, "", "letter.follow"),
            Transition("prepare_next", _("起草下一文书"), WITH_ADDRESSEE, ESCALATED, "letter.draft"),
            Transition("close_letter", _("了结"), WITH_ADDRESSEE | {PUBLISHED}, CLOSED, "letter.close"),
            Transition("reopen_letter", _("重新跟进"), frozenset({CLOSED}), REPLIED, "letter.close"),
            Transition("withdraw_draft", _("撤回草稿"), BEFORE_ISSUE, WITHDRAWN, "letter.draft"),
            Transition("withdraw_letter", _("撤销函书"), OUT, WITHDRAWN, "letter.withdraw"),
            Transition("correct_letter", _("更正函书"), OUT, "", "letter.withdraw"),
            Transition("record_early_correction", _("发出前已整改"), BEFORE_ISSUE, CORRECTED_EARLY, "letter.draft"),
            Transition("record_payment", _("登记到账"), PAYING, "", "letter.payment"),
            Transition("cancel_payment", _("撤销到账"), PAYING, "", "letter.close"),
        ),
    )
)
