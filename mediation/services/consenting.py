"""Whether both sides want the mediation, and what follows: taken up, declined, withdrawn."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mediation import warning_signs
from mediation.models import Consent, Mediation, Origin
from mediation.origins import TERMS
from mediation.services.actions import CONDITIONS
from mediation.services.due import last_answers
from mediation.services.green_channel import session_by
from mediation.services.steps import begin, record
from mediation.services.warnings import find_warnings, suspicion
from unionlaw.lib.errors import Conflict, Missing
from unionlaw.lib.wording import stored
from unionlaw.matters.models import Party
from unionlaw.matters.services.checking import check_columns, need_reason, not_in_future, refuse_if
from unionlaw.network.actors import Actor

SIDES = (Party.Side.CLAIMANT, Party.Side.RESPONDENT)


@transaction.atomic
def record_consent(
    *,
    mediation_id: int,
    party_ids: list[int],
    agreed: bool,
    how: str,
    said_on: date,
    said_by: str = "",
    note: str = "",
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> list[Consent]:
    """Write down whether parties want the mediation (调解仲裁法 art. 3: voluntary); what a party says last counts.

    Args:
        party_ids: one or several who said the same in the same way (a group through its representatives).
        said_by: who spoke for the party, where it was not the party.

    Raises:
        Refused, Conflict, Missing, Stale: see `steps.begin`; Missing too for a party of another dispute.
        Invalid: under party_ids, how, said_on, said_by or note.
    """
    mediation = begin(mediation_id=mediation_id, verb="record_consent", by=by, version=version)
    parties = list(parties_of(mediation).filter(pk__in=party_ids))
    if len(parties) != len(set(party_ids)):
        raise Missing(_("本次调解没有这名当事人。"))
    errors: dict[str, Any] = {}
    if not parties:
        errors["party_ids"] = _("请选择当事人。")
    not_in_future(said_on, "said_on", timezone.localdate(at), errors)
    rows = [
        Consent(
            mediation=mediation,
            party=party,
            agreed=agreed,
            how=how,
            said_on=said_on,
            said_by=said_by.strip(),
            note=note.strip(),
        )
        for party in parties
    ]
    for row in rows[:1]:
        check_columns(row, ["how", "said_by", "note"], errors)
    refuse_if(errors)
    for row in rows:
        row.save()
    if agreed:
        find_warnings(mediation, by=by, at=at, when=warning_signs.CONSENT)
    record(
        mediation,
        "mediation.consent_recorded",
        by=by,
        at=at,
        data={
            "who": _who(parties),
            "answer": stored(gettext_lazy("同意调解") if agreed else gettext_lazy("不同意调解")),
            "how": stored(rows[0].get_how_display()),
            "said_on": said_on.isoformat(),
        },
    )
    return rows


@transaction.atomic
def accept(
    *, mediation_id: int, accepted_on: date | None = None, by: Actor, at: datetime, version: int | None = None
) -> Mediation:
    """Take the mediation up. Both sides agreed before, unless who entrusted it had asked them (origins).

    Raises:
        Refused, Conflict, Missing, Stale: see `steps.begin`; Conflict too with what `accept_refusal` says.
        Invalid: accepted_on lies in the future or before the day of receipt.
    """
    mediation = begin(mediation_id=mediation_id, verb="accept", by=by, version=version)
    if reason := accept_refusal(mediation):
        raise Conflict(reason)
    today = timezone.localdate(at)
    accepted_on = accepted_on or today
    errors: dict[str, Any] = {}
    not_in_future(accepted_on, "accepted_on", today, errors)
    if accepted_on < mediation.received_on:
        errors["accepted_on"] = _("受理日期不能早于收到日期。")
    refuse_if(errors)
    mediation.accepted_on = accepted_on
    data = {"accepted_on": accepted_on.isoformat(), **session_by(mediation, accepted_on)}
    record(mediation, "mediation.accepted", by=by, at=at, data=data)
    return mediation


@transaction.atomic
def decline(
    *, mediation_id: int, advised: str, reason: str, by: Actor, at: datetime, version: int | None = None
) -> Mediation:
    """Do not take it up, and tell the parties of another route (企业劳动争议协商调解规定 art. 22: in writing).

    Raises:
        Refused, Conflict, Missing, Stale: see `steps.begin`.
        Invalid: under advised or reason.
    """
    mediation = begin(mediation_id=mediation_id, verb="decline", by=by, version=version)
    errors: dict[str, Any] = {}
    if advised not in Mediation.Advised.values:
        errors["advised"] = _("请选择告知当事人的途径。")
    refuse_if(errors)
    reason = need_reason(reason, _("请写明不予受理的原因。"))
    mediation.advised = advised
    advice = stored(mediation.get_advised_display())
    record(mediation, "mediation.declined", by=by, at=at, reason=reason, data={"advised": advice})
    return mediation


@transaction.atomic
def withdraw(*, mediation_id: int, reason: str, by: Actor, at: datetime, version: int | None = None) -> Mediation:
    """The applicant takes the request back before an agreement. Raises as `steps.begin`; Invalid without a reason."""
    mediation = begin(mediation_id=mediation_id, verb="withdraw", by=by, version=version)
    record(mediation, "mediation.withdrawn", by=by, at=at, reason=need_reason(reason))
    return mediation


def accept_refusal(mediation: Mediation) -> str:
    """Why the mediation cannot be taken up yet, or ""."""
    if reason := suspicion(mediation):
        return reason
    answers = last_answers(mediation)
    parties = list(parties_of(mediation))
    refusing = [party.name for party in parties if answers.get(party.pk) is False]
    if refusing:
        return _("%(who)s不同意调解，请不予受理并告知其他途径。") % {"who": _joined(refusing)}
    if TERMS[Origin(mediation.origin)].consent_known:
        return ""
    silent = [party.name for party in parties if party.pk not in answers]
    return _("还没有登记%(who)s的调解意愿。") % {"who": _joined(silent)} if silent else ""


CONDITIONS["accept"] = accept_refusal


def parties_of(mediation: Mediation) -> Any:
    """The parties whose consent is asked: claimants first."""
    return (
        Party.objects.filter(dispute=mediation.matter.dispute_id, side__in=SIDES)
        .select_related("worker", "employer", "organisation")
        .order_by("side", "pk")
    )


def _joined(names: list[str]) -> str:
    if len(names) > 3:
        return _("%(first)s等%(count)d方") % {"first": names[0], "count": len(names)}
    return "、".join(names)


def _who(parties: list[Party]) -> str:
    names = [party.name for party in parties]
    if len(names) > 3:
        return stored(gettext_lazy("%(first)s等%(count)d方"), first=names[0], count=len(names))
    return "、".join(names)
