from cases.models.aid_case import AidCase, Assignment, Material, SupplementRequest
from cases.models.conduct import Filing, Hearing, WorkLog
from cases.models.consultation import Consultation
from cases.models.follow_up import FollowUp

__all__ = [
    "AidCase",
    "Assignment",
    "Consultation",
    "Filing",
    "FollowUp",
    "Hearing",
    "Material",
    "SupplementRequest",
    "WorkLog",
]
