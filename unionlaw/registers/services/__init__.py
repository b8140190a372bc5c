"""Every change to a worker or an employer, and every look at a sealed value."""

from unionlaw.registers.services.duplicates import (
    EmployerMatch,
    WorkerMatch,
    find_duplicate_employers,
    find_duplicates,
    lookup_worker,
    match_worker,
    redeem_ticket,
)
from unionlaw.registers.services.employers import (
    amend_employer,
    register_employer,
    relate_employers,
    remove_contact,
    save_contact,
    unrelate_employers,
)
from unionlaw.registers.services.merging import merge_employers, merge_workers
from unionlaw.registers.services.revealing import reveal, reveal_contact
from unionlaw.registers.services.workers import amend_worker, register_worker

__all__ = [
    "EmployerMatch",
    "WorkerMatch",
    "amend_employer",
    "amend_worker",
    "find_duplicate_employers",
    "find_duplicates",
    "lookup_worker",
    "match_worker",
    "merge_employers",
    "merge_workers",
    "redeem_ticket",
    "register_employer",
    "register_worker",
    "relate_employers",
    "remove_contact",
    "reveal",
    "reveal_contact",
    "save_contact",
    "unrelate_employers",
]
