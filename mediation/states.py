"""The life of a mediation as a table. The only place where its status codes are written.

Consent of both sides comes first (劳动争议调解仲裁法 art. 3, 企业劳动争议协商调解规定 art. 22); a mediation ends
with an agreement that is performed, or in another proceeding.
"""

from django.utils.translation import gettext_lazy as _

from unionlaw.lib.workflow import StatusDef, Transition, Workflow
from unionlaw.matters.models.matter import Kind, Phase
from unionlaw.matters.statuses import declare, declare_pattern

declare_pattern(Kind.MEDIATION, "{prefix}调〔{year}〕{serial}号")

RECEIVED = "mediation.received"
ACCEPTED = "mediation.accepted"
IN_SESSION = "mediation.in_session"
SETTLING = "mediation.settling"
PERFORMING = "mediation.performing"
DECLINED = "mediation.declined"
WITHDRAWN = "mediation.withdrawn"
FAILED = "mediation.failed"
HANDED_OVER = "mediation.handed_over"
PERFORMED = "mediation.performed"
UNPERFORMED = "mediation.unperformed"

BEFORE_ACCEPTANCE = frozenset({RECEIVED})
MEDIATING = frozenset({ACCEPTED, IN_SESSION})
BEFORE_AGREEMENT = frozenset({RECEIVED, ACCEPTED, IN_SESSION})
AGREEING = frozenset({SETTLING, PERFORMING})
LIVE = frozenset({RECEIVED, ACCEPTED, IN_SESSION, SETTLING, PERFORMING})
REOPENED_FROM = frozenset({FAILED, DECLINED, WITHDRAWN, HANDED_OVER, UNPERFORMED, PERFORMED})

