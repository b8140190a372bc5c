"""What official papers can say of a mediation, and when each of the product's papers can be issued."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mediation import states
from mediation.outcomes import FAILURES
from mediation.paper_facts import MediationFacts, named
from unionlaw.documents import conditions, fields
from unionlaw.documents.fields import LIST, PROSE, TABLE, TEXT, Field
from unionlaw.documents.services.drafting import prose_date
from unionlaw.lib.money import capital, format_fen
from unionlaw.lib.wording import listed, stored
from unionlaw.matters import statuses
from unionlaw.matters.models import Matter
from unionlaw.matters.models.matter import Kind

AGREEMENT, AGREEMENT_OF_ONE = "med_agreement", "med_agreement_one"
REVIEW, CONFIRM = "med_review", "med_confirm"
PAYMENT_ORDER, ENFORCEMENT = "med_payment_order", "med_enforcement"
MINUTES, NOT_SETTLED, HAND_OVER, ACCEPTANCE = "med_minutes", "med_not_settled", "med_hand_over", "med_acceptance"

BY_SERVICE = {
    AGREEMENT: gettext_lazy("由“调解协议”生成。"),
    AGREEMENT_OF_ONE: gettext_lazy("由“调解协议”生成。"),
    REVIEW: gettext_lazy("由“申请审查确认”生成。"),
    CONFIRM: gettext_lazy("由“申请审查确认”生成。"),
    PAYMENT_ORDER: gettext_lazy("由“办理违约救济”生成。"),
    ENFORCEMENT: gettext_lazy("由“办理违约救济”生成。"),
}
"""Papers about one agreement or one breach: not issued by hand, since a mediation can have several of these."""
STATUSES = {
    ACCEPTANCE: states.LIVE - {states.RECEIVED},
    MINUTES: frozenset({states.IN_SESSION, states.SETTLING, states.PERFORMING, states.FAILED, states.PERFORMED}),
    NOT_SETTLED: frozenset({states.FAILED, states.HANDED_OVER}),
    HAND_OVER: frozenset({states.HANDED_OVER}),
}
"""The product's papers → the statuses in which they make sense."""
NAMES = (
    gettext_lazy("调解协议书"),
    gettext_lazy("调解协议书（单独）"),
    gettext_lazy("仲裁审查申请书"),
    gettext_lazy("司法确认申请书"),
    gettext_lazy("支付令申请书"),
    gettext_lazy("强制执行申请书"),
    gettext_lazy("调解笔录"),
    gettext_lazy("调解终结证明"),
    gettext_lazy("调解移送函"),
    gettext_lazy("调解受理通知书"),
    gettext_lazy("记录人"),
    gettext_lazy("受理法院"),
    gettext_lazy("执行法院"),
    gettext_lazy("财产线索"),
)
_TABLE = {"columns": [{"label": "职工"}, {"label": "项目", "wide": True}], "rows": [["张喆", "劳动报酬"]]}
Read = Callable[[MediationFacts], Any]


def _field(key: str, label: Any, example: Any, read: Read, shape: str = TEXT) -> Field:
    # An empty table is no value at all to a template.
    return Field(key, label, example, lambda facts, actor: read(facts) or "", shape)


def _on(day: date | None) -> str:
    return prose_date(day) if day else ""


def _yuan(fen: int) -> str:
    return f"{format_fen(fen)}元"


def _agreed(read: Callable[[Any], Any]) -> Read:
    """Of the paper's agreement, empty without one."""
    return lambda facts: read(facts.agreement) if facts.agreement else ""


def _failed(facts: MediationFacts) -> str:
    reason = facts.mediation.failed_reason
    return stored(FAILURES[reason]) if reason in FAILURES else ""


