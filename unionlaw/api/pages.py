"""The API's front door, its schema, the page to read it, and the answer to unknown addresses."""

import functools
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from drf_spectacular.renderers import OpenApiJsonRenderer
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from unionlaw.api import problems
from unionlaw.api.reading import described, read
from unionlaw.web import policy
from unionlaw.web.views import PageView

RESOURCES = ("matters", "consultations", "aid-cases", "workers", "employers", "organisations")


@policy.signed_in("names the resources, shows none")
class Root(APIView):
    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        found = {name: reverse(f"api:{name}-list", request=request) for name in RESOURCES}
        return Response({**found, "schema": reverse("api:schema", request=request)})


@policy.public("describes the API, shows nothing in it")
class SchemaView(SpectacularAPIView):
    """The OpenAPI description, in the language asked for."""

    renderer_classes = [OpenApiJsonRenderer]
    authentication_classes = ()

    def _get_schema_response(self, request: Request) -> Response:
        return Response(described(get_language() or ""))


@functools.cache
def reference(language: str) -> SafeString:
    """The part of the page that changes only with the code, a quarter of a million characters."""
    with translation.override(language):
        return render_to_string("api/reference.html", {"reading": read(described(language))})


@policy.public("a page that reads the schema")
class ReadingPage(PageView):
    """Every operation of the schema, for people. Needs no JavaScript."""

    template_name = "api/docs.html"
    title = _("接口文档")

    def get_context(self, **extra: Any) -> dict[str, Any]:
        origin = self.request.build_absolute_uri("/").rstrip("/")
        return super().get_context(reference=reference(get_language() or ""), origin=origin, **extra)


@policy.public("tells that there is nothing here")
class NoSuchRoute(APIView):
    authentication_classes = ()

    def _missing(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return problems.problem("missing", 404)

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        return self._missing(request)

    post = put = patch = delete = get
