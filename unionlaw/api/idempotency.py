"""A POST with an Idempotency-Key happens once, however often it is sent (draft-ietf-httpapi-idempotency-key-header).

The answer is remembered in the transaction that does the work, so a crash between the two cannot tell them apart. An
error is not remembered: nothing was done, and the same key may be used for the corrected request.
"""

import hashlib
import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from unionlaw.api.models import Answer
from unionlaw.api.problems import KeyInUse, KeyReused
from unionlaw.lib import clock

HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
LIFETIME = timedelta(hours=48)
_KEY = re.compile(r"[\x21-\x7e]{1,100}")
_KEPT_HEADERS = ("Location", "ETag")


def once(request: Request, handler: Callable[[], Response]) -> Response:
    """Answer `request` by `handler`, or by what was answered to it before.

    Raises:
        KeyReused: the key came before with another request (422).
        KeyInUse: the same request is being worked on right now (409).
    """
    key = request.headers.get(HEADER)
    if key is None:
        return handler()
    if not _KEY.fullmatch(key):
        raise ValidationError({HEADER: [_("应为1到100个可见的ASCII字符。")]})
    user: Any = request.user
    route, fingerprint, at = request.path[:200], _fingerprint(request), clock.now()
    with transaction.atomic():
        if not _lock(f"{user.pk} {route} {key}"):
            raise KeyInUse
        same = Answer.objects.filter(user_id=user.pk, route=route, key=key)
        same.filter(at__lt=at - LIFETIME).delete()
        if known := same.first():
            if known.fingerprint != fingerprint:
                raise KeyReused
            return _replay(known)
        response = handler()
        Answer.objects.create(
            user_id=user.pk,
            route=route,
            key=key,
            fingerprint=fingerprint,
            status=response.status_code,
            headers={name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers},
            body="" if response.data is None else JSONRenderer().render(response.data).decode(),
            at=at,
        )
    return response


def forget(*, at: datetime) -> int:
    """Delete the answers whose keys have expired. Returns how many."""
    return Answer.objects.filter(at__lt=at - LIFETIME).delete()[0]


def _fingerprint(request: Request) -> str:
    actor: Any = getattr(request, "actor", None)
    post = getattr(getattr(actor, "post", None), "pk", None)
    what = [post, request.META.get("QUERY_STRING", ""), request.data]
    return hashlib.sha256(json.dumps(what, sort_keys=True, default=str).encode()).hexdigest()


def _lock(name: str) -> bool:
    """Whether this transaction is the only one at work on `name`. Released with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 1))", [name])
        return bool(cursor.fetchone()[0])


def _replay(known: Answer) -> Response:
    response = Response(json.loads(known.body) if known.body else None, status=known.status)
    for name, value in known.headers.items():
        response[name] = value
    response[REPLAYED] = "true"
    return response