CASE = (
    _field("case.number", gettext_lazy("案件编号"), "越工调〔2026〕3号", lambda f: f.matter.number),
    _field(
        "case.cause", gettext_lazy("案由"), "追索劳动报酬纠纷", lambda f: f.matter.cause.name if f.matter.cause else ""
    ),
    _field(
        "case.facts",
        gettext_lazy("事实与理由"),
        "被拖欠工资六个月。",
        lambda f: f.matter.dispute.facts if f.matter.dispute else "",
        PROSE,
    ),
    _field("case.origin", gettext_lazy("来源"), "裁前建议调解", lambda f: stored(f.mediation.get_origin_display())),
    _field(
        "case.referred_by",
        gettext_lazy("移送单位"),
        "越山区仲裁委",
        lambda f: f.mediation.referred_by.name if f.mediation.referred_by else "",
    ),
    _field("case.reference", gettext_lazy("移送单位案号"), "越劳人仲调〔2026〕8号", lambda f: f.mediation.reference),
    _field("received.date", gettext_lazy("收到日期"), "2026年11月2日", lambda f: _on(f.mediation.received_on)),
    _field("accepted.date", gettext_lazy("受理日期"), "2026年11月4日", lambda f: _on(f.mediation.accepted_on)),
    _field("failed.reason", gettext_lazy("不成原因"), "分歧大，未达成一致", _failed),
    _field(
        "ended.date",
        gettext_lazy("终结日期"),
        "2026年11月20日",
        lambda f: _on(timezone.localdate(f.matter.closed_at) if f.matter.closed_at else None),
    ),
    _field(
        "owner.name",
        gettext_lazy("经办人"),
        "蔡小岚",
        lambda f: f.matter.owner.user.display_name if f.matter.owner else "",
    ),
    _field("organisation.name", gettext_lazy("制发单位"), "羊城市越山区总工会", lambda f: f.issuer.name),
    _field("organisation.address", gettext_lazy("制发单位地址"), "越山区工会路1号", lambda f: f.issuer.address),
    _field("organisation.phone", gettext_lazy("制发单位电话"), "020-12351", lambda f: f.issuer.phone),
    _field("holder.name", gettext_lazy("调解组织"), "越山区联合调解中心", lambda f: f.matter.organisation.name),
)
PEOPLE = (
    _field("applicant.names", gettext_lazy("申请人"), "张喆、李堃", lambda f: named(p.name for p in f.claimants)),
    _field("applicant.count", gettext_lazy("申请人人数"), "2", lambda f: str(len(f.claimants) or "")),
    _field("applicants", gettext_lazy("申请人名册"), _TABLE, lambda f: f.applicants_table(), TABLE),
    _field(
        "respondent.names", gettext_lazy("被申请人"), "光影传媒有限公司", lambda f: named(p.name for p in f.respondents)
    ),
    _field("respondent.uscc", gettext_lazy("统一社会信用代码"), "91440101MA5CAAAA0X", lambda f: f.respondent("uscc")),
    _field("respondent.address", gettext_lazy("用人单位地址"), "越山区北桥路1号", lambda f: f.respondent("address")),
    _field("respondent.head", gettext_lazy("法定代表人"), "林志明", lambda f: f.respondent("legal_representative")),
    _field("mediators", gettext_lazy("调解员"), "条调解、任社", lambda f: "、".join(f.mediators)),
    _field("organs", gettext_lazy("参与单位"), ["越山区人社局"], lambda f: f.organs(), LIST),
)
MONEY = (
    _field("claims", gettext_lazy("请求事项表"), _TABLE, lambda f: f.claims_table(), TABLE),
    _field("outcomes", gettext_lazy("调解结果表"), _TABLE, lambda f: f.outcomes_table(), TABLE),
    _field("agreement.claims", gettext_lazy("协议金额表"), _TABLE, lambda f: f.agreed_table(), TABLE),
    _field("agreement.dues", gettext_lazy("分期付款表"), _TABLE, lambda f: f.dues_table(), TABLE),
    _field("agreement.payments", gettext_lazy("每名职工的付款表"), _TABLE, lambda f: f.payments_table(), TABLE),
    _field(
        "agreement.total", gettext_lazy("协议金额"), "50,000.00元", _agreed(lambda a: _yuan(a.total) if a.total else "")
    ),
    _field(
        "agreement.capital",
        gettext_lazy("协议金额（大写）"),
        "伍万元整",
        _agreed(lambda a: capital(a.total) if a.total else ""),
    ),
    _field("agreement.terms", gettext_lazy("其他约定"), "开具离职证明。", _agreed(lambda a: a.terms), PROSE),
    _field("agreement.place", gettext_lazy("签订地点"), "越山区联合调解中心", _agreed(lambda a: a.place)),
    _field("agreement.version", gettext_lazy("协议版次"), "1", _agreed(lambda a: str(a.version))),
    _field(
        "agreement.number",
        gettext_lazy("协议书文号"),
        "越工调协〔2026〕1号",
        _agreed(lambda a: a.paper.number if a.paper else ""),
    ),
    _field("agreement.effective", gettext_lazy("生效日期"), "2026年11月20日", _agreed(lambda a: _on(a.effective_on))),
    _field("agreement.signers", gettext_lazy("签署页"), _TABLE, lambda f: f.signers_table(), TABLE),
)
AFTER = (
    _field("confirmation.organ", gettext_lazy("审查机关"), "越山区人民法院", lambda f: f.organ_name),
    _field(
        "confirmation.number",
        gettext_lazy("确认文书号"),
        "（2026）粤0104民特8号",
        lambda f: f.confirmation.case_number if f.confirmation else "",
    ),
    _field(
        "confirmation.date",
        gettext_lazy("确认日期"),
        "2026年12月8日",
        lambda f: _on(f.confirmation.decided_on) if f.confirmation else "",
    ),
    _field("arrears", gettext_lazy("欠付明细"), _TABLE, lambda f: f.arrears_table(), TABLE),
    _field("arrears.names", gettext_lazy("未获付款的职工"), "张喆、李堃", lambda f: f.owed_names()),
    _field("arrears.total", gettext_lazy("欠付金额"), "20,000.00元", lambda f: _yuan(f.arrears) if f.arrears else ""),
    _field(
        "arrears.capital",
        gettext_lazy("欠付金额（大写）"),
        "贰万元整",
        lambda f: capital(f.arrears) if f.arrears else "",
    ),
    _field(
        "breach.what",
        gettext_lazy("未履行的内容"),
        "第2期未付",
        lambda f: f.about.breach.what if f.about.breach else "",
    ),
    _field(
        "breach.date",
        gettext_lazy("违约日期"),
        "2027年1月21日",
        lambda f: _on(f.about.breach.since_on) if f.about.breach else "",
    ),
)
STEPS = (
    _field("session.number", gettext_lazy("第几次调解"), "1", lambda f: str(f.session.number) if f.session else ""),
    _field(
        "session.time",
        gettext_lazy("调解时间"),
        "2026年11月10日 09:30",
        lambda f: timezone.localtime(f.session.starts_at).strftime("%Y-%m-%d %H:%M") if f.session else "",
    ),
    _field("session.place", gettext_lazy("调解地点"), "一号调解室", lambda f: f.session_place()),
    _field("session.people", gettext_lazy("参加人"), _TABLE, lambda f: f.attendance_table(), TABLE),
    _field(
        "session.minutes",
        gettext_lazy("调解笔录"),
        "双方陈述。",
        lambda f: f.session.minutes if f.session else "",
        PROSE,
    ),
    _field("sheet", gettext_lazy("要素表"), _TABLE, lambda f: f.sheet_table(), TABLE),
    _field("hand_over.to", gettext_lazy("接收单位"), "越山区仲裁委", lambda f: f.handed_to()),
    _field(
        "hand_over.reason",
        gettext_lazy("移送原因"),
        "调解不成。",
        lambda f: f.hand_over.reason if f.hand_over else "",
        PROSE,
    ),
    _field("hand_over.papers", gettext_lazy("随附材料"), ["要素表"], lambda f: f.handed_papers(), LIST),
)


def refusal(matter: Matter, key: str) -> str:
    """Why the paper cannot be issued by hand in the mediation's status, or ""."""
    if key in BY_SERVICE:
        return str(BY_SERVICE[key])
    sources = STATUSES.get(key)
    if sources is None or matter.status_id in sources:
        return ""
    workflow = statuses.workflow_of(Kind.MEDIATION)
    return _("调解现在是“%(now)s”，这份文书在%(sources)s时制发。") % {
        "now": workflow.label(matter.status_id),
        "sources": listed(f"“{label}”" for label in workflow.labels(sources)),
    }


def join() -> None:
    """Declare what papers can say, at start-up."""
    if not fields.of_kind(Kind.MEDIATION):
        fields.declare(Kind.MEDIATION, MediationFacts, *CASE, *PEOPLE, *MONEY, *AFTER, *STEPS)
        conditions.register(Kind.MEDIATION, refusal)
