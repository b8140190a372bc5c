"""Exact search by identity number, phone or credit code, through blind indexes; who looked is written down."""

import re
from dataclasses import dataclass
from datetime import datetime

from unionlaw.matters.models import Matter
from unionlaw.network.actors import Actor
from unionlaw.network.readlog import log_read
from unionlaw.registers.models import Employer, Worker

MOST = 50
NUMBER = re.compile(r"^(\+?\d{7,20}|[0-9A-Z]{15,20}|[A-Z]{1,2}\d{7,10})$", re.IGNORECASE)
"""Identity numbers, passports and permits, phones, credit codes: a run of digits, or of digits and capitals."""


@dataclass(frozen=True)
class Found:
    """What the actor may see under one number: workers, employers, and the matters they are party to."""

    workers: list[Worker]
    employers: list[Employer]
    matters: list[Matter]


def is_number(typed: str) -> bool:
    """Whether what was typed is a whole number of a person or an employer, which must not travel in an address."""
    bare = "".join(typed.split()).replace("-", "")
    return bool(NUMBER.match(bare)) and any(letter.isdigit() for letter in bare)


def find_by_number(*, number: str, by: Actor, at: datetime) -> Found:
    """Find who has exactly this identity number, phone or credit code.

    Args:
        number: as typed; spaces are ignored.

    Returns only what `by` may see. The look-up is logged without the number.
    """
    bare = "".join(number.split())
    visible = Worker.objects.visible_to(by).current()
    workers = list(visible.with_id_number(bare)[:MOST]) or list(visible.with_phone(bare)[:MOST])
    employers = list(Employer.objects.visible_to(by).current().filter(uscc=bare.upper())[:MOST])
    matters = list(
        Matter.objects.visible_to(by)
        .filter(dispute__parties__worker__in=workers)
        .union(Matter.objects.visible_to(by).filter(dispute__parties__employer__in=employers))
        .order_by("-opened_at")[:MOST]
    )
    for worker in workers:
        log_read(by=by, at=at, action="lookup", subject=f"worker:{worker.pk}")
    return Found(workers, employers, matters)
