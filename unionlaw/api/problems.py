"""Every error as application/problem+json (RFC 9457)."""

import logging
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied as DjangoPermissionDenied
from django.core.exceptions import ValidationError as DjangoValidationError
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from unionlaw.lib.errors import Conflict, DomainError, Invalid, Missing, Refused, Stale, Taken
from unionlaw.web.errors import RETRY_AFTER, is_away

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"

# Name in the problem's type → its title.
TITLES = {
    "invalid": gettext_lazy("提交的内容有误"),
    "malformed": gettext_lazy("请求无法读懂"),
    "unauthenticated": gettext_lazy("请先登录或提供令牌"),
    "refused": gettext_lazy("没有权限"),
    "missing": gettext_lazy("没有找到"),
    "method-not-allowed": gettext_lazy("不支持这种方法"),
    "not-acceptable": gettext_lazy("只能返回 JSON"),
    "conflict": gettext_lazy("目前的状态不允许"),
    "stale": gettext_lazy("内容已被他人修改"),
    "taken": gettext_lazy("已被他人认领"),
    "key-in-use": gettext_lazy("同一请求正在处理"),
    "key-reused": gettext_lazy("幂等键已用于另一请求"),
    "unsupported-media-type": gettext_lazy("只接受 JSON"),
    "too-many-requests": gettext_lazy("请求过于频繁"),
    "away": gettext_lazy("系统暂时不可用，请稍后再试"),
    "failure": gettext_lazy("系统出错"),
}


class KeyInUse(exceptions.APIException):
    status_code = 409
    default_detail = gettext_lazy("同一 Idempotency-Key 的请求正在处理，请稍后再试。")
    default_code = "key-in-use"


class KeyReused(exceptions.APIException):
    status_code = 422
    default_detail = gettext_lazy("这个 Idempotency-Key 已用于内容不同的请求，请换一个。")
    default_code = "key-reused"


_CODES: list[tuple[type[Exception], str]] = [
    (exceptions.ParseError, "malformed"),
    (exceptions.NotAuthenticated, "unauthenticated"),
    (exceptions.AuthenticationFailed, "unauthenticated"),
    (exceptions.PermissionDenied, "refused"),
    (exceptions.NotFound, "missing"),
    (exceptions.MethodNotAllowed, "method-not-allowed"),
    (exceptions.NotAcceptable, "not-acceptable"),
    (exceptions.UnsupportedMediaType, "unsupported-media-type"),
    (exceptions.Throttled, "too-many-requests"),
    (KeyInUse, "key-in-use"),
    (KeyReused, "key-reused"),
]


def answer(error: Exception, context: dict[str, Any]) -> Response:
    """The problem that answers an exception of an API view (REST_FRAMEWORK["EXCEPTION_HANDLER"])."""
    set_rollback()
    if isinstance(error, DomainError):
        return _of_domain(error)
    if isinstance(error, exceptions.ValidationError):
        return problem("invalid", 400, errors=dict(flatten(error.detail)))
    if isinstance(error, DjangoValidationError):
        said = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        return problem("invalid", 400, errors={"" if f == "__all__" else f: list(m) for f, m in said.items()})
    if isinstance(error, Http404):
        return problem("missing", 404)
    if isinstance(error, DjangoPermissionDenied):
        return problem("refused", 403, str(error))
    if isinstance(error, exceptions.APIException):
        code = next((code for kind, code in _CODES if isinstance(error, kind)), "failure")
        return problem(code, error.status_code, str(error.detail), headers=_headers(error))
    view = context.get("view")
    log.error("%s failed", type(view).__name__, exc_info=error)
    if is_away(error):
        return problem("away", 503, headers={"Retry-After": str(RETRY_AFTER)})
    return problem("failure", 500, _("请稍后再试；如果还是这样，请告诉系统管理员。"))


def problem(
    code: str,
    status: int,
    detail: str = "",
    *,
    errors: Mapping[str, list[str]] | None = None,
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> Response:
    """A problem answer.

    Args:
        code: a key of TITLES.
        detail: what to do about it, in words.
        errors: field → messages; "" for the whole. Fields of lists are written "applicants.0.claims.1.amount".
        more: further members.
    """
    if errors and not detail:
        detail = next((message for said in errors.values() for message in said), "")
    body: dict[str, Any] = {
        "type": f"urn:unionlaw:problem:{code}",
        "title": str(TITLES[code]),
        "status": status,
        "detail": detail or str(TITLES[code]),
        **more,
    }
    if errors:
        body["errors"] = errors
    return Response(body, status=status, headers=dict(headers or {}), content_type=MEDIA_TYPE)


def flatten(detail: Any, path: str = "") -> Iterator[tuple[str, list[str]]]:
    """The messages of a serializer, one entry for each field, by dotted path."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            own = "" if name == "non_field_errors" else str(name)
            yield from flatten(inner, f"{path}.{own}".strip("."))
    elif isinstance(detail, list) and any(isinstance(item, Mapping | list) for item in detail):
        for position, inner in enumerate(detail):
            yield from flatten(inner, f"{path}.{position}".strip("."))
    else:
        yield path, [str(item) for item in (detail if isinstance(detail, list) else [detail])]


def _of_domain(error: DomainError) -> Response:
    if isinstance(error, Refused):
        return problem("refused", 403, error.message)
    if isinstance(error, Missing):
        return problem("missing", 404, error.message)
    if isinstance(error, Stale):
        return problem("stale", 409, error.message, changes=error.changes)
    if isinstance(error, Taken):
        return problem("taken", 409, error.message, by=error.by)
    if isinstance(error, Conflict):
        return problem("conflict", 409, error.message)
    errors = error.errors if isinstance(error, Invalid) else {error.field: [error.message]}
    return problem("invalid", 400, errors=errors)


def _headers(error: exceptions.APIException) -> dict[str, str]:
    found = {}
    if challenge := getattr(error, "auth_header", None):
        found["WWW-Authenticate"] = challenge
    if wait := getattr(error, "wait", None):
        found["Retry-After"] = str(int(wait))
    return found
