"""Cursor paging along the indexes that serve the pages' lists."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

from unionlaw.lib.wording import listed
from unionlaw.web.lists import filters, keyset, tokens
from unionlaw.web.lists.views import ListView

PAGE_SIZE, MOST = 50, 100


class SharedFilters(DjangoFilterBackend):
    """Names the FilterSet of the page's list for the schema. Keyset.walk filters, branch by branch."""

    def get_filterset_class(self, view: Any, queryset: Any = None) -> Any:
        list_class = getattr(view, "list_class", None)
        return list_class.filterset_class if list_class else None

    def filter_queryset(self, request: Request, queryset: Any, view: Any) -> Any:
        return queryset


class Keyset(BasePagination):
    """`after` and `before` carry a signed place in the order; a page never shifts when rows are added."""

    def walk(self, spec: ListView, request: Request) -> keyset.Page:
        """The ids of the page that `request` asks for.

        Raises ValidationError for a filter value, sort, size or cursor that is not understood.
        """
        params, actor = request.query_params, request.actor  # type: ignore[attr-defined]
        rows = spec.rows(actor)
        applied = filters.apply(spec.filterset_class, params, rows, request, always=False)
        errors: dict[str, list[str]] = dict(applied.errors)
        limit = self._size(params.get("page_size", ""), errors)
        asked = params.get("sort", "") or spec.default_sort
        key, descending = asked.removeprefix("-"), asked.startswith("-")
        if key not in spec.sorts:
            errors["sort"] = [_("没有这种排序。可用：%(sorts)s") % {"sorts": listed(sort_choices(type(spec)))}]
        if errors:
            raise ValidationError(errors)
        branches = applied.narrow_branches(spec.branches(actor), rows.model, spec.fan_out, spec.sorts[key].field)
        if not branches:
            self.page = keyset.Page([])
            return self.page
        edges: dict[str, Any] = {}
        for name in ("after", "before"):
            if (token := params.get(name, "")) and not edges:
                try:
                    edges[name] = tokens.decode(token, key, branches[0], spec.sorts[key])
                except tokens.BadToken:
                    raise ValidationError({name: [_("页码已失效，请从第一页重新开始。")]}) from None
        self.request, self.key = request, key
        self.page = keyset.walk(branches, spec.sorts[key], descending=descending, limit=limit, **edges)
        return self.page

    def get_paginated_response(self, data: Any) -> Response:
        page = self.page
        following = self._link("after", page.last) if page.has_next else None
        preceding = self._link("before", page.first) if page.has_previous else None
        return Response({"next": following, "previous": preceding, "results": data})

    def _link(self, name: str, edge: keyset.Cursor | None) -> str | None:
        if edge is None:
            return None
        query = self.request.query_params.copy()
        query.pop("after", None)
        query.pop("before", None)
        query[name] = tokens.encode(self.key, edge)
        return self.request.build_absolute_uri(f"{self.request.path}?{query.urlencode()}")

    @staticmethod
    def _size(typed: str, errors: dict[str, list[str]]) -> int:
        if not typed:
            return PAGE_SIZE
        if typed.isascii() and typed.isdigit() and 1 <= int(typed[:6]) <= MOST:
            return int(typed)
        errors["page_size"] = [_("每页1到%(most)d条。") % {"most": MOST}]
        return PAGE_SIZE

    # What the schema says

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": "string", "format": "uri", "nullable": True}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {"next": link, "previous": link, "results": schema},
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        text = {"type": "string"}
        list_class = getattr(view, "list_class", None)
        sorts = {"type": "string", "enum": sort_choices(list_class)} if list_class else text
        return [
            _parameter("after", text, gettext_lazy("上一页答复里 next 的位置")),
            _parameter("before", text, gettext_lazy("下一页答复里 previous 的位置")),
            _parameter("sort", sorts, gettext_lazy("排序；减号表示从大到小")),
            _parameter("page_size", {"type": "integer", "minimum": 1, "maximum": MOST, "default": PAGE_SIZE}, ""),
        ]


def sort_choices(list_class: type[ListView]) -> list[str]:
    return [sign + key for key in list_class.sorts for sign in ("", "-")]


def _parameter(name: str, schema: dict[str, Any], description: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": str(description)}
