"""How tribunal or court decided on the confirmation of an agreement, and what follows from a refusal."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mediation.models import Confirmation
from mediation.services.confirming import OPEN, Route, State, confirmation_of, in_order, said_of
from mediation.services.steps import begin, lock_mediation, record
from unionlaw.documents import services as documents
from unionlaw.documents.files import Upload
from unionlaw.documents.models import Document
from unionlaw.lib.errors import Conflict
from unionlaw.lib.wording import stored
from unionlaw.matters.services.checking import need, refuse_if
from unionlaw.network.actors import Actor

DECISIONS = (State.GRANTED, State.REFUSED, State.WITHDRAWN)
TITLE = gettext_lazy("%(route)s：%(number)s")
ADVICE = {
    Route.ARBITRAL: gettext_lazy(
        "仲裁机构不予制作调解书：未超过30日的，可以改向法院申请司法确认；也可以就协议内容申请仲裁。"
    ),
    Route.JUDICIAL: gettext_lazy(
        "法院驳回确认申请：可以重新调解、变更协议，或者申请仲裁；仅涉及劳动报酬的可以直接起诉。"
    ),
}
"""What to do after a refusal (办案规则 art. 78; 民事诉讼法 art. 206; 劳动争议司法解释（一） art. 51)."""


@transaction.atomic
def decide_confirmation(
    *,
    mediation_id: int,
    confirmation_id: int,
    decision: str,
    decided_on: date,
    case_number: str = "",
    reason: str = "",
    upload: Upload | None = None,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Confirmation:
    """Record the decision; the ruling goes into the folder for both sides.

    Args:
        decision: "granted", "refused" or "withdrawn" (the parties took the application back).
        case_number: needed for a decision that did not come with the acceptance.
        reason: why it was refused or taken back.
        upload: the ruling or award.

    Raises:
        Missing, Refused: no such application, or not for this person's organ.
        Conflict: it is not handed in, or was decided.
        Invalid: on "decision", "decided_on", "case_number", "reason", "files".
    """
    mediation = begin(mediation_id=mediation_id, verb="decide_confirmation", by=by, version=version)
    confirmation = confirmation_of(mediation, confirmation_id, by)
    withdrawn = decision == State.WITHDRAWN
    if confirmation.state not in OPEN or (confirmation.state == State.PREPARED and not withdrawn):
        raise Conflict(_("申请还没有递交，或者已经有结果。"))
    errors: dict[str, Any] = {}
    if decision not in DECISIONS:
        errors["decision"] = _("请选择结果。")
    in_order(decided_on, "decided_on", confirmation, at, errors)
    number = case_number.strip() or confirmation.case_number
    if not withdrawn:
        need(number, "case_number", _("请填写文书案号。"), errors, longest=60)
    if decision in (State.REFUSED, State.WITHDRAWN):
        need(reason, "reason", _("请写明理由。"), errors, longest=500)
    refuse_if(errors)
    document = None
    if upload is not None:
        title = stored(TITLE, route=stored(Route(confirmation.route).label), number=number)[:150]
        document = documents.add_document(
            matter_id=mediation_id, upload=upload, kind=Document.Kind.AWARD, title=title, by=by, at=at
        )
        mediation = lock_mediation(mediation_id=mediation_id, by=by, version=None)
    confirmation.state, confirmation.decided_on, confirmation.case_number = decision, decided_on, number
    confirmation.reason, confirmation.document = reason.strip(), document
    confirmation.save()
    name = f"mediation.confirmation_{decision}"
    record(mediation, name, by=by, at=at, reason=reason.strip(), data=said_of(confirmation, decided_on))
    return confirmation