mediation = declare(
    Workflow(
        kind=Kind.MEDIATION,
        statuses=(
            StatusDef(RECEIVED, Phase.OPEN, _("待受理"), _("已收到，正在征求双方意见")),
            StatusDef(ACCEPTED, Phase.OPEN, _("已受理"), _("已受理，正在安排调解会")),
            StatusDef(IN_SESSION, Phase.OPEN, _("调解中"), _("正在调解")),
            StatusDef(SETTLING, Phase.OPEN, _("待签协议"), _("已谈妥，等待签署协议")),
            StatusDef(PERFORMING, Phase.WAITING, _("履行中"), _("协议已生效，正在履行")),
            StatusDef(DECLINED, Phase.CLOSED, _("不予受理"), _("未予受理")),
            StatusDef(WITHDRAWN, Phase.CLOSED, _("已撤回"), _("申请已撤回")),
            StatusDef(FAILED, Phase.CLOSED, _("调解不成"), _("未达成协议")),
            StatusDef(HANDED_OVER, Phase.CLOSED, _("已移送"), _("已转其他程序")),
            StatusDef(PERFORMED, Phase.CLOSED, _("已履行"), _("协议已履行")),
            StatusDef(UNPERFORMED, Phase.CLOSED, _("未履行转程序"), _("协议未履行，已转其他程序")),
        ),
        transitions=(
            # Acceptance
            Transition("record_consent", _("登记调解意愿"), BEFORE_ACCEPTANCE, "", "mediation.accept"),
            Transition("accept", _("受理"), BEFORE_ACCEPTANCE, ACCEPTED, "mediation.accept"),
            Transition("decline", _("不予受理"), BEFORE_ACCEPTANCE, DECLINED, "mediation.accept"),
            Transition("withdraw", _("申请人撤回"), BEFORE_AGREEMENT, WITHDRAWN, "mediation.accept"),
            Transition("change_facts", _("修改当事人与请求"), BEFORE_AGREEMENT, "", "mediation.facts"),
            Transition("set_fast_track", _("工程欠薪信息"), BEFORE_AGREEMENT, "", "mediation.facts"),
            Transition("judge_warnings", _("核对虚假调解迹象"), BEFORE_AGREEMENT | {SETTLING}, "", "mediation.accept"),
            # Organs and mediators
            Transition("invite_organ", _("邀请参与单位"), LIVE, "", "mediation.assign"),
            Transition("set_organ_number", _("登记本单位案号"), LIVE, "", "mediation.sign_off"),
            Transition("sign_off", _("签署本单位意见"), LIVE, "", "mediation.sign_off"),
            Transition("assign_mediator", _("安排调解员"), BEFORE_AGREEMENT, "", "mediation.assign"),
            Transition("object_to_mediator", _("登记对调解员的异议"), BEFORE_AGREEMENT, "", "mediation.accept"),
            Transition("recuse", _("回避"), BEFORE_AGREEMENT, "", "mediation.conduct"),
            # Sessions
            Transition("propose_times", _("提出会议时间"), MEDIATING, "", "mediation.schedule"),
            Transition("answer_times", _("登记可到会时间"), MEDIATING, "", "mediation.schedule"),
            Transition("schedule_session", _("安排调解会"), MEDIATING, IN_SESSION, "mediation.schedule"),
            Transition("reschedule_session", _("改期"), MEDIATING, "", "mediation.schedule"),
            Transition("cancel_session", _("取消调解会"), MEDIATING, "", "mediation.schedule"),
            # Minutes are often typed after the outcome was logged on a phone and talks were concluded.
            Transition("hold_session", _("记录调解会"), frozenset({IN_SESSION, SETTLING}), "", "mediation.conduct"),
            Transition("adjourn_session", _("延期再调"), frozenset({IN_SESSION}), "", "mediation.conduct"),
            Transition("fill_facts_sheet", _("填写要素表"), MEDIATING, "", "mediation.conduct"),
            Transition("note_caucus", _("背对背谈话记录"), MEDIATING, "", "mediation.conduct"),
            Transition("record_offer", _("登记方案"), MEDIATING, "", "mediation.conduct"),
            Transition("answer_offer", _("登记对方案的答复"), MEDIATING, "", "mediation.conduct"),
            # Outcomes
            Transition("record_outcomes", _("登记调解结果"), MEDIATING, "", "mediation.outcome"),
            Transition("conclude", _("进入签约"), frozenset({IN_SESSION}), SETTLING, "mediation.outcome"),
            Transition("fail", _("调解不成"), MEDIATING | {SETTLING}, FAILED, "mediation.close"),
            Transition("resume_talks", _("退回继续调解"), frozenset({SETTLING}), IN_SESSION, "mediation.agree"),
            # Agreement and confirmation
            Transition("draft_agreement", _("拟定调解协议"), frozenset({SETTLING}), "", "mediation.agree"),
            Transition("revise_agreement", _("修改调解协议"), frozenset({SETTLING}), "", "mediation.agree"),
            Transition("sign_agreement", _("登记签署"), frozenset({SETTLING}), "", "mediation.agree"),
            Transition("apply_for_confirmation", _("申请审查确认"), frozenset({PERFORMING}), "", "mediation.confirm"),
            Transition("file_confirmation", _("登记递交"), frozenset({PERFORMING}), "", "mediation.confirm"),
            Transition("decide_confirmation", _("登记确认结果"), frozenset({PERFORMING}), "", "mediation.confirm"),
            # Performance
            Transition(
                "record_payment",
                _("登记履行"),
                frozenset({PERFORMING, PERFORMED, UNPERFORMED}),
                "",
                "mediation.perform",
            ),
            Transition(
                "cancel_payment",
                _("撤销履行登记"),
                frozenset({PERFORMING, PERFORMED, UNPERFORMED}),
                "",
                "mediation.perform",
            ),
            Transition("remind_debtor", _("催告履行"), frozenset({PERFORMING}), "", "mediation.perform"),
            Transition("record_breach", _("登记违约"), frozenset({PERFORMING}), "", "mediation.perform"),
            Transition("cure_breach", _("登记补正"), frozenset({PERFORMING}), "", "mediation.perform"),
            Transition(
                "prepare_remedy", _("办理违约救济"), frozenset({PERFORMING, UNPERFORMED}), "", "mediation.perform"
            ),
            Transition("close_performed", _("履行完毕，办结"), frozenset({PERFORMING}), PERFORMED, "mediation.close"),
            Transition(
                "close_unperformed", _("未履行，转程序办结"), frozenset({PERFORMING}), UNPERFORMED, "mediation.close"
            ),
            # The way out and back
            Transition("hand_over", _("移送"), BEFORE_AGREEMENT, HANDED_OVER, "mediation.hand_over"),
            Transition("reopen", _("重新调解"), REOPENED_FROM, IN_SESSION, "mediation.reopen"),
        ),
    )
)
"""A verb whose target is "" leaves the status alone. An agreement takes effect, and the mediation enters PERFORMING, by
the last signature (services/signing.py)."""
