"""Where a mediation comes from decides how long it may take, from when, and where it goes when it fails.

Event names differ by origin so that rules of time limits tell them apart (deadlines/data/rules/1_mediation.toml).
"""

from dataclasses import dataclass

from mediation.models.mediation import Origin
from unionlaw.network.models import Organisation

Organ = Organisation.Kind


@dataclass(frozen=True, slots=True)
class Terms:
    """What follows from an origin.

    Args:
        event: the event that opens the mediation; the rule that counts its days names it.
        referred: whether another organ passes it on, with its own number.
        from_kinds: kinds of organs that can.
        back_to: kinds of organs it goes back to when it fails, empty where the parties go on by themselves.
        consent_known: whether both sides agreed before it came (the tribunal asks them first).
    """

    event: str
    referred: bool = False
    from_kinds: tuple[str, ...] = ()
    back_to: tuple[str, ...] = ()
    consent_known: bool = False


TERMS: dict[Origin, Terms] = {
    Origin.REQUEST: Terms("mediation.received"),
    Origin.INTAKE: Terms("mediation.received"),
    Origin.NEGOTIATION: Terms("mediation.received"),
    Origin.AID_CASE: Terms("mediation.received"),
    Origin.TRIBUNAL_ADVICE: Terms(
        "mediation.received_on_advice", referred=True, from_kinds=(Organ.ARBITRATION,), back_to=(Organ.ARBITRATION,)
    ),
    Origin.TRIBUNAL_ENTRUSTED: Terms(
        "mediation.entrusted_by_tribunal",
        referred=True,
        from_kinds=(Organ.ARBITRATION,),
        back_to=(Organ.ARBITRATION,),
        consent_known=True,
    ),
    Origin.COURT_ASSIGNED: Terms(
        "mediation.assigned_by_court", referred=True, from_kinds=(Organ.COURT,), back_to=(Organ.COURT,)
    ),
    Origin.COURT_ENTRUSTED: Terms(
        "mediation.entrusted_by_court",
        referred=True,
        from_kinds=(Organ.COURT,),
        back_to=(Organ.COURT,),
        consent_known=True,
    ),
    Origin.COURT_ENTRUSTED_SUMMARY: Terms(
        "mediation.entrusted_by_court_summary",
        referred=True,
        from_kinds=(Organ.COURT,),
        back_to=(Organ.COURT,),
        consent_known=True,
    ),
    Origin.LABOUR_INSPECTION: Terms("mediation.received", referred=True, from_kinds=(Organ.LABOUR_INSPECTION,)),
    Origin.TAX_BUREAU: Terms("mediation.received", referred=True, from_kinds=(Organ.TAX_BUREAU,)),
    Origin.OTHER_DISTRICT: Terms(
        "mediation.received", referred=True, from_kinds=(*Organisation.UNIONS, *Organisation.SERVICE_PLACES)
    ),
}
