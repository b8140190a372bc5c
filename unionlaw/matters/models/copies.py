"""What lists of matters sort and filter by, and the indexes that lead there (docs/adr/0002-visibility.md).

The indexes that readers walk carry these columns along, and a grant holds copies of them, so that a filtered list is
walked and counted inside one index. A filter that compares another column is looked up row by row.
"""

from collections.abc import Iterable

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

FILTERED = ("kind", "status", "phase", "channel", "cause", "owner", "green_channel", "group", "dispute")
COPIED = ("opened_at", "next_due_on", *FILTERED)
SCOPES = tuple(f"scope{level}" for level in range(1, 6))
PLACE = ("opened_at", *SCOPES)
"""Where lists show a matter."""


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
        models.Index(
            # Few have one of the rarer kinds.
            fields=["kind", "-opened_at", "-id"],
            include=[*SCOPES, *(name for name in COPIED[1:] if name != "kind")],
            condition=Q(group=True),
            name="matter_group_kind",
        ),
        *(
            # A handful among all others of their kind, and a list of their own.
            models.Index(
                fields=[f"scope{level}", *fields],
                include=[name for name in COPIED if name not in {field.lstrip("-") for field in fields}],
                condition=Q(umbrella=True, **{f"scope{level}__isnull": False}),
                name=f"umbrella_scope{level}_{name}",
            )
            for name, fields in (("opened", ["-opened_at", "-id"]), ("due", ["next_due_on", "id"]))
            for level in range(1, 6)
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


class Placed(models.Model):
    """A row beside a matter with copies of where lists show it: a list filtered by one of its columns is a range of an
    index of its own (`ways_to_rows`), however rare the value, for readers on every tier of the tree.

    A trigger copies when the row is written (`copies_place`); the matter's own, in the migration that adds the columns,
    passes a move on.
    """

    opened_at = models.DateTimeField(editable=False, blank=True)
    scope1 = models.BigIntegerField(null=True, editable=False)
    scope2 = models.BigIntegerField(null=True, editable=False)
    scope3 = models.BigIntegerField(null=True, editable=False)
    scope4 = models.BigIntegerField(null=True, editable=False)
    scope5 = models.BigIntegerField(null=True, editable=False)

    class Meta:
        abstract = True


def ways_to_rows(name: str, columns: Iterable[str]) -> list[models.Index]:
    """For a Placed model: the rows with each value of these columns in the order of lists, for each tier of the tree.

    Args:
        name: what the indexes' names begin with.
    """
    return [
        models.Index(
            fields=[scope, column, "-opened_at", "-matter"],
            condition=Q(**{f"{scope}__isnull": False}),
            name=f"{name}_{scope}_{column}",
        )
        for column in columns
        for scope in SCOPES
    ]


def ways_to_dated(name: str, column: str) -> list[models.Index]:
    """For a Placed model: the rows that have this day, in the order of lists, for each tier of the tree.

    Args:
        name: what the indexes' names begin with.
    """
    return [
        models.Index(
            fields=[scope, "-opened_at", "-matter"],
            include=[column],
            condition=Q(**{f"{scope}__isnull": False, f"{column}__isnull": False}),
            name=f"{name}_{scope}_{column}",
        )
        for scope in SCOPES
    ]


def copies_place(name: str) -> pgtrigger.Trigger:
    """Keeps the columns of a Placed model true. Whoever writes other values, or none, gets the matter's."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("matter_id", *PLACE),
        # Locked, so that a move of the organisation that is under way is waited for instead of missed.
        func=f"""
            SELECT {", ".join(PLACE)} INTO {", ".join(f"NEW.{column}" for column in PLACE)}
                FROM matters_matter WHERE id = NEW.matter_id FOR SHARE;
            RETURN NEW;
        """,  # noqa: S608  our own columns
    )
