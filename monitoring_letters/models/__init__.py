from monitoring_letters.models.course import (
    Approval,
    Inquiry,
    LadderStep,
    LinkedInstrument,
    Publication,
    Reply,
    ReplyPoint,
    ServiceAttempt,
    Supervisor,
)
from monitoring_letters.models.lead import Lead, Topic
from monitoring_letters.models.letter import Copy, Demand, Finding, Instrument, Reach, SupervisionLetter

__all__ = [
    "Approval",
    "Copy",
    "Demand",
    "Finding",
    "Inquiry",
    "Instrument",
    "LadderStep",
    "Lead",
    "LinkedInstrument",
    "Publication",
    "Reach",
    "Reply",
    "ReplyPoint",
    "ServiceAttempt",
    "SupervisionLetter",
    "Supervisor",
    "Topic",
]
