"""How the API describes itself: filters by the model of their FilterSet, every error as a problem."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.contrib.django_filters import DjangoFilterExtension
from drf_spectacular.drainage import add_trace_message
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import get_lib_doc_excludes

from unionlaw.api import problems

SUMMARIES = {"list": gettext_lazy("列表"), "retrieve": gettext_lazy("查看一项")}


class SharedFilterExtension(DjangoFilterExtension):
    """FilterSets of lists filter matters, also where the resource is the row beside the matter."""

    target_class = "unionlaw.api.paging.SharedFilters"
    match_subclasses = True
    priority = 1

    def get_schema_operation_parameters(self, auto_schema: Any, *args: Any, **kwargs: Any) -> list[dict[str, Any]]:
        filterset_class = self.target.get_filterset_class(auto_schema.view)
        if not filterset_class:
            return []
        model = filterset_class._meta.model or auto_schema.view.queryset.model
        found: list[dict[str, Any]] = []
        with add_trace_message(filterset_class):
            for name, field in filterset_class.base_filters.items():
                found += self.resolve_filter_field(auto_schema, model, filterset_class, name, field)
        return found


class Schema(AutoSchema):
    def get_summary(self) -> str | None:
        """What list and retrieve do; the others say it themselves."""
        found = SUMMARIES.get(getattr(self.view, "action", ""))
        return str(found) if found else super().get_summary()

    def _get_response_bodies(self, *args: Any, **kwargs: Any) -> Any:
        bodies = super()._get_response_bodies(*args, **kwargs)
        bodies["default"] = {
            "description": "RFC 9457",
            "content": {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        return bodies


def undocumented() -> list[Any]:
    """Bases whose docstrings say nothing of what inherits from them (the library's own, and ours)."""
    from unionlaw.api.inputs import Input

    return [*get_lib_doc_excludes(), Input]


def add_problem(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Postprocessing hook: the component that every operation's errors refer to."""
    text = {"type": "string"}
    messages = {"type": "array", "items": text}
    result["components"]["schemas"]["Problem"] = {
        "type": "object",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": {"type": "string", "description": "urn:unionlaw:problem:" + " | ".join(problems.TITLES)},
            "title": text,
            "status": {"type": "integer"},
            "detail": text,
            "errors": {"type": "object", "additionalProperties": messages, "description": _("字段 → 出错说明")},
            "changes": {**messages, "description": _("您看到的版本之后有何变化")},
            "by": {"type": "string", "description": _("谁先办理")},
        },
    }
    return result
