"""What can be done with a matter of any kind: note, claim, hand over, prioritise, refer."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from unionlaw.lib.errors import Invalid, Taken
from unionlaw.matters.models import Event, Grant, Matter
from unionlaw.matters.models.matter import Priority
from unionlaw.matters.services.events import record
from unionlaw.matters.services.grants import end_grant, grant
from unionlaw.matters.services.locking import lock_matter
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation, Post
from unionlaw.network.roles import STAFF


@transaction.atomic
def add_note(*, matter_id: int, text: str, by: Actor, at: datetime) -> Event:
    """Put a note on the timeline. Raises Invalid when it is empty."""
    matter = lock_matter(matter_id=matter_id, by=by)
    by.require("matter.note")
    if not text.strip():
        raise Invalid({"text": _("请写下备注内容。")})
    return record(matter, "matter.noted", by=by, at=at, reason=text.strip())


@transaction.atomic
def claim_matter(*, matter_id: int, by: Actor, at: datetime) -> Matter:
    """Become the owner of a matter that nobody answers for.

    Raises Taken, naming the owner, when someone else was first.
    """
    matter = lock_matter(matter_id=matter_id, by=by)
    by.require("matter.claim")
    if matter.owner_id and by.post and matter.owner_id != by.post.pk:
        owner = str(matter.owner.user.display_name) if matter.owner else ""
        raise Taken(_("%(owner)s已先一步认领了这个事项。") % {"owner": owner}, by=owner)
    if matter.owner_id is None:
        matter.owner = by.post
        record(matter, "matter.claimed", by=by, at=at, data={"owner": by.name})
    return matter


@transaction.atomic
def hand_over(*, matter_id: int, to: Post, reason: str, by: Actor, at: datetime, version: int | None = None) -> Matter:
    """Give the matter to another officer of the holder's organisation or of one above it.

    Raises Invalid when that post has ended, is no officer's, or cannot see the matter; or when no reason is given.
    """
    matter = lock_matter(matter_id=matter_id, by=by, version=version)
    by.require("matter.hand_over")
    return give_to(matter=matter, to=to, reason=reason, by=by, at=at)


def give_to(*, matter: Matter, to: Post, reason: str, by: Actor, at: datetime) -> Matter:
    """As `hand_over`, for who has locked the matter and checked the right."""
    errors = {}
    if not reason.strip():
        errors["reason"] = _("请写明移交原因。")
    lineage = matter.organisation.lineage
    if not Post.objects.open(on=at.date()).filter(pk=to.pk).exists():
        errors["to"] = _("该岗位已经离任。")
    elif to.role not in STAFF or to.organisation_id not in lineage:
        errors["to"] = _("只能移交给承办单位或其上级单位的经办人、负责人。")
    if errors:
        raise Invalid(errors)
    former = matter.owner.user.display_name if matter.owner else _("无人")
    matter.owner = to
    record(
        matter,
        "matter.handed_over",
        by=by,
        at=at,
        reason=reason,
        data={"former": str(former), "owner": to.user.display_name},
    )
    return matter


@transaction.atomic
def prioritise(
    *, matter_id: int, priority: int, reason: str, by: Actor, at: datetime, version: int | None = None
) -> Matter:
    """Change the priority. Raises Invalid for an unknown priority or no reason."""
    matter = lock_matter(matter_id=matter_id, by=by, version=version)
    by.require("matter.prioritise")
    if priority not in Priority.values:
        raise Invalid({"priority": _("没有这个优先级。")})
    if not reason.strip():
        raise Invalid({"reason": _("请写明原因。")})
    before = Priority(matter.priority).label
    matter.priority = priority
    record(
        matter,
        "matter.prioritised",
        by=by,
        at=at,
        reason=reason,
        data={"before": str(before), "after": str(Priority(priority).label)},
    )
    return matter


@transaction.atomic
def refer(
    *, matter_id: int, to: Organisation, reason: str, by: Actor, at: datetime, version: int | None = None
) -> Matter:
    """Let a partner organ see the matter. Raises Invalid when `to` is none, or is closed, or no reason is given."""
    matter = lock_matter(matter_id=matter_id, by=by, version=version)
    by.require("matter.refer")
    errors = {}
    if not to.is_partner or to.closed_on:
        errors["to"] = _("请选择一个在册的协作单位。")
    if not reason.strip():
        errors["reason"] = _("请写明移送事由。")
    if errors:
        raise Invalid(errors)
    grant(matter=matter, viewer=to, why=Grant.Why.REFERRED_ORGAN, by=by, at=at)
    record(
        matter,
        "matter.referred",
        by=by,
        at=at,
        reason=reason,
        data={"organisation": to.name, "organisation_id": to.pk},
    )
    return matter


@transaction.atomic
def end_referral(
    *, matter_id: int, to: Organisation, reason: str, by: Actor, at: datetime, version: int | None = None
) -> Matter:
    """Stop showing the matter to a partner organ. Raises Invalid when it was not shown to it."""
    matter = lock_matter(matter_id=matter_id, by=by, version=version)
    by.require("matter.refer")
    if not end_grant(matter=matter, viewer=to, why=Grant.Why.REFERRED_ORGAN, at=at):
        raise Invalid({"to": _("本事项没有移送给该单位。")})
    record(
        matter,
        "matter.referral_ended",
        by=by,
        at=at,
        reason=reason,
        data={"organisation": to.name, "organisation_id": to.pk},
    )
    return matter
