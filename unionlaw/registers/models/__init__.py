from unionlaw.registers.models.employer import Employer, EmployerContact, EmployerRelation
from unionlaw.registers.models.reference import Cause, Industry, Region
from unionlaw.registers.models.worker import Worker

__all__ = ["Cause", "Employer", "EmployerContact", "EmployerRelation", "Industry", "Region", "Worker"]
