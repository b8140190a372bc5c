"""The next instrument: 提示函 → 意见书 → 建议书, with everything that the former one knew."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring_letters import states
from monitoring_letters.models import Demand, Finding, Instrument, SupervisionLetter, Supervisor
from monitoring_letters.services.drafting import open_letter
from monitoring_letters.services.holders import issuer_for
from monitoring_letters.services.steps import begin, record
from unionlaw.lib.errors import Conflict, Invalid
from unionlaw.lib.wording import stored
from unionlaw.matters.services.checking import need_reason
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation

NEXT = {Instrument.NOTICE: Instrument.OPINION, Instrument.OPINION: Instrument.RECOMMENDATION}
SENT = gettext_lazy("%(issuer)s已于%(issued_on)s制发%(number)s，%(served_on)s送达，%(answer)s。")


@transaction.atomic
def prepare_next(
    *,
    letter_id: int,
    reason: str,
    authority: Organisation | None = None,
    organisation: Organisation | None = None,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> SupervisionLetter:
    """Begin the next instrument and close this letter as escalated; its time limits end.

    Employer, dispute, facts, findings, inquiries, legal basis, copies and every demand that is not corrected go along;
    the facts end with what became of this letter.

    Args:
        reason: why: refused, unanswered, not corrected.
        authority: to whom a 建议书 goes; may be filled in later.
        organisation: the issuing union; the actor's own or the nearest above it that may issue when None.

    Returns the new letter, a draft. Raises Conflict when there is no next one or everything is corrected; Invalid per
    argument.
    """
    letter = begin(letter_id=letter_id, verb="prepare_next", by=by, version=version)
    if refusal := next_refusal(letter):
        raise Conflict(refusal)
    reason = need_reason(reason, _("请写明为什么转下一文书。"))
    instrument = NEXT[Instrument(letter.instrument)]
    if authority is not None and (instrument != Instrument.RECOMMENDATION or not authority.is_partner):
        raise Invalid({"authority": _("只有建议书写主送部门，且须是协作单位。")})
    following = SupervisionLetter(
        instrument=instrument,
        topic=letter.topic,
        employer=letter.employer,
        authority=authority,
        drafted_by=by.user,
        facts="\n".join(filter(None, [letter.facts, became(letter)])),
        legal_basis=letter.legal_basis,
        reply_to=letter.reply_to,
    )
    open_letter(
        following, title="", dispute=letter.matter.dispute, channel=letter.matter.channel, follows=[letter.matter],
        organisation=issuer_for(by, instrument, organisation), by=by, at=at,
    )  # fmt: skip
    _carry_over(letter, following)
    data: dict[str, Any] = {"number": following.matter.number, "matter_id": following.pk}
    record(letter, "letter.escalated", by=by, at=at, reason=reason, data=data)
    return following


def next_refusal(letter: SupervisionLetter) -> str:
    """Why no next instrument can be prepared, or ""."""
    if Instrument(letter.instrument) not in NEXT:
        return _("建议书之后没有下一文书，可以移送劳动监察或检察机关。")
    if not letter.demands.exclude(judgement=Demand.Judgement.CORRECTED).exists():
        return _("各项要求都已整改。")
    return ""


def became(letter: SupervisionLetter) -> str:
    """One sentence on what became of the letter, as the next one states it."""
    if letter.matter.status_id == states.UNANSWERED:
        answer = gettext_lazy("逾期未答复")
    elif letter.matter.status_id == states.REPLIED:
        answer = gettext_lazy("答复后仍未全部整改")
    else:
        answer = gettext_lazy("至今未整改")
    return stored(
        SENT,
        issuer=letter.matter.organisation.name,
        issued_on=letter.issued_on,
        number=letter.document_number,
        served_on=letter.served_on,
        answer=stored(answer),
    )


def _carry_over(letter: SupervisionLetter, following: SupervisionLetter) -> None:
    findings = list(letter.findings.all())
    Finding.objects.bulk_create(
        [
            Finding(letter=following, position=f.position, text=f.text, evidence=f.evidence, document_id=f.document_id)
            for f in findings
        ]
    )
    left = letter.demands.exclude(judgement=Demand.Judgement.CORRECTED)
    Demand.objects.bulk_create(
        [
            Demand(letter=following, position=n, text=d.text, basis=d.basis, claim_id=d.claim_id, amount=d.amount)
            for n, d in enumerate(left, start=1)
        ]
    )
    for copy in letter.copies.all():
        copy.pk, copy.letter = None, following
        copy.save()
    for inquiry in letter.inquiries.prefetch_related("supervisors"):
        supervisors = list(inquiry.supervisors.all())
        inquiry.pk, inquiry.letter, inquiry.purpose = None, following, "inquiry"
        inquiry.save()
        Supervisor.objects.bulk_create(
            [
                Supervisor(inquiry=inquiry, name=s.name, certificate=s.certificate, post_id=s.post_id)
                for s in supervisors
            ]
        )
