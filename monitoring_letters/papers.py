"""What official papers can say of a supervision letter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring_letters.models import Instrument, ServiceAttempt, SupervisionLetter
from unionlaw.documents import conditions, fields
from unionlaw.documents.fields import LIST, PROSE, TEXT, Field
from unionlaw.documents.services.drafting import prose_date
from unionlaw.lib.money import format_fen
from unionlaw.lib.wording import stored
from unionlaw.matters.models import Matter
from unionlaw.matters.models.matter import Kind

TEMPLATES = {"notice": "sup_notice", "opinion": "sup_opinion", "recommendation": "sup_recommendation"}
"""Instrument → key of its paper's template."""
SLIP, ENCLOSURE = "sup_receipt", "sup_answer"
"""送达回证, and the sheet with the one-time code that the addressee keeps."""

NAMES = (
    gettext_lazy("工会劳动法律监督提示函"),
    gettext_lazy("工会劳动法律监督意见书"),
    gettext_lazy("工会劳动法律监督建议书"),
    gettext_lazy("函书送达回证"),
    gettext_lazy("在线答复说明"),
)
"""What the product's templates of letters are called, so that pages in English can show them (data/papers)."""


def _field(key: str, label: Any, example: Any, read: Callable[[SupervisionLetter], Any], shape: str = TEXT) -> Field:
    return Field(key, label, example, lambda letter, actor: read(letter), shape)


def _on(day: date | None) -> str:
    return prose_date(day) if day else ""


def _addressee(letter: SupervisionLetter) -> str:
    to = letter.authority or letter.employer
    return to.name if to else letter.audience


def _demand(demand: Any) -> str:
    money = f"（{format_fen(demand.amount)}元）" if demand.amount else ""
    basis = f"（依据：{demand.basis}）" if demand.basis else ""
    return f"{demand.text}{money}{basis}"


def _finding(finding: Any) -> str:
    return f"{finding.text}（证据：{finding.evidence}）" if finding.evidence else finding.text


def _sent(letter: SupervisionLetter) -> ServiceAttempt | None:
    """The latest try to serve the letter."""
    return letter.attempts.order_by("-pk").first()


def _of_service(key: str, label: Any, example: str, read: Callable[[ServiceAttempt], str]) -> Field:
    def value(letter: SupervisionLetter) -> str:
        attempt = _sent(letter)
        return read(attempt) if attempt else ""

    return _field(key, label, example, value)


def _handed_out(letter: SupervisionLetter) -> str:
    """A one-time code is kept nowhere: only the sheet that is made with it shows it (services.slips)."""
    return ""


FIELDS = (
    _field("letter.title", gettext_lazy("标题"), "关于光影传媒有限公司劳动报酬问题的意见书", lambda x: x.matter.title),
    _field("letter.number", gettext_lazy("文号"), "越工监意〔2026〕1号", lambda x: x.document_number),
    _field("letter.issuer", gettext_lazy("发函单位"), "越山区总工会", lambda x: x.matter.organisation.name),
    _field(
        "letter.instrument", gettext_lazy("文书种类"), "意见书", lambda x: stored(Instrument(x.instrument).label)
    ),
    _field("letter.addressee", gettext_lazy("主送单位"), "光影传媒有限公司", _addressee),
    _field(
        "letter.employer", gettext_lazy("用人单位"), "光影传媒有限公司", lambda x: x.employer.name if x.employer else ""
    ),
    _field("letter.facts", gettext_lazy("事实"), "你单位拖欠工资两个月。", lambda x: x.facts, PROSE),
    _field(
        "letter.findings", gettext_lazy("查明事实"), ["拖欠工资两个月（证据：工资表）"],
        lambda x: [_finding(row) for row in x.findings.all()], LIST,
    ),
    _field("letter.basis", gettext_lazy("法律依据"), "《劳动法》第五十条。", lambda x: x.legal_basis, PROSE),
    _field(
        "letter.demands", gettext_lazy("整改要求"), ["支付拖欠的工资（50,000.00元）"],
        lambda x: [_demand(row) for row in x.demands.all()], LIST,
    ),
    _field("letter.reply_by", gettext_lazy("要求答复日期"), "2026年12月11日", lambda x: _on(x.reply_by)),
    _field("letter.reply_to", gettext_lazy("答复地址和联系人"), "越山区工会路1号，何晓岚", lambda x: x.reply_to),
    _field("letter.signatory", gettext_lazy("签发人"), "沈安平", lambda x: x.signatory),
    _field(
        "letter.copies", gettext_lazy("抄送单位"), "越山区人社局",
        lambda x: "，".join(row.organisation.name for row in x.copies.select_related("organisation")),
    ),
    _of_service(
        "service.method", gettext_lazy("送达方式"), "邮寄",
        lambda x: stored(ServiceAttempt.Method(x.method).label),
    ),
    _of_service("service.sent_to", gettext_lazy("送达地址或收件人"), "越山区工会路1号", lambda x: x.sent_to),
    _of_service("service.sent_on", gettext_lazy("发送日期"), "2026年11月20日", lambda x: prose_date(x.sent_on)),
    _of_service("service.tracking", gettext_lazy("邮件号"), "EMS1", lambda x: x.tracking_number),
    _field("answer.code", gettext_lazy("答复码"), "ABCDE-FGHJK", _handed_out),
    _field("answer.until", gettext_lazy("答复码有效期至"), "2027年1月19日", _handed_out),
    _field("answer.address", gettext_lazy("答复网址"), "https://example.org/answer/", _handed_out),
)  # fmt: skip


def letter_of(matter: Matter) -> SupervisionLetter:
    """The letter beside the matter, as it stands in this transaction."""
    found: SupervisionLetter = matter.supervision_letter
    return found


def refusal(matter: Matter, key: str) -> str:
    """Why a letter's own paper is not issued by hand: it is approved and numbered as a letter."""
    if key in (SLIP, ENCLOSURE):
        return _("由“送达回证与答复码”生成。")
    return _("函书经审批后由“编号制发”生成。") if key in TEMPLATES.values() else ""


def join() -> None:
    """Declare what papers can say, at start-up."""
    if not fields.of_kind(Kind.SUPERVISION_LETTER):
        fields.declare(Kind.SUPERVISION_LETTER, letter_of, *FIELDS)
        conditions.register(Kind.SUPERVISION_LETTER, refusal)
