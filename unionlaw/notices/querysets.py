"""Who reads which notice: the person it was told to, nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from unionlaw.network.actors import Actor
    from unionlaw.notices.models import Notice  # noqa: F401  named in quotes below


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, actor: Actor) -> NoticeQuerySet:
        """The actor's own notices, whichever of their posts they were told to."""
        if actor.user is None or actor.post is None:
            return self.none()
        return self.filter(user=actor.user)

    def unread(self) -> NoticeQuerySet:
        return self.filter(read_at__isnull=True)
