"""Opening sealed values: only with a reason, and always written down."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from unionlaw.lib.errors import Invalid, Missing
from unionlaw.network.actors import Actor
from unionlaw.network.readlog import log_read
from unionlaw.registers.models import Employer, EmployerContact, Worker

WORKER_FIELDS = ("id_number", "phone", "address", "injury_note")
REASON_CHARACTERS = 500


def _checked_reason(reason: str) -> str:
    reason = reason.strip()
    if len(reason) < 2:
        raise Invalid(_("请写明查看完整信息的原因。"), field="reason")
    return reason[:REASON_CHARACTERS]


def reveal(*, worker_id: int, fields: Collection[str], reason: str, by: Actor, at: datetime) -> dict[str, str]:
    """The plain values of sealed columns of a worker the actor sees.

    Args:
        fields: of "id_number", "phone", "address", "injury_note".
        reason: why, in the reader's words; it stands in the read log (个人信息保护法 arts 28, 51, 54).

    Returns field → text, "" for what is not known. Raises Missing, Refused, or Invalid without a reason.
    """
    worker = Worker.objects.visible_to(by).filter(pk=worker_id).first()
    if worker is None:
        raise Missing(_("找不到这条记录。"))
    by.require("worker.reveal")
    wanted = [name for name in WORKER_FIELDS if name in fields]
    if not wanted:
        raise Invalid(_("请选择要显示的信息。"), field="fields")
    reason = _checked_reason(reason)
    values = {name: getattr(worker, name).reveal() for name in wanted}
    log_read(by=by, at=at, action="reveal", subject=f"worker:{worker.pk}", reason=reason, data={"fields": wanted})
    return values


def reveal_contact(*, contact_id: int, reason: str, by: Actor, at: datetime) -> str:
    """The plain phone number of an employer's contact. Raises Missing, Refused, or Invalid without a reason."""
    contact = EmployerContact.objects.filter(pk=contact_id, employer__in=Employer.objects.visible_to(by)).first()
    if contact is None:
        raise Missing(_("找不到这条记录。"))
    by.require("employer.reveal")
    reason = _checked_reason(reason)
    value: str = contact.phone.reveal()
    data = {"fields": ["phone"], "contact": contact.pk}
    log_read(by=by, at=at, action="reveal", subject=f"employer:{contact.employer_id}", reason=reason, data=data)
    return value
