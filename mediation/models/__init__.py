from mediation.models.agreement import Agreement, Instalment, InstalmentPayment, Signature
from mediation.models.confirmation import Breach, Confirmation, Remedy
from mediation.models.invitations import Invitation
from mediation.models.mediation import Consent, FastTrack, HandOver, Mediation, Origin, WarningSign
from mediation.models.organs import Availability, MediatorAssignment, MediatorProfile, Participation, Room
from mediation.models.outcomes import OutcomeTerms
from mediation.models.sessions import Attendance, Booking, FreeTime, Session, SlotAnswer, TimeSlot
from mediation.models.talks import CaucusNote, FactsSheet, Offer

__all__ = [
    "Agreement",
    "Attendance",
    "Availability",
    "Booking",
    "Breach",
    "CaucusNote",
    "Confirmation",
    "Consent",
    "FactsSheet",
    "FastTrack",
    "FreeTime",
    "HandOver",
    "Instalment",
    "InstalmentPayment",
    "Invitation",
    "Mediation",
    "MediatorAssignment",
    "MediatorProfile",
    "Offer",
    "Origin",
    "OutcomeTerms",
    "Participation",
    "Remedy",
    "Room",
    "Session",
    "Signature",
    "SlotAnswer",
    "TimeSlot",
    "WarningSign",
]
