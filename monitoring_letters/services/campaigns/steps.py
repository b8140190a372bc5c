"""How every write to a campaign begins: the public letter is locked and checked, the campaign with it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from monitoring_letters import states
from monitoring_letters.models import Campaign, SupervisionLetter
from unionlaw.lib.errors import Conflict, Missing
from unionlaw.lib.wording import listed
from unionlaw.matters.models.matter import Kind
from unionlaw.matters.services.events import record
from unionlaw.matters.services.locking import lock_matter
from unionlaw.network.actors import Actor

CHOOSING = frozenset({states.DRAFTING})
"""While whoever approves has not seen the list yet, addressees are chosen."""
LEAVING_OUT = states.BEFORE_ISSUE | {states.ISSUED, states.PUBLISHED}
MAILING = frozenset({states.APPROVED, states.ISSUED, states.PUBLISHED})


def begin(*, letter_id: int, right: str, within: Collection[str], by: Actor) -> Campaign:
    """Lock the public letter and its campaign.

    Args:
        within: the statuses of the letter in which it can be done.

    Raises Missing, Refused without the right, Conflict in another status.
    """
    matter = lock_matter(matter_id=letter_id, by=by)
    found = Campaign.objects.select_related("letter", "begun_by").filter(pk=matter.pk).first()
    if matter.kind != Kind.SUPERVISION_LETTER or found is None:
        raise Missing(_("没有这次批量发函，或者您无权查看。"))
    by.require(right)
    found.letter.matter = matter
    if reason := status_refusal(found.letter, within):
        raise Conflict(reason)
    return found


def status_refusal(letter: SupervisionLetter, within: Collection[str]) -> str:
    """Why the letter's status does not allow it, or ""."""
    if letter.matter.status_id in within:
        return ""
    labels = {status.code: status.label for status in states.supervision_letter.statuses}
    return _("函书现在是“%(now)s”，只有%(sources)s时才能这样做。") % {
        "now": labels[letter.matter.status_id],
        "sources": listed(f"“{label}”" for code, label in labels.items() if code in within),
    }


def note(
    campaign: Campaign, name: str, *, by: Actor, at: datetime, reason: str = "", data: dict[str, Any] | None = None
) -> None:
    """Record what happened on the public letter's timeline."""
    record(campaign.letter.matter, name, by=by, at=at, reason=reason, data=data)
