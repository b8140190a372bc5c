"""Leads: taken down, then one POST for each step of the workflow in states.py."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from monitoring_letters import states
from monitoring_letters.api import lead_inputs as inputs
from monitoring_letters.api.inputs import OrganReportIn
from monitoring_letters.api.serializers import LeadFull, LeadOut
from monitoring_letters.lists import LeadList
from monitoring_letters.models import Lead
from monitoring_letters.services import exchange
from monitoring_letters.services import leads as services
from unionlaw.api.inputs import ReasonInput
from unionlaw.api.views import ACTING_POST, IDEMPOTENCY_KEY, Listed, verb
from unionlaw.matters.api.serializers import load_header, load_matter
from unionlaw.matters.api.steps import Steps
from unionlaw.web.policy import Right

step = Steps(states.lead, LeadFull, prefix="leads", id_name="lead_id")


class LeadViewSet(Listed):
    """Leads."""

    policy = Right("lead.view")
    policies = {"create": Right("lead.record")}
    queryset = Lead.objects.all()
    list_class = LeadList
    serializer_class = LeadOut
    detail_class = LeadFull

    def load(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        rows = rows.select_related("matter", "employer")
        return load_header(rows, "matter__") if self.action == "list" else load_matter(rows, self.actor, "matter__")

    @extend_schema(
        summary=_("登记线索"),
        request=inputs.LeadIn,
        responses={201: LeadFull},
        parameters=[ACTING_POST, IDEMPOTENCY_KEY],
    )
    def create(self, request: Request) -> Response:
        lead = services.record_lead(**self.data(inputs.LeadIn), by=self.actor, at=self.at)
        return self.show_created(lead.pk)

    amend_lead = step(services.amend_lead, inputs.LeadChangeIn)
    assess_lead = step(services.assess_lead, inputs.AssessmentIn)
    join_lead = step(services.join_lead, inputs.JoinIn)
    drop_lead = step(services.drop_lead, ReasonInput)
    refer_lead = step(services.refer_lead, inputs.LeadReferralIn)

    report_state = verb(
        "report_state", exchange.report_state, OrganReportIn, gives=LeadFull, right="lead.report",
        operation="leads_report_state", label=_("反馈办理状态"),
    )  # fmt: skip
