"""The letter to one addressee as it will be, before it is there."""

from typing import Any

from django.db.models import QuerySet

from monitoring_letters.models import Campaign, CampaignAddressee, Demand, Finding, Reach, SupervisionLetter
from unionlaw.matters.models import Matter


def merged(campaign: Campaign, addressee: CampaignAddressee) -> SupervisionLetter:
    """An unsaved letter with the campaign's words and what differs for the addressee."""
    letter = letter_to(campaign, addressee, list(campaign.letter.demands.all()))
    common = campaign.letter.matter
    letter.matter = Matter(pk=0, kind=common.kind, title=common.title, organisation=common.organisation)
    return letter


def facts_for(campaign: Campaign, addressee: CampaignAddressee) -> str:
    """The common facts, then the addressee's."""
    return "\n".join(text for text in (campaign.letter.facts, addressee.facts) if text)


def letter_to(campaign: Campaign, addressee: CampaignAddressee, demands: list[Demand]) -> SupervisionLetter:
    """The letter with copies of `demands`, which papers read from it before any row is written. Without matter yet."""
    common = campaign.letter
    letter = SupervisionLetter(
        instrument=common.instrument,
        reach=Reach.SINGLE,
        topic=common.topic,
        employer=addressee.employer,
        drafted_by_id=common.drafted_by_id,
        facts=facts_for(campaign, addressee),
        legal_basis=common.legal_basis,
        reply_by=common.reply_by,
        reply_to=common.reply_to,
        signatory=common.signatory,
    )
    copies = [Demand(letter=letter, position=d.position, text=d.text, basis=d.basis) for d in demands]
    letter._prefetched_objects_cache = {  # type: ignore[attr-defined]
        "demands": _read(Demand.objects.none(), copies),
        "findings": _read(Finding.objects.none(), []),
    }
    return letter


def _read(empty: QuerySet[Any], rows: list[Any]) -> QuerySet[Any]:
    """A queryset that holds the rows as if it had read them."""
    empty._result_cache = rows
    return empty
