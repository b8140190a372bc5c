"""The API's front door, its schema, the page to read it, and the answer to unknown addresses."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
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
    renderer_classes = [OpenApiJsonRenderer]
    authentication_classes = ()


@policy.public("a page that reads the schema")
class Reading(APIView):
    """Swagger UI from our own server. Only this page may be styled by script: the reader writes style attributes."""

    authentication_classes = ()
    renderer_classes = [OpenApiJsonRenderer]

    @extend_schema(exclude=True)
    def get(self, request: HttpRequest) -> HttpResponse:
        response = render(request._request, "api/docs.html")  # type: ignore[attr-defined]
        response["Content-Security-Policy"] = "; ".join(
            [
                "default-src 'none'",
                "script-src 'self'",
                "style-src 'self' 'unsafe-inline'",
                "img-src 'self' data:",
                "font-src 'self'",
                "connect-src 'self'",
                "base-uri 'none'",
                "form-action 'none'",
                "frame-ancestors 'none'",
            ]
        )
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
