"""Signing an agreement: who, when, where, how, before whom. The last signature sets its effective day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mediation.models import Agreement, Mediation, Signature
from mediation.services import actions
from mediation.services.agreed import agreement_of, left_out, name_of, ready_refusal, settled_in, standing_of
from mediation.services.instalments import Due, dues_of
from mediation.services.signers import MEDIATOR, ORGAN, PARTY, Signer, missing_of, signers_of
from mediation.services.steps import begin, lock_mediation, record
from unionlaw.documents import services as documents
from unionlaw.documents.files import Upload
from unionlaw.documents.models import Document
from unionlaw.lib.errors import Conflict, Invalid
from unionlaw.lib.money import format_fen
from unionlaw.lib.wording import listed, stored
from unionlaw.matters.services.checking import not_in_future, refuse_if, short
from unionlaw.network.actors import Actor

TITLE = gettext_lazy("调解协议签署页（%(agreement)s，%(who)s）")
INSTALMENT = gettext_lazy("%(who)s第%(number)d期")
State, How = Agreement.State, Signature.How


@transaction.atomic
def sign_agreement(
    *,
    mediation_id: int,
    agreement_id: int,
    signers: Sequence[str],
    upload: Upload,
    how: str,
    signed_on: date,
    place: str = "",
    signed_by: str = "",
    agent: bool = False,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> list[Signature]:
    """Record signatures under an agreement.

    Args:
        signers: keys of `signers_of`; a scan can carry many, the touch screen takes one at a time.
        upload: the signed scan, or the picture of the handwriting.
        signed_on: the day on which they signed; on the touch screen it is today.
        signed_by: who held the pen, where that is not the signer: the employer's or a worker's agent, who seals.
        agent: whether an agent signed.

    Raises:
        Missing: no such agreement here.
        Conflict: it is not printed, a warning is unanswered, the results changed, or it took effect.
        Invalid: on "signers", "files", "how", "signed_on", "signed_by", "place".
    """
    mediation = begin(mediation_id=mediation_id, verb="sign_agreement", by=by, version=version)
    agreement = agreement_of(mediation, agreement_id)
    if reason := sign_refusal(agreement):
        raise Conflict(reason)
    chosen = _chosen(agreement, signers, how)
    errors: dict[str, Any] = {}
    today = timezone.localdate(at)
    not_in_future(signed_on, "signed_on", today, errors)
    printed_on = timezone.localdate(agreement.paper.issued_at) if agreement.paper else today
    if signed_on < printed_on:
        errors["signed_on"] = _("签署日期不能早于协议书制作日期%(on)s。") % {"on": printed_on.isoformat()}
    if agent and not signed_by.strip():
        errors["signed_by"] = _("请填写代理人姓名。")
    if len(signed_by.strip()) > 60:
        errors["signed_by"] = _("最多%(longest)d个字。") % {"longest": 60}
    if len(place.strip()) > 120:
        errors["place"] = _("最多%(longest)d个字。") % {"longest": 120}
    refuse_if(errors)
    document = _keep(mediation, agreement, chosen, upload, by, at)
    # Keeping the file recorded an event; go on from there.
    mediation = lock_mediation(mediation_id=mediation_id, by=by, version=None)
    agreement.mediation = mediation
    signed_at = at if how == How.TOUCH or signed_on == today else _noon(signed_on)
    made = Signature.objects.bulk_create(
        Signature(
            agreement=agreement,
            party_id=one.pk if one.kind == PARTY else None,
            mediator_id=one.pk if one.kind == MEDIATOR else None,
            organisation_id=one.pk if one.kind == ORGAN else None,
            signed_by=signed_by.strip() or one.name[:60],
            agent=agent,
            how=how,
            signed_at=signed_at,
            place=place.strip() or agreement.place,
            document=document,
            witnessed_by=by.post,
        )
        for one in chosen
    )
    left = missing_of(signers_of(agreement))
    if agreement.state == State.DRAFT:
        agreement.state = State.SIGNING
        agreement.save(update_fields=["state"])
    data = {
        "who": short(one.name for one in chosen),
        "how": stored(How(how).label),
        "agreement": agreement.pk,
        "left": len(left),
    }
    record(mediation, "mediation.agreement_signed", by=by, at=at, data=data)
    if not left:
        _take_effect(mediation, agreement, by=by, at=at)
    return made


def _chosen(agreement: Agreement, keys: Sequence[str], how: str) -> list[Signer]:
    known = {signer.key: signer for signer in signers_of(agreement)}
    errors: dict[str, Any] = {}
    if how not in How.values:
        errors["how"] = _("请选择签署方式。")
    if not keys or set(keys) - set(known):
        errors["signers"] = _("请选择签署人。")
    elif how == How.TOUCH and len(keys) != 1:
        errors["signers"] = _("触屏手写一次登记一人。")
    elif again := [known[key].name for key in keys if known[key].signature]:
        errors["signers"] = _("%(who)s已经签署。") % {"who": listed(again)}
    refuse_if(errors)
    return [known[key] for key in dict.fromkeys(keys)]


def _keep(
    mediation: Mediation, agreement: Agreement, chosen: Sequence[Signer], upload: Upload, by: Actor, at: datetime
) -> Document:
    """The picture or scan in the folder, through the checked path."""
    title = stored(TITLE, who=short(one.name for one in chosen), agreement=name_of(agreement))
    try:
        return documents.add_document(
            matter_id=mediation.pk, upload=upload, kind=Document.Kind.AGREEMENT, title=title[:150], by=by, at=at
        )
    except Invalid as error:
        raise Invalid(
            {"files" if key in ("files", "title", "kind") else key: said for key, said in error.errors.items()}
        ) from None


def _TITLE() -> str:
    return "调解协议签署页（%(agreement)s，%(who)s）"


def _noon(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time(12)))


def _take_effect(mediation: Mediation, agreement: Agreement, *, by: Actor, at: datetime) -> None:
    """Set the effective day; when all agreements stand signed the mediation goes on to performance."""
    days = [timezone.localdate(row.signed_at) for row in agreement.signatures.all()]
    agreement.state, agreement.effective_on = State.EFFECTIVE, max(days)
    agreement.save(update_fields=["state", "effective_on"])
    standing = standing_of(mediation)
    open_ = [one for one in standing if one.state != State.EFFECTIVE] or left_out(
        mediation, settled_in(mediation), standing
    )
    data = {
        "effective_on": agreement.effective_on.isoformat(),
        "amount": format_fen(agreement.total),
        "agreement": agreement.pk,
        "who": name_of(agreement),
    }
    if open_:
        record(mediation, "mediation.part_effective", by=by, at=at, data=data)
    else:
        mediation.effective_on = max(one.effective_on for one in standing if one.effective_on)
        record(mediation, "mediation.agreement_effective", by=by, at=at, data=data)
    for due in dues_of([agreement]):
        record(mediation, "mediation.instalment_due", by=by, at=at, data=said_of(due))


def said_of(due: Due) -> dict[str, Any]:
    """An instalment as events carry it."""
    return {
        "who": due.who,
        "what": stored(INSTALMENT, who=due.who, number=due.number),
        "number": due.number,
        "amount": format_fen(due.amount),
        "due_on": due.due_on.isoformat(),
        "instalment": due.pk,
    }


def sign_refusal(agreement: Agreement) -> str:
    """Why nobody can sign the agreement now, or ""."""
    if agreement.state == State.EFFECTIVE:
        return _("协议已经签署生效。")
    if reason := ready_refusal(agreement, settled_in(agreement.mediation)):
        return reason
    if agreement.paper_id is None:
        return _("请先制作协议书，再签署。")
    return ""


def _refusal(mediation: Mediation) -> str:
    if not standing_of(mediation):
        return _("请先拟定调解协议。")
    return ""


actions.CONDITIONS["sign_agreement"] = _refusal
actions.CONDITIONS["revise_agreement"] = _refusal
