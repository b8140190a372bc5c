"""Settings of the API."""

from datetime import timedelta

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

REST_FRAMEWORK = {
    # The token comes first: its challenge is what a 401 carries.
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "unionlaw.network.api.authentication.TokenAuthentication",
        "unionlaw.network.api.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["unionlaw.api.permissions.ByPolicy"],
    "DEFAULT_PARSER_CLASSES": ["unionlaw.api.parsing.StorableJSONParser"],
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
        "DeadlineStateEnum": "unionlaw.deadlines.models.deadline.State",
        "ExtensionStateEnum": "unionlaw.deadlines.models.deadline.Extension.State",
        "InstrumentEnum": "unionlaw.matters.models.ClaimOutcome.Instrument",
        "LetterInstrumentEnum": "monitoring_letters.models.Instrument",
        "LinkedKindEnum": "monitoring_letters.models.LinkedInstrument.Kind",
        "OfferStateEnum": "mediation.models.Offer.State",
        "AgreementStateEnum": "mediation.models.Agreement.State",
        "SessionStateEnum": "mediation.models.Session.State",
        "ConfirmationStateEnum": "mediation.models.Confirmation.State",
        "ConsentHowEnum": "mediation.models.Consent.How",
        "ReplyHowEnum": "monitoring_letters.models.Reply.How",
        "FollowUpHowEnum": "cases.models.FollowUp.How",
        "WarningJudgementEnum": "mediation.models.WarningSign.Judgement",
        "DemandJudgementEnum": "monitoring_letters.models.Demand.Judgement",
        "RemedyKindEnum": "mediation.models.Remedy.Kind",
        "FailureReasonEnum": "mediation.outcomes.FAILURE_CHOICES",
        "DeadlineUnitEnum": "unionlaw.deadlines.models.RuleVersion.Unit",
        "ReportFileStateEnum": "unionlaw.reports.models.Output.State",
        "ReportUnitEnum": "unionlaw.reports.api.serializers.UNITS",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "unionlaw.api.schema.add_problem",
    ],
    # What the resources are called, for the page that shows them.
    "TAGS": [
        {"name": "matters", "description": pgettext_lazy("list", "事项")},
        {"name": "consultations", "description": pgettext_lazy("list", "咨询")},
        {"name": "aid-cases", "description": _("法律援助")},
        {"name": "mediations", "description": pgettext_lazy("list", "调解")},
        {"name": "mediation-referrals", "description": _("协作单位移送的调解")},
        {"name": "workers", "description": pgettext_lazy("list", "职工")},
        {"name": "employers", "description": pgettext_lazy("list", "用人单位")},
        {"name": "organisations", "description": _("组织机构")},
        {"name": "notices", "description": _("消息")},
    ],
    "GET_LIB_DOC_EXCLUDES": "unionlaw.api.schema.undocumented",
}
