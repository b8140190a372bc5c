"""The paper of an agreement: the PDF that is signed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mediation.models import Agreement
from mediation.paper_facts import About
from mediation.papers import AGREEMENT, AGREEMENT_OF_ONE
from mediation.services.agreed import agreement_of, edit_refusal, ready_refusal, settled_in
from mediation.services.paper import make_paper
from mediation.services.steps import begin
from unionlaw.documents.models import Paper
from unionlaw.lib.errors import Conflict
from unionlaw.lib.wording import stored
from unionlaw.network.actors import Actor

REVISED = gettext_lazy("协议改为第%(version)d版")


@transaction.atomic
def print_agreement(
    *, mediation_id: int, agreement_id: int, by: Actor, at: datetime, version: int | None = None
) -> Paper:
    """Make the PDF of an agreement, numbered; a new version replaces the paper of the one before.

    Raises Conflict when a warning is unanswered, the results changed, or the paper is there already.
    """
    mediation = begin(mediation_id=mediation_id, verb="revise_agreement", by=by, version=version)
    agreement = agreement_of(mediation, agreement_id)
    if reason := print_refusal(agreement):
        raise Conflict(reason)
    former = Paper.objects.filter(
        pk__in=Agreement.objects.filter(mediation=mediation, party=agreement.party_id, paper__isnull=False).values(
            "paper"
        ),
        superseded_by=None,
    ).first()
    paper = make_paper(
        mediation,
        AGREEMENT if agreement.joint else AGREEMENT_OF_ONE,
        about=About(agreement=agreement),
        former=former,
        why=stored(REVISED, version=agreement.version) if former else "",
        by=by,
        at=at,
    )
    agreement.paper = paper
    agreement.save(update_fields=["paper"])
    return paper


def print_refusal(agreement: Agreement) -> str:
    """Why the paper cannot be made now, or ""."""
    if reason := edit_refusal(agreement):
        return reason
    if agreement.paper_id is not None:
        return _("这一版协议书已经制作。")
    return ready_refusal(agreement, settled_in(agreement.mediation))
