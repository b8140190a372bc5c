"""Passing a mediation on: back to tribunal or court, to another district, to inspection, with papers of its folder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from mediation.models import HandOver, Mediation, Origin
from mediation.origins import TERMS
from mediation.services.steps import begin, record
from unionlaw.documents.models import Document
from unionlaw.lib.errors import Missing
from unionlaw.matters.models import Grant
from unionlaw.matters.services.checking import need, refuse_if
from unionlaw.matters.services.grants import grant
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation

NAME_LENGTH = 120


@transaction.atomic
def hand_over(
    *,
    mediation_id: int,
    to_organisation: Organisation | None = None,
    to_name: str = "",
    reason: str,
    document_ids: Sequence[int] = (),
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> HandOver:
    """End the mediation here and pass it on with papers of its folder; an organ in the portal sees it from now on.

    Raises:
        Refused, Conflict, Missing, Stale: see `steps.begin`; Missing too for a paper of another folder.
        Invalid: under to_organisation, to_name or reason.
    """
    mediation = begin(mediation_id=mediation_id, verb="hand_over", by=by, version=version)
    errors: dict[str, Any] = {}
    to_name = to_name.strip()
    if to_organisation is None and not to_name:
        errors["to_organisation"] = _("请写明接收单位。")
    elif to_organisation is not None and not receivers(mediation).filter(pk=to_organisation.pk).exists():
        errors["to_organisation"] = _("请选择名册中的接收单位，或者填写单位名称。")
    if len(to_name) > NAME_LENGTH:
        errors["to_name"] = _("最多%(longest)d个字。") % {"longest": NAME_LENGTH}
    reason = need(reason, "reason", _("请写明移送原因。"), errors)
    refuse_if(errors)
    papers = list(Document.objects.in_force().filter(matter=mediation.pk, pk__in=document_ids))
    if len(papers) != len(set(document_ids)):
        raise Missing(_("本案文件夹里没有这份材料。"))
    row = HandOver(
        mediation=mediation,
        to_organisation=to_organisation,
        to_name=to_organisation.name if to_organisation else to_name,
        reason=reason,
        handed_on=timezone.localdate(at),
    )
    row.save()
    row.documents.set(papers)
    if to_organisation is not None and to_organisation.pk not in mediation.matter.organisation.lineage:
        grant(matter=mediation.matter, viewer=to_organisation, why=Grant.Why.HANDED_OVER, by=by, at=at)
    data = {"to": row.to_name, "papers": len(papers)}
    record(mediation, "mediation.handed_over", by=by, at=at, reason=reason, data=data)
    return row


def receivers(mediation: Mediation) -> QuerySet[Organisation]:
    """Whom it can go to: organs that work with this city's unions, other unions and centres of the city."""
    root = mediation.matter.organisation.lineage[:1]
    partners = Q(kind__in=Organisation.PARTNERS, attached_to__lineage__contains=root)
    others = Q(kind__in=(*Organisation.UNIONS, Organisation.Kind.MEDIATION_CENTRE), lineage__contains=root)
    return Organisation.objects.open().filter(partners | others).exclude(pk=mediation.matter.organisation_id)


def usual_receiver(mediation: Mediation) -> Organisation | None:
    """Where its origin sends it back to: who passed it on, else an organ of that kind beside the holder."""
    back_to = TERMS[Origin(mediation.origin)].back_to
    if not back_to:
        return None
    if mediation.referred_by and mediation.referred_by.kind in back_to:
        return mediation.referred_by
    lineage = mediation.matter.organisation.lineage
    found = receivers(mediation).filter(kind__in=back_to, attached_to__in=lineage)
    return found.order_by("-attached_to__depth").first()
