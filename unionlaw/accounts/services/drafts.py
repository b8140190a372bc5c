"""Where drafts are kept: one sealed row per person and form (unionlaw.web.drafts says what they are)."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import transaction

from unionlaw.accounts.models import Draft
from unionlaw.lib.sealed import SealBroken


class DatabaseStore:
    """The draft store of unionlaw.web.drafts."""

    def load(self, user: Any, key: str) -> Draft | None:
        """The draft of `user` for the form `key`; one that no longer opens counts as none."""
        draft = Draft.objects.filter(user=user, key=key).first()
        if draft is not None:
            try:
                draft.text()
            except SealBroken:
                return None
        return draft

    @transaction.atomic
    def save(self, user: Any, key: str, text: str, at: dt.datetime, address: str = "") -> None:
        """Keeps `text` (form-encoded) as the draft, replacing an earlier one; `address` is the form's own page."""
        Draft.objects.bulk_create(
            [Draft(user=user, key=key, data=text, updated_at=at, address=address)],
            update_conflicts=True,
            unique_fields=["user", "key"],
            update_fields=["sealed_id", "data", "updated_at", "address"],
        )

    def discard(self, user: Any, key: str) -> None:
        Draft.objects.filter(user=user, key=key).delete()


def discard_old(*, at: dt.datetime) -> int:
    """Throws away drafts nobody touched for DRAFT_LIFETIME before `at`; returns how many."""
    return Draft.objects.filter(updated_at__lt=at - settings.DRAFT_LIFETIME).delete()[0]
