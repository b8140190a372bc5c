from unionlaw.matters.models.access import Grant, MatterLink
from unionlaw.matters.models.dispute import Claim, ClaimOutcome, Dispute, Party, Payment
from unionlaw.matters.models.known import KnownWorker
from unionlaw.matters.models.matter import Counter, Event, Matter, NumberPattern, Status
from unionlaw.matters.models.visit import Visit

__all__ = [
    "Claim",
    "ClaimOutcome",
    "Counter",
    "Dispute",
    "Event",
    "Grant",
    "KnownWorker",
    "Matter",
    "MatterLink",
    "NumberPattern",
    "Party",
    "Payment",
    "Status",
    "Visit",
]
