"""Page tokens: where a page ends, signed, so that nobody can make the list jump to a value it never showed."""

from __future__ import annotations

import datetime as dt

from django.core import signing
from django.core.exceptions import ValidationError

from unionlaw.web.lists.keyset import KEY, PK, Branch, Cursor, Sort, annotated

_signer = signing.Signer(salt="unionlaw.web.lists")


class BadToken(ValueError):
    """The page token was not made by us, or belongs to another sort."""


def encode(sort_key: str, cursor: Cursor) -> str:
    """A signed page token for the rows beyond `cursor` under the sort named `sort_key`."""
    value = cursor.value
    if isinstance(value, dt.datetime | dt.date):
        value = value.isoformat()
    elif value is not None and not isinstance(value, int | str):
        value = str(value)
    return _signer.sign_object([sort_key, value, cursor.pk if isinstance(cursor.pk, int) else str(cursor.pk)])


def decode(token: str, sort_key: str, branch: Branch, sort: Sort) -> Cursor:
    """Read a page token.

    Raises:
        BadToken: forged, cut off, or made for another sort.
    """
    try:
        key, value, pk = _signer.unsign_object(token)
        if key != sort_key or (value is None and not sort.nullable):
            raise BadToken(token)
        annotations = annotated(branch, sort).query.annotations
        if value is not None:
            value = annotations[KEY].output_field.to_python(value)
        return Cursor(value, annotations[PK].output_field.to_python(pk))
    except BadToken:
        raise
    except (signing.BadSignature, ValidationError, ValueError, TypeError) as error:
        raise BadToken(token) from error
