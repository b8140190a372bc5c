"""What the panels of consents, organs, signs and the construction site show."""

from __future__ import annotations

from typing import Any

from mediation.models import FastTrack, Mediation
from mediation.services import closing
from mediation.services.consenting import parties_of
from mediation.views import panels
from unionlaw.lib import clock
from unionlaw.network.actors import Actor


@panels.register
def consents(mediation: Mediation, actor: Actor) -> dict[str, Any]:
    """Each party with what it said last, newest below."""
    said: dict[int, list[Any]] = {}
    for row in mediation.consents.all():
        said.setdefault(row.party_id, []).append(row)
    rows = [{"party": party, "said": said.get(party.pk, [])} for party in parties_of(mediation)]
    answered = [row for row in rows if row["said"]]
    # A group is shown by who did not agree or did not answer, not by a hundred lines.
    telling = [row for row in rows if not row["said"] or not row["said"][-1].agreed]
    return {
        "consent_rows": telling if len(rows) > 12 else rows,
        "consent_count": len(rows),
        "consent_agreed": sum(row["said"][-1].agreed for row in answered),
    }


@panels.register
def organs(mediation: Mediation, actor: Actor) -> dict[str, Any]:
    """Each organ with its number, opinion and mediators, those who left and were replaced below."""
    parts = list(mediation.participations.select_related("organisation", "signed_off_by__user"))
    mediators = list(mediation.mediators.select_related("post__user", "post__organisation"))
    return {
        "organ_rows": [
            {"part": part, "mediators": [m for m in mediators if m.participation_id == part.pk and m.ended_on is None]}
            for part in parts
            if part.left_on is None
        ],
        "former_mediators": [m for m in mediators if m.ended_on is not None],
    }


@panels.register
def signs(mediation: Mediation, actor: Actor) -> dict[str, Any]:
    """Signs of a sham, for the union's own people only."""
    if actor.is_outside:
        return {"sign_rows": []}
    return {"sign_rows": list(mediation.warning_signs.select_related("judged_by__user"))}


@panels.register
def site(mediation: Mediation, actor: Actor) -> dict[str, Any]:
    """The construction site, where there is one."""
    found = FastTrack.objects.filter(mediation=mediation).select_related("developer", "main_contractor").first()
    return {
        "site": found,
        "asks_for_site": found is None and mediation.track == Mediation.Track.CONSTRUCTION_WAGES,
    }


@panels.register
def ends(mediation: Mediation, actor: Actor) -> dict[str, Any]:
    """What to do when the time limit has passed, and what it went on to."""
    limit = closing.finishing_limit(mediation) if mediation.matter.is_live else None
    over = limit is not None and limit.due_on < clock.today()
    return {
        "limit_over": limit if over and not actor.is_outside else None,
        "hand_overs": list(mediation.hand_overs.select_related("to_organisation").prefetch_related("documents")),
    }
