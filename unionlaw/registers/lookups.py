"""Finding a worker or an employer while filling in another form: what was typed, and the few that it may mean."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from unionlaw.lib import identity
from unionlaw.network.actors import Actor
from unionlaw.registers import services
from unionlaw.registers.models import Employer, Worker
from unionlaw.registers.services.duplicates import WorkerMatch, match_worker

MOST = 10
# Six digits in a row are no name: the query is an identity number, a phone or a permit number, looked up exactly.
_NUMBER = re.compile(r"[A-Z]{0,3}\d{6,}[\dX]?\)?")


@dataclass(frozen=True, slots=True)
class Option:
    """One answer.

    Args:
        value: what the form sends when it is chosen.
        title: the name.
        details: masked number, who registered it, and the like.
        why: why it is offered, when that is not plain from the query.
        url: its page, when whoever asks may open it.
    """

    value: str
    title: str
    details: tuple[str, ...]
    why: str = ""
    url: str = ""


def is_number(query: str) -> bool:
    """Whether the query is to be taken as an exact number."""
    return bool(_NUMBER.fullmatch(identity.clean_number(query).removeprefix("+")))


def whole_code(query: str) -> str:
    """The unified social credit code that the query is, or ""."""
    code = identity.clean_number(query)
    return code if len(code) == 18 and code.isascii() and code.isalnum() else ""


def search_workers(query: str, *, by: Actor, at: datetime) -> list[Option]:
    """By any part of the name or its pinyin initials among the workers the actor sees; by exact identity number or
    phone among all of the city for those who register workers (logged, masked)."""
    if not query.strip():
        return []
    if is_number(query) and by.may("worker.register"):
        return [worker_option(match) for match in services.lookup_worker(id_number=query, phone=query, by=by, at=at)]
    workers = Worker.objects.visible_to(by).current()
    if is_number(query):
        number, phone = identity.clean_number(query), identity.clean_phone(query)
        workers = workers.with_id_number(number) | workers.with_phone(phone)
    else:
        workers = workers.matching(query)
    rows = workers.select_related("organisation").order_by("-registered_at", "-pk")[:MOST]
    return [worker_option(match_worker(worker, by=by, why="", visible=True)) for worker in rows]


def worker_option(match: WorkerMatch) -> Option:
    why = {
        "id_number": _("证件号码相同"),
        "phone": _("手机号码相同"),
        "name_birth": _("姓名和出生日期相同"),
    }.get(match.why, "")
    details = tuple(part for part in (match.id_number, match.phone, match.organisation) if part)
    value = str(match.worker_id) if match.visible else match.ticket
    url = reverse("registers:worker", args=[match.worker_id]) if match.visible else ""
    return Option(value, match.name, details, why, url)


def search_employers(query: str, *, by: Actor) -> list[Option]:
    """By any part of a name or its pinyin initials, or by the exact credit code."""
    if not query.strip():
        return []
    employers = Employer.objects.visible_to(by).current()
    code = whole_code(query)
    found = employers.filter(uscc=code) if code else employers.matching(query)
    return [employer_option(employer) for employer in found.order_by("-registered_at", "-pk")[:MOST]]


def employer_option(employer: Employer, why: str = "") -> Option:
    details = tuple(part for part in (employer.uscc, employer.short_name, employer.address) if part)
    said = {"uscc": _("统一社会信用代码相同"), "name": _("名称相同")}.get(why, "")
    return Option(str(employer.pk), employer.name, details, said, employer.get_absolute_url())


def chosen_worker(value: str, *, by: Actor) -> Worker | None:
    """The worker a form sent: by id when the actor sees them, else by the ticket of a look-up of theirs."""
    if value.isascii() and value.isdigit() and len(value) < 19:
        return Worker.objects.visible_to(by).current().filter(pk=int(value)).first()
    return services.redeem_ticket(value, by=by)


def chosen_employer(value: str, *, by: Actor) -> Employer | None:
    if value.isascii() and value.isdigit() and len(value) < 19:
        return Employer.objects.visible_to(by).current().filter(pk=int(value)).first()
    return None
