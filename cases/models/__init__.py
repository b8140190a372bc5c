from cases.models.aid_case import AidCase, Assignment, Material, SupplementRequest
from cases.models.conduct import Filing, Hearing, WorkLog
from cases.models.consultation import Consultation

__all__ = [
    "AidCase",
    "Assignment",
    "Consultation",
    "Filing",
    "Hearing",
    "Material",
    "SupplementRequest",
    "WorkLog",
]
