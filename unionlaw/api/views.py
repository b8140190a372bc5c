"""Plumbing of API views: lists that walk the pages' own indexes, verbs that call one service."""

from __future__ import annotations

import datetime as dt
import functools
import inspect
import re
from collections.abc import Callable, Mapping
from typing import Any

import pghistory
from django.db.models import QuerySet
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from unionlaw.api import idempotency
from unionlaw.api.paging import Keyset, SharedFilters
from unionlaw.lib import clock
from unionlaw.web.lists.views import ListView
from unionlaw.web.policy import Policy, Right

IDEMPOTENCY_KEY = OpenApiParameter(
    idempotency.HEADER,
    str,
    OpenApiParameter.HEADER,
    description=gettext_lazy("同一键的相同请求只办一次，48小时内返回原来的答复"),
)
ACTING_POST = OpenApiParameter(
    "X-Acting-Post",
    int,
    OpenApiParameter.HEADER,
    description=gettext_lazy("以哪个在任岗位行事；不写则为第一个在任岗位"),
)
IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, description=gettext_lazy("看到的版本，同 ETag；已变则答复409")
)


class Resource(GenericViewSet[Any]):
    """Base of all resources.

    class WorkerViewSet(Listed):
        policy = Right("worker.view")
        queryset = Worker.objects.all()       for the schema; reads begin with `visible_to`
        list_class = WorkerList               the page's list: its rows, filters and sorts
        serializer_class = WorkerOut
    """

    policy: Policy | None = None
    policies: Mapping[str, Policy] = {}
    lookup_url_kwarg = "id"
    lookup_value_converter = "int"

    @property
    def actor(self) -> Any:
        """The one who acts (unionlaw.network Actor)."""
        return self.request.actor  # type: ignore[attr-defined]

    @cached_property
    def at(self) -> dt.datetime:
        """When the request is taken to happen."""
        return clock.now()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method not in {"GET", "HEAD", "OPTIONS"}:
            acting = getattr(self.actor, "post", None)
            # Row history names who acts; the middleware saw no session on a request with a token.
            pghistory.context(user=request.user.pk, post=acting.pk if acting else None)
        if request.method == "POST" and hasattr(self, "post"):
            # What dispatch() calls next.
            post: Any = getattr(self, "post")  # noqa: B009  set by as_view()
            handler = functools.partial(post, request, *args, **kwargs)
            self.post = lambda *_args, **_kwargs: idempotency.once(request, handler)

    def get_queryset(self) -> QuerySet[Any]:
        """What the actor may see."""
        queryset: Any = getattr(self, "queryset")  # noqa: B009  each resource names its own
        return self.load(queryset.visible_to(self.actor))

    def load(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Load what the serializer reads, in a fixed number of queries."""
        return rows

    def data(self, serializer_class: type[serializers.BaseSerializer[Any]]) -> dict[str, Any]:
        """The checked body. `version` is taken from If-Match when the body has none."""
        serializer = serializer_class(data=self.request.data, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        data = dict(serializer.validated_data)
        if "version" in serializer.fields and "version" not in data:  # type: ignore[attr-defined]
            data["version"] = self._matched_version()
        return data

    def _matched_version(self) -> int | None:
        wanted = self.request.headers.get("If-Match", "*").strip()
        if wanted == "*":
            return None
        if not (found := re.fullmatch(r'(?:W/)?"?([0-9]{1,9})"?', wanted)):
            raise ValidationError({"If-Match": [_("应为读取时 ETag 里的版本号。")]})
        return int(found[1])

    def show(self, row: Any, status_code: int = 200) -> Response:
        """The row as `detail_class`, with its version as ETag."""
        response = Response(self.detail_serializer(row).data, status=status_code)
        if (version := version_of(row)) is not None:
            response["ETag"] = f'"{version}"'
        return response

    def detail_serializer(self, row: Any) -> serializers.BaseSerializer[Any]:
        found = getattr(self, "detail_class", None) or self.serializer_class
        return found(row, context=self.get_serializer_context())  # type: ignore[misc]

    def show_again(self, pk: Any, status_code: int = 200) -> Response:
        """The row as it is after a change; no content when the actor no longer sees it (a case given back)."""
        row = self.get_queryset().filter(pk=pk).first()
        return self.show(row, status_code) if row is not None else Response(status=status.HTTP_204_NO_CONTENT)

    def show_created(self, pk: Any) -> Response:
        response = self.show_again(pk, status.HTTP_201_CREATED)
        response["Location"] = f"{self.request.path}{pk}/"
        return response


def version_of(row: Any) -> int | None:
    """The version of a row, or of the matter beside it."""
    found = getattr(row, "version", None)
    return getattr(getattr(row, "matter", None), "version", None) if found is None else found


class Listed(mixins.RetrieveModelMixin, mixins.ListModelMixin, Resource):
    """`list` walks the same branches, filters and sorts as the page's list; `retrieve` shows one row in full."""

    list_class: type[ListView]
    detail_class: type[serializers.BaseSerializer[Any]] | None = None
    pagination_class: Any = Keyset
    filter_backends: Any = (SharedFilters,)

    def get_serializer_class(self) -> Any:
        if self.action == "retrieve" and self.detail_class:
            return self.detail_class
        return super().get_serializer_class()

    @extend_schema(parameters=[ACTING_POST])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        paginator: Any = self.paginator
        page = paginator.walk(self.list_class(), request)
        found = self.get_queryset().order_by().in_bulk(page.ids)
        rows = [found[pk] for pk in page.ids if pk in found]
        serializer = self.get_serializer(rows, many=True)
        return paginator.get_paginated_response(serializer.data)

    @extend_schema(parameters=[ACTING_POST])
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        row = self.get_queryset().filter(pk=kwargs["id"]).first()
        if row is None:
            raise Http404
        return self.show(row)


def verb(
    name: str,
    service: Callable[..., Any],
    takes: type[serializers.BaseSerializer[Any]],
    *,
    right: str,
    gives: type[serializers.BaseSerializer[Any]],
    label: Any = "",
    operation: str,
    id_name: str = "matter_id",
    prepare: Callable[[Any, dict[str, Any]], dict[str, Any]] | None = None,
    path: str = "",
) -> Any:
    """A POST on one row that calls one service and answers with the row as it is then.

    Args:
        name: the attribute it is assigned to.
        service: keyword-only; gets the row's id as `id_name`, the checked body, `by` and `at`.
        takes, gives: serializers of body and answer.
        prepare: (view, body) → the service's arguments, where they differ from the body.
        path: end of the URL; the name with hyphens unless given.
    """

    def handler(self: Any, request: Request, id: int) -> Response:
        if not self.queryset.visible_to(self.actor).filter(pk=id).exists():
            # Before the body is looked at: strangers hear nothing but that there is nothing.
            raise Http404
        body = self.data(takes)
        arguments = prepare(self, body) if prepare else body
        service(**{id_name: id}, **arguments, by=self.actor, at=self.at)
        return self.show_again(id)

    handler.__name__ = name
    taken = action(
        detail=True,
        methods=["post"],
        url_path=path or name.replace("_", "-"),
        url_name=name.replace("_", "-"),
        policy=Right(right),
        pagination_class=None,
        filter_backends=(),
    )(handler)
    # Outermost: `action` would overwrite what it says.
    return extend_schema(
        operation_id=operation,
        summary=label,
        description=inspect.getdoc(service) or "",
        request=takes,
        responses={200: gives},
        parameters=[ACTING_POST, IDEMPOTENCY_KEY, IF_MATCH],
        filters=False,
    )(taken)
