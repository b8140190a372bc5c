"""The ten questions of the facts sheet (要素表), in the order tribunal and court ask them."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Question:
    """One element; `kind` is "date", "money", "choice" or "text"."""

    key: str
    label: str | Promise
    kind: str = "text"


QUESTIONS: tuple[Question, ...] = (
    Question("employed_from", _("入职时间"), "date"),
    Question("contract", _("劳动合同签订情况")),
    Question("position", _("工作岗位和地点")),
    Question("pay", _("工资标准和发放方式"), "money"),
    Question("hours", _("工作时间和加班")),
    Question("insurance", _("社会保险缴纳情况")),
    Question("paid_until", _("工资发放至"), "date"),
    Question("ended_on", _("劳动关系解除或终止时间"), "date"),
    Question("ended_why", _("解除或终止的原因和方式")),
    Question("other", _("其他争议事实")),
)
"""Keys of FactsSheet.answers; each holds what claimant and respondent say and whether they agree."""
