"""Finding the worker or employer that is registered already, wherever in the city, without giving anything away."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

from unionlaw.lib import identity
from unionlaw.lib.errors import Invalid
from unionlaw.lib.text import bare, fold, mask_name
from unionlaw.network.actors import Actor
from unionlaw.network.readlog import log_read
from unionlaw.registers.models import Employer, Worker

LIMIT = 10
# A looked-up worker may be used on the form that stays open over lunch and on one finished from a draft next week.
TICKET_SECONDS = 7 * 24 * 3600
_SALT = "unionlaw.registers.worker-ticket"


@dataclass(frozen=True, slots=True)
class WorkerMatch:
    """A registered worker as far as the one who searched may know.

    Args:
        worker_id: the worker.
        ticket: lets this actor use the worker on a form though they do not see them elsewhere.
        name, id_number, phone: masked, the name in full when `visible`.
        organisation: who registered the worker.
        why: "id_number", "phone" or "name_birth".
        visible: whether the actor may open the worker's page.
    """

    worker_id: int
    ticket: str
    name: str
    id_number: str
    phone: str
    organisation: str
    why: str
    visible: bool

    @property
    def label(self) -> str:
        """张* 440106********1234，越秀区总工会."""
        return _("%(name)s %(number)s，%(organisation)s") % {
            "name": self.name,
            "number": self.id_number or self.phone or _("暂无证件"),
            "organisation": self.organisation,
        }


def match_worker(worker: Worker, *, by: Actor, why: str, visible: bool = False) -> WorkerMatch:
    return WorkerMatch(
        worker_id=worker.pk,
        ticket=make_ticket(worker.pk, by=by),
        name=worker.name if visible else mask_name(worker.name),
        id_number=worker.id_number.masked(),
        phone=worker.phone.masked(),
        organisation=worker.organisation.short_name or worker.organisation.name,
        why=why,
        visible=visible,
    )


def make_ticket(worker_id: int, *, by: Actor) -> str:
    post = by.post.pk if by.post else 0
    return signing.dumps([worker_id, post], salt=_SALT)


def redeem_ticket(ticket: str, *, by: Actor) -> Worker | None:
    """The worker a lookup by this very post found within the last week, or None."""
    try:
        worker_id, post = signing.loads(ticket, salt=_SALT, max_age=TICKET_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if post != (by.post.pk if by.post else 0):
        return None
    return Worker.objects.current().filter(pk=worker_id).first()


def lookup_worker(*, by: Actor, at: datetime, id_number: str = "", phone: str = "") -> list[WorkerMatch]:
    """Find workers by their exact identity number or phone, wherever registered, so that nobody is registered twice.

    Every look-up is written down, found or not, without the number.

    Returns at most ten masked matches. Raises Refused, or Invalid when nothing was given.
    """
    by.require("worker.register")
    number, phone = identity.clean_number(id_number), identity.clean_phone(phone)
    if not number and not phone:
        raise Invalid(_("请填写完整的证件号码或手机号码。"), field="id_number")
    found: dict[int, tuple[Worker, str]] = {}
    workers = Worker.objects.current().select_related("organisation").order_by("-registered_at", "-pk")
    if number:
        found |= {worker.pk: (worker, "id_number") for worker in workers.with_id_number(number)[:LIMIT]}
    if phone:
        found = {worker.pk: (worker, "phone") for worker in workers.with_phone(phone)[:LIMIT]} | found
    matches = _matches(found, by=by)
    looked = [kind for kind, value in (("id_number", number), ("phone", phone)) if value]
    _log(matches, by=by, at=at, data={"by": looked})
    return matches


def find_duplicates(
    *,
    by: Actor,
    at: datetime,
    name: str = "",
    birth_date: date | None = None,
    id_number: str = "",
    phone: str = "",
    besides: int = 0,
) -> list[WorkerMatch]:
    """Workers who may be the same person: same identity number, same phone, or same name and birth date.

    Args:
        besides: the worker the question is about, to be left out.

    Returns at most ten masked matches, the surest first; what was shown is written down. Raises Refused.
    """
    by.require("worker.register")
    workers = Worker.objects.current().select_related("organisation").exclude(pk=besides).order_by("-pk")
    found: dict[int, tuple[Worker, str]] = {}
    searches = [
        ("id_number", workers.with_id_number(identity.clean_number(id_number))),
        ("phone", workers.with_phone(identity.clean_phone(phone))),
    ]
    if name.strip() and birth_date:
        searches.append(("name_birth", workers.filter(name_folded=fold(name), birth_date=birth_date)))
    for why, rows in searches:
        for worker in rows[:LIMIT]:
            found.setdefault(worker.pk, (worker, why))
    matches = _matches(found, by=by)[:LIMIT]
    if matches:
        _log(matches, by=by, at=at, data={"by": [why for why, _rows in searches]})
    return matches


def _matches(found: dict[int, tuple[Worker, str]], *, by: Actor) -> list[WorkerMatch]:
    seen = set(Worker.objects.visible_to(by).filter(pk__in=found).values_list("pk", flat=True))
    return [match_worker(worker, by=by, why=why, visible=pk in seen) for pk, (worker, why) in found.items()]


def _log(matches: list[WorkerMatch], *, by: Actor, at: datetime, data: dict[str, Any]) -> None:
    for subject in [f"worker:{match.worker_id}" for match in matches] or ["worker:none"]:
        log_read(by=by, at=at, action="lookup", subject=subject, data=data)


@dataclass(frozen=True, slots=True)
class EmployerMatch:
    """An employer registered already. Args: why is "uscc" or "name"."""

    employer: Employer
    why: str


def find_duplicate_employers(*, by: Actor, name: str = "", uscc: str = "", besides: int = 0) -> list[EmployerMatch]:
    """Employers with the same credit code or the same name, brackets aside, at most ten, the surest first."""
    employers = Employer.objects.visible_to(by).current().exclude(pk=besides).order_by("-pk")
    found: dict[int, EmployerMatch] = {}
    if code := identity.clean_number(uscc):
        for employer in employers.filter(uscc=code)[:LIMIT]:
            found[employer.pk] = EmployerMatch(employer, "uscc")
    if folded := bare(fold(name)):
        for employer in employers.filter(name_folded=folded)[:LIMIT]:
            found.setdefault(employer.pk, EmployerMatch(employer, "name"))
    return list(found.values())[:LIMIT]
