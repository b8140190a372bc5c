from monitoring_letters.models.answer import AnswerCode, AnswerFailure, OnlineAnswer
from monitoring_letters.models.campaign import Campaign, CampaignAddressee
from monitoring_letters.models.course import (
    Approval,
    Inquiry,
    LadderStep,
    Publication,
    Reply,
    ReplyPoint,
    ServiceAttempt,
    Supervisor,
)
from monitoring_letters.models.lead import Lead, Topic
from monitoring_letters.models.letter import Copy, Demand, Finding, Instrument, Reach, SupervisionLetter
from monitoring_letters.models.linked import LinkedInstrument, OrganReport
from monitoring_letters.models.rating import LadderChange, Rating, RatingObjection

__all__ = [
    "AnswerCode",
    "AnswerFailure",
    "Approval",
    "Campaign",
    "CampaignAddressee",
    "Copy",
    "Demand",
    "Finding",
    "Inquiry",
    "Instrument",
    "LadderChange",
    "LadderStep",
    "Lead",
    "LinkedInstrument",
    "OnlineAnswer",
    "OrganReport",
    "Publication",
    "Rating",
    "RatingObjection",
    "Reach",
    "Reply",
    "ReplyPoint",
    "ServiceAttempt",
    "SupervisionLetter",
    "Supervisor",
    "Topic",
]
