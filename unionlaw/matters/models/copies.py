"""What lists of matters sort and filter by, and the indexes that lead there (docs/adr/0002-visibility.md).

The indexes that readers walk carry these columns along, and a grant holds copies of them, so that a filtered list is
walked and counted inside one index. A filter that compares another column is looked up row by row.
"""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

FILTERED = ("kind", "status", "phase", "channel", "cause", "owner", "green_channel", "group", "dispute")
COPIED = ("opened_at", "next_due_on", *FILTERED)
SCOPES = tuple(f"scope{level}" for level in range(1, 6))


def ways_to_matters() -> list[models.Index]:
    return [
        *(
            models.Index(
                # With what lists filter by, so that they are walked and counted without touching the table.
                fields=[f"scope{level}", "-opened_at", "-id"],
                include=["next_due_on", *FILTERED],
                condition=Q(**{f"scope{level}__isnull": False}),
                name=f"matter_scope{level}_opened",
            )
            for level in range(1, 6)
        ),
        *(
            # With those that have no time limit: sorted by it, they come last, from the same index.
            models.Index(
                fields=[f"scope{level}", "next_due_on", "id"],
                include=["opened_at", *FILTERED],
                condition=Q(**{f"scope{level}__isnull": False}),
                name=f"matter_scope{level}_due",
            )
            for level in range(1, 6)
        ),
        *(
            # Lists of one kind; and statuses: some are never new, so newest first is no way to find them.
            models.Index(
                fields=[f"scope{level}", column, "-opened_at", "-id"],
                include=[name for name in COPIED if name not in {"opened_at", column}],
                condition=Q(**{f"scope{level}__isnull": False}),
                name=f"matter_scope{level}_{column}",
            )
            for column in ("kind", "status")
            for level in range(1, 6)
        ),
        *(
            # A rare value is found here, and with the scopes it is known whose it is.
            models.Index(
                fields=[column, "-opened_at", "-id"],
                include=[*SCOPES, *(name for name in COPIED if name not in {"opened_at", column})],
                name=f"matter_{column}_opened",
            )
            for column in ("channel", "cause", "owner")
        ),
        *(
            models.Index(
                fields=["-opened_at", "-id"],
                include=[*SCOPES, *COPIED[1:]],
                condition=Q(**{column: True}),
                name=f"matter_{name}_opened",
            )
            for name, column in (("green", "green_channel"), ("group", "group"))
        ),
    ]


def copies_day_of_opening(name: str) -> pgtrigger.Trigger:
    """Copies the day on which the matter was put on record into `opened_on` of a row that belongs to it.

    A matter's `opened_at` never changes. Whoever writes another day, or none, gets this one.
    """
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("matter_id", "opened_on"),
        func=f"""
            SELECT (opened_at AT TIME ZONE '{settings.TIME_ZONE}')::date INTO NEW.opened_on
                FROM matters_matter WHERE id = NEW.matter_id;
            RETURN NEW;
        """,  # noqa: S608  the name of our own time zone
    )
