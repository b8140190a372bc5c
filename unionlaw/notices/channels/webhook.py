"""Posting JSON to a provider's webhook: to allowed hosts only, within a time limit, following no redirects."""

import http.client
import json
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from unionlaw.notices.channels.base import Refused, TryAgain

MOST_BYTES = 64 * 1024
TOO_MANY, REQUEST_TIMEOUT, SERVER_ERROR = 429, 408, 500


class _StayHere(urllib.request.HTTPRedirectHandler):
    """A webhook that answers with another address is not followed: only allowed hosts are spoken to."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


_opener = urllib.request.build_opener(_StayHere)


def is_allowed(address: str) -> bool:
    """Whether `address` is an https address on a host of NOTICE_WEBHOOK_HOSTS, without a user name or another port.

    An entry `http://host` allows that host without TLS and on any port: for tests and closed networks.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    host = (parts.hostname or "").lower()
    if not host or parts.username is not None or parts.password is not None or not address.isascii():
        return False
    if any(letter.isspace() for letter in address):
        return False
    if parts.scheme == "https":
        return host in settings.NOTICE_WEBHOOK_HOSTS and port in (None, 443)
    return parts.scheme == "http" and f"http://{host}" in settings.NOTICE_WEBHOOK_HOSTS


@dataclass(frozen=True)
class Answer:
    """What a provider answered: its JSON object, empty when it was none."""

    status: int
    body: Mapping[str, Any]


def post_json(address: str, payload: Mapping[str, Any], *, now: float | None = None) -> Answer:
    """Post `payload` and return the answer of a provider that took it (2xx).

    Args:
        now: seconds since 1970, against which a Retry-After date is read.

    Raises:
        TryAgain: no answer within NOTICE_SEND_TIMEOUT, no connection, 429 (after Retry-After), 408 or 5xx.
        Refused: an address that is not allowed, a redirect, any other 4xx.
    """
    if not is_allowed(address):
        raise Refused(_("Webhook 地址不在允许的范围内"))
    request = urllib.request.Request(  # noqa: S310  scheme and host were checked
        address,
        data=json.dumps(payload, ensure_ascii=False).encode(),
        headers={"Content-Type": "application/json; charset=utf-8", "User-Agent": "UnionLaw"},
    )
    limit = settings.NOTICE_SEND_TIMEOUT
    until = time.monotonic() + limit
    try:
        with _opener.open(request, timeout=limit) as response:
            return Answer(response.status, _json(_read(response, until)))
    except urllib.error.HTTPError as error:
        with error:
            raise _named(error.code, error.headers.get("Retry-After"), now) from None
    except (OSError, http.client.HTTPException) as error:
        timed_out = isinstance(getattr(error, "reason", error), TimeoutError)
        raise TryAgain(_("服务方没有及时回应") if timed_out else _("连接不上服务方")) from None


def _read(response: Any, until: float) -> bytes:
    """The answer, as far as it comes in time: a server that drips holds nobody up."""
    found = b""
    while len(found) < MOST_BYTES:
        if time.monotonic() > until:
            raise TimeoutError
        part = response.read1(MOST_BYTES - len(found))
        if not part:
            break
        found += part
    return found


def _json(content: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(content)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _named(status: int, retry_after: str | None, now: float | None) -> Exception:
    if status == TOO_MANY:
        return TryAgain("HTTP 429", after=seconds(retry_after, now))
    if status >= SERVER_ERROR or status == REQUEST_TIMEOUT:
        return TryAgain(f"HTTP {status}", after=seconds(retry_after, now))
    return Refused(f"HTTP {status}")


def seconds(retry_after: str | None, now: float | None = None) -> float | None:
    """What Retry-After says, in seconds: a number or a date (RFC 9110, 10.2.3); None when it says nothing readable."""
    said = (retry_after or "").strip()
    if said.isascii() and said.isdigit():
        return float(said)
    try:
        moment = parsedate_to_datetime(said).timestamp()
    except (ValueError, TypeError):
        return None
    return max(moment - (time.time() if now is None else now), 0.0)
