"""How the API describes itself: filters by the model of their FilterSet, every error as a problem."""

from typing import Any

from drf_spectacular.contrib.django_filters import DjangoFilterExtension
from drf_spectacular.drainage import add_trace_message
from drf_spectacular.openapi import AutoSchema

from unionlaw.api import problems


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
    def _get_response_bodies(self, *args: Any, **kwargs: Any) -> Any:
        bodies = super()._get_response_bodies(*args, **kwargs)
        bodies["default"] = {
            "description": "Problem (RFC 9457)",
            "content": {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        return bodies


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
            "errors": {"type": "object", "additionalProperties": messages, "description": "field → messages"},
            "changes": {**messages, "description": "what changed since the version you sent"},
            "by": {"type": "string", "description": "who was first"},
        },
    }
    return result
