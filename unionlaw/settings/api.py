"""Settings of the API."""

from datetime import timedelta

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

REST_FRAMEWORK = {
    # The token comes first: its challenge is what a 401 carries.
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "unionlaw.network.api.authentication.TokenAuthentication",
        "unionlaw.network.api.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["unionlaw.api.permissions.ByPolicy"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_THROTTLE_CLASSES": ["unionlaw.api.throttles.PerUser", "unionlaw.api.throttles.PerAddress"],
    "DEFAULT_THROTTLE_RATES": {"user": "600/min", "anonymous": "60/min"},
    "DEFAULT_SCHEMA_CLASS": "unionlaw.api.schema.Schema",
    "EXCEPTION_HANDLER": "unionlaw.api.problems.answer",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
REST_KNOX = {"TOKEN_TTL": timedelta(days=90), "AUTO_REFRESH": False}
SPECTACULAR_SETTINGS = {
    "TITLE": "UnionLaw API",
    "DESCRIPTION": lazy(str, str)(_("工会法律服务平台的接口。金额单位为分，日期为东八区。")),
    "VERSION": "1",
    "OAS_VERSION": "3.0.3",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": True,
    "SORT_OPERATIONS": False,
    "ENUM_NAME_OVERRIDES": {
        "MatterKindEnum": "unionlaw.matters.models.matter.Kind",
        "EmployerKindEnum": "unionlaw.registers.models.Employer.Kind",
        "OrganisationKindEnum": "unionlaw.network.models.Organisation.Kind",
        "HearingWhatEnum": "cases.models.Hearing.What",
        "FilingWhatEnum": "cases.models.Filing.What",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "unionlaw.api.schema.add_problem",
    ],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}
