"""Letting someone outside the tree see a matter, and linking matters along the chain."""

from datetime import datetime

from django.db import transaction

from unionlaw.matters.models import Grant, Matter, MatterLink
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation, Post


def key_for(viewer: Post | Organisation) -> str:
    """The viewer key of a post or an organisation, as actors present it."""
    return f"{'post' if isinstance(viewer, Post) else 'organisation'}:{viewer.pk}"


@transaction.atomic
def grant(*, matter: Matter, viewer: Post | Organisation, why: str, by: Actor, at: datetime) -> Grant:
    """Let `viewer` see `matter` from `at` on; an open grant for the same reason is returned as it is."""
    found, _created = Grant.objects.get_or_create(
        matter=matter,
        viewer_key=key_for(viewer),
        why=why,
        ended_at=None,
        defaults={"opened_at": matter.opened_at, "granted_at": at, "by_user": by.user, "by_post": by.post},
    )
    return found


def end_grant(*, matter: Matter, viewer: Post | Organisation, why: str, at: datetime) -> int:
    """End the open grant; from the next request on the viewer no longer sees the matter. Returns how many ended."""
    return Grant.objects.filter(matter=matter, viewer_key=key_for(viewer), why=why, ended_at=None).update(ended_at=at)


def link(*, from_matter: Matter, to_matter: Matter, relation: str, at: datetime) -> MatterLink:
    """Say that `from_matter` follows, was referred to, … `to_matter`; saying it twice changes nothing."""
    found, _created = MatterLink.objects.get_or_create(
        from_matter=from_matter, to_matter=to_matter, relation=relation, defaults={"at": at}
    )
    return found
