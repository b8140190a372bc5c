"""The checklist of an aid case: what is always asked for, and what its cause, heads of claim or eligibility add.

Sources: 工会法律援助办法 (application form, identity, hardship, case papers); 法律援助法 art. 41 (a signed statement of
hardship is enough); 劳动争议调解仲裁法 art. 6 (who must prove what). A site changes this table, not code.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REVIEW, CLOSING, OPTIONAL = "review", "closing", "optional"


@dataclass(frozen=True, slots=True)
class Template:
    """One line of the table.

    Args:
        key: unique within a case.
        label: what to hand in.
        required_for: before the review, before closing, or welcome.
        causes: words of which the cause's name must hold one; empty for every cause.
        eligibilities: grounds of eligibility it is asked for; empty for all.
    """

    key: str
    label: str | Promise
    required_for: str
    causes: Collection[str] = ()
    eligibilities: Collection[str] = ()

    def applies(self, cause_name: str, eligibility: str) -> bool:
        return (not self.causes or any(word in cause_name for word in self.causes)) and (
            not self.eligibilities or eligibility in self.eligibilities
        )


WAGE = ("劳动报酬", "劳动合同纠纷", "用工合同", "用工主体责任", "福利待遇", "超龄")
INJURY = ("工伤", "职业伤害")

TEMPLATES = (
    Template("application", _("法律援助申请表"), REVIEW),
    Template("identity", _("申请人身份证明"), REVIEW),
    Template("hardship", _("经济困难情况个人承诺书"), REVIEW, eligibilities=("hardship",)),
    Template("platform", _("平台注册、接单或结算记录"), REVIEW, eligibilities=("platform",)),
    Template("union_post", _("工会职务证明"), REVIEW, eligibilities=("union_staff",)),
    Template("employment", _("劳动合同、工牌、考勤等能证明用工关系的材料"), REVIEW),
    Template("wages", _("工资条、欠条或结算单"), OPTIONAL, causes=WAGE),
    Template("bank", _("银行或支付平台流水"), OPTIONAL, causes=WAGE),
    Template("overtime", _("考勤、排班或加班记录"), OPTIONAL, causes=WAGE),
    Template("termination", _("解除或终止劳动合同的通知、证明"), REVIEW, causes=("经济补偿", "辞职", "辞退")),
    Template("restraint", _("竞业限制协议"), REVIEW, causes=("竞业限制",)),
    Template("dispatch", _("劳务派遣协议"), OPTIONAL, causes=("派遣",)),
    Template("collective", _("集体合同文本"), REVIEW, causes=("集体合同",)),
    Template("diagnosis", _("诊断证明、病历"), REVIEW, causes=INJURY),
    Template("recognition", _("工伤认定决定书或认定申请"), OPTIONAL, causes=INJURY),
    Template("capacity", _("劳动能力鉴定结论"), OPTIONAL, causes=INJURY),
    Template("medical_bills", _("医疗费票据"), OPTIONAL, causes=(*INJURY, "医疗")),
    Template("insurance", _("社会保险缴费记录"), OPTIONAL, causes=("保险", "养老", "失业", "生育")),
    Template("register", _("企业登记信息"), OPTIONAL),
    Template("authorisation", _("授权委托书"), CLOSING),
    Template("instrument", _("结案文书（调解书、裁决书、判决书或协议书）"), CLOSING),
    Template("report", _("结案报告"), CLOSING),
)


def templates_for(cause_name: str, eligibility: str) -> list[Template]:
    """The lines that apply, in the order of the table."""
    return [template for template in TEMPLATES if template.applies(cause_name, eligibility)]
