"""What official papers can say of a legal-aid case, and when each of the product's papers can be issued."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import states
from cases.paper_facts import CaseFacts
from cases.services.reviews import remedy
from unionlaw.documents import conditions, fields
from unionlaw.documents.fields import LIST, PROSE, TABLE, TEXT, Field
from unionlaw.documents.services.drafting import prose_date
from unionlaw.lib.money import capital, format_fen
from unionlaw.lib.wording import listed, stored
from unionlaw.matters import statuses
from unionlaw.matters.models import Matter
from unionlaw.matters.models.matter import Kind

# The product's papers → the statuses in which they make sense. A union's own papers have no such condition.
STATUSES = {
    "aid_grant": frozenset({states.GRANTED, states.ASSIGNED, states.CONDUCTING, states.CLOSED}),
    "aid_refusal": frozenset({states.REFUSED}),
    "aid_supplement": frozenset({states.SUPPLEMENT}),
    "aid_assignment": frozenset({states.ASSIGNED, states.CONDUCTING}),
    "aid_closing": frozenset({states.CLOSED}),
}
# What the product's papers and what they ask for are called, for the message file.
NAMES = (
    gettext_lazy("法律援助决定书"),
    gettext_lazy("不予法律援助决定书"),
    gettext_lazy("补正材料通知书"),
    gettext_lazy("指派通知书"),
    gettext_lazy("法律援助结案报告"),
    gettext_lazy("送达回证"),
    gettext_lazy("备注"),
    gettext_lazy("办案要求"),
    gettext_lazy("送达文书"),
    gettext_lazy("受送达人"),
    gettext_lazy("送达地点"),
    gettext_lazy("写在“其他事项”里，可以不填"),
    gettext_lazy("可以不填"),
    gettext_lazy("文书名称和文号"),
)
_TABLE = {"columns": [{"label": "申请人"}, {"label": "请求项目", "wide": True}], "rows": [["张喆", "拖欠工资"]]}


def _field(key: str, label: Any, example: Any, read: Callable[[CaseFacts], Any], shape: str = TEXT) -> Field:
    return Field(key, label, example, lambda facts, actor: read(facts), shape)


def _on(day: date | None) -> str:
    return prose_date(day) if day else ""


def _yuan(fen: int) -> str:
    return f"{format_fen(fen)}元"


CASE = (
    _field("case.number", gettext_lazy("案件编号"), "越工援〔2026〕3号", lambda f: f.matter.number),
    _field("case.title", gettext_lazy("案件标题"), "张喆与光影传媒有限公司", lambda f: f.matter.title),
    _field("case.cause", gettext_lazy("案由"), "追索劳动报酬纠纷", lambda f: f.matter.cause and f.matter.cause.name),
    _field(
        "case.facts", gettext_lazy("事实与理由"), "被拖欠工资六个月。",
        lambda f: f.matter.dispute.facts if f.matter.dispute else "", PROSE,
    ),
    _field("application.date", gettext_lazy("申请日期"), "2026年11月2日", lambda f: _on(f.case.applied_on)),
    _field("eligibility", gettext_lazy("援助条件"), "经济困难", lambda f: stored(f.case.get_eligibility_display())),
    _field("limitation.date", gettext_lazy("时效届满日"), "2027年6月30日", lambda f: _on(f.case.limitation_on)),
    _field("decision.date", gettext_lazy("审查决定日期"), "2026年11月6日", lambda f: _on(f.case.decided_on)),
    _field("decision.reason", gettext_lazy("决定理由"), "符合援助条件。", lambda f: f.case.decision_reason, PROSE),
    _field("remedy", gettext_lazy("救济途径"), "申请人不服的，可以提出异议。", lambda f: remedy(f.case)),
    _field(
        "owner.name", gettext_lazy("经办人"), "蔡小岚",
        lambda f: f.matter.owner.user.display_name if f.matter.owner else "",
    ),
)  # fmt: skip
PEOPLE = (
    _field("applicant.names", gettext_lazy("申请人姓名"), "张喆、李堃", lambda f: f.names),
    _field("applicant.masked", gettext_lazy("申请人姓名（隐去）"), "张*、李*", lambda f: f.masked),
    _field("applicant.count", gettext_lazy("申请人人数"), "2", lambda f: str(len(f.workers) or "")),
    _field("applicants", gettext_lazy("申请人名册"), _TABLE, lambda f: f.applicants_table(), TABLE),
    _field("employer.names", gettext_lazy("用人单位名称"), "光影传媒有限公司", lambda f: f.employer_names),
    _field("employer.uscc", gettext_lazy("统一社会信用代码"), "91440101MA5CAAAA0X", lambda f: f.employer("uscc")),
    _field("employer.address", gettext_lazy("用人单位地址"), "越山区北桥路1号", lambda f: f.employer("address")),
    _field("lawyer.name", gettext_lazy("承办律师"), "陆律师", lambda f: f.lawyer("name")),
    _field("lawyer.firm", gettext_lazy("律师事务所"), "岭南律师事务所", lambda f: f.lawyer("firm")),
    _field("lawyer.licence", gettext_lazy("执业证号"), "14401201610000000", lambda f: f.lawyer("licence")),
    _field("assignment.date", gettext_lazy("指派日期"), "2026年11月8日", lambda f: _on(f.assigned_on)),
    _field("organisation.name", gettext_lazy("制发单位"), "羊城市越山区总工会", lambda f: f.issuer.name),
    _field("organisation.address", gettext_lazy("制发单位地址"), "越山区工会路1号", lambda f: f.issuer.address),
    _field("organisation.phone", gettext_lazy("制发单位电话"), "020-12351", lambda f: f.issuer.phone),
    _field("holder.name", gettext_lazy("承办单位"), "北桥街法律服务站", lambda f: f.matter.organisation.name),
)
MONEY = (
    _field("claims", gettext_lazy("请求事项表"), _TABLE, lambda f: f.claims_table(), TABLE),
    _field("claims.total", gettext_lazy("请求金额合计"), "50,000.00元", lambda f: _yuan(f.total) if f.claims else ""),
    _field(
        "claims.capital", gettext_lazy("请求金额（大写）"), "伍万元整", lambda f: capital(f.total) if f.claims else ""
    ),
    _field("outcomes", gettext_lazy("办理结果表"), _TABLE, lambda f: f.outcomes_table(), TABLE),
    _field("received.total", gettext_lazy("到账金额合计"), "50,000.00元", lambda f: _yuan(f.received)),
    _field("received.capital", gettext_lazy("到账金额（大写）"), "伍万元整", lambda f: capital(f.received)),
)
STEPS = (
    _field(
        "supplement.items", gettext_lazy("需要补正的材料"), ["劳动合同", "工资条"],
        lambda f: list(f.supplement.items) if f.supplement else [], LIST,
    ),
    _field(
        "supplement.date", gettext_lazy("补正期限"), "2026年11月16日",
        lambda f: _on(f.supplement.due_on if f.supplement else None),
    ),
    _field(
        "supplement.note", gettext_lazy("补正说明"), "请提供原件核对。",
        lambda f: f.supplement.note if f.supplement else "",
    ),
    _field(
        "closing.date", gettext_lazy("结案日期"), "2026年12月20日",
        lambda f: _on(timezone.localdate(f.matter.closed_at) if f.matter.closed_at else None),
    ),
    _field("closing.way", gettext_lazy("结案方式"), "和解或调解结案", lambda f: stored(f.case.get_ending_display())),
    _field("closing.note", gettext_lazy("结案小结"), "已履行完毕。", lambda f: f.case.closing_note, PROSE),
)  # fmt: skip


def refusal(matter: Matter, key: str) -> str:
    """Why the paper cannot be issued in the case's status, or ""."""
    sources = STATUSES.get(key)
    if sources is None or matter.status_id in sources:
        return ""
    workflow = statuses.workflow_of(Kind.AID_CASE)
    return _("案件现在是“%(now)s”，这份文书在%(sources)s时制发。") % {
        "now": workflow.label(matter.status_id),
        "sources": listed(f"“{label}”" for label in workflow.labels(sources)),
    }


def join() -> None:
    """Declare what papers can say, at start-up."""
    if not fields.of_kind(Kind.AID_CASE):
        fields.declare(Kind.AID_CASE, CaseFacts, *CASE, *PEOPLE, *MONEY, *STEPS, many=CaseFacts.of_many)
        conditions.register(Kind.AID_CASE, refusal)
