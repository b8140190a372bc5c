"""The API's front door, its schema, the page to read it, and the answer to unknown addresses."""

from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from drf_spectacular.renderers import OpenApiJsonRenderer
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from unionlaw.api import problems
from unionlaw.web import policy

RESOURCES = ("matters", "consultations", "aid-cases", "workers", "employers", "organisations")


@policy.signed_in("names the resources, shows none")
class Root(APIView):
    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        found = {name: reverse(f"api:{name}-list", request=request) for name in RESOURCES}
        return Response({**found, "schema": reverse("api:schema", request=request)})


@policy.public("describes the API, shows nothing in it")
class SchemaView(SpectacularAPIView):
    """The schema, worked out once in each process and language: it changes only with the code."""

    renderer_classes = [OpenApiJsonRenderer]
    authentication_classes = ()
    _known: ClassVar[dict[str, Any]] = {}

    def _get_schema_response(self, request: Request) -> Response:
        language = get_language() or ""
        if language not in self._known:
            self._known[language] = super()._get_schema_response(request).data
        return Response(self._known[language])


READING_POLICY = "; ".join(
    f"{what} {whence}"
    for what, whence in {
        **settings.CONTENT_SECURITY_POLICY,
        # Swagger UI writes style attributes. Only its own page may.
        "style-src": "'self' 'unsafe-inline'",
    }.items()
)


@policy.public("a page that reads the schema")
@require_safe
def reading(request: HttpRequest) -> HttpResponse:
    """Swagger UI, served from here."""
    response = render(request, "api/docs.html")
    response["Content-Security-Policy"] = READING_POLICY
    return response


@policy.public("tells that there is nothing here")
class NoSuchRoute(APIView):
    authentication_classes = ()

    def _missing(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return problems.problem("missing", 404)

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        return self._missing(request)

    post = put = patch = delete = get
