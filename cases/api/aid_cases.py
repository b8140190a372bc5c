"""Legal-aid cases: applied for, then one POST for each step of the workflow in cases/states.py."""

import re
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from cases import states
from cases.api import inputs
from cases.api.serializers import AidCaseFull, AidCaseOut
from cases.models import AidCase, Assignment
from cases.services import (
    applications,
    assignments,
    closing,
    conduct,
    facts,
    follow_ups,
    materials,
    outcomes,
    reviews,
)
from cases.views.aid_cases import List as AidCaseList
from unionlaw.api.inputs import ReasonInput, VersionInput
from unionlaw.api.views import ACTING_POST, IDEMPOTENCY_KEY, Listed
from unionlaw.lib.errors import Invalid
from unionlaw.matters.api.serializers import load_header, load_matter
from unionlaw.matters.api.steps import Steps
from unionlaw.matters.services.facts import ClaimInput
from unionlaw.web.policy import Right

step = Steps(states.aid_case, AidCaseFull, prefix="aid_cases", id_name="case_id")


def change(service: Any, takes: Any, label: Any, *, prepare: Any = None) -> Any:
    """A change of parties or claims, whose services go by the matter."""
    return step(service, takes, verb_name="change_facts", label=label, prepare=prepare, id_name="matter_id")


def with_claims(view: Any, body: dict[str, Any]) -> dict[str, Any]:
    return {**body, "claims": [ClaimInput(**claim) for claim in body["claims"]]}


def with_claim(view: Any, body: dict[str, Any]) -> dict[str, Any]:
    return {**body, "claim": ClaimInput(**body["claim"])}


def with_outcomes(view: Any, body: dict[str, Any]) -> dict[str, Any]:
    return {**body, "outcomes": [outcomes.OutcomeInput(**row) for row in body["outcomes"]]}


class AidCaseViewSet(Listed):
    """Legal-aid cases; until it is granted, a case is an application."""

    policy = Right("aid_case.view")
    policies = {"create": Right("aid_case.apply")}
    queryset = AidCase.objects.all()
    list_class = AidCaseList
    serializer_class = AidCaseOut
    detail_class = AidCaseFull

    def load(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        rows = rows.select_related("matter", "lawyer__user")
        if self.action == "list":
            return load_header(rows, "matter__")
        assigned = Assignment.objects.select_related("lawyer__user", "lawyer__organisation")
        rows = rows.select_related("supplement_request")
        return load_matter(rows, self.actor, "matter__").prefetch_related(
            Prefetch("assignments", assigned), "materials", "hearings", "filings", "work_logs", "follow_ups"
        )

    @extend_schema(
        summary=_("受理援助申请"),
        request=inputs.ApplicationIn,
        responses={201: AidCaseFull},
        parameters=[ACTING_POST, IDEMPOTENCY_KEY],
    )
    def create(self, request: Request) -> Response:
        body = self.data(inputs.ApplicationIn)
        rows = [applications.ApplicantInput(**with_claims(self, row)) for row in body.pop("applicants")]
        try:
            case = applications.apply_for_aid(applicants=rows, **body, by=self.actor, at=self.at)
        except Invalid as error:
            raise Invalid({_dotted(name): said for name, said in error.errors.items()}) from None
        return self.show_created(case.pk)

    request_supplement = step(reviews.request_supplement, inputs.SupplementIn)
    receive_supplement = step(reviews.receive_supplement, VersionInput)
    grant = step(reviews.grant, ReasonInput)
    grant_urgently = step(reviews.grant_urgently, inputs.UrgentGrantIn)
    refuse = step(reviews.refuse, ReasonInput)
    object_to_refusal = step(reviews.object_to_refusal, inputs.ObjectionIn)
    uphold_refusal = step(reviews.uphold_refusal, ReasonInput)
    refer_elsewhere = step(reviews.refer_elsewhere, inputs.ReferralIn)
    withdraw = step(reviews.withdraw, ReasonInput)

    receive_material = step(materials.receive_material, inputs.MaterialReceivedIn)
    waive_material = step(materials.waive_material, inputs.MaterialWaivedIn)
    add_material = step(materials.add_material, inputs.MaterialIn)

    assign = step(assignments.assign, inputs.AssignmentIn)
    accept_assignment = step(assignments.accept_assignment, VersionInput)
    decline_assignment = step(assignments.decline_assignment, ReasonInput)
    replace_lawyer = step(assignments.replace_lawyer, ReasonInput)

    set_stage = step(conduct.set_stage, inputs.StageIn)
    schedule_hearing = step(conduct.schedule_hearing, inputs.HearingIn)
    conclude_hearing = step(conduct.conclude_hearing, inputs.HearingResultIn)
    log_filing = step(conduct.log_filing, inputs.FilingIn)
    log_work = step(conduct.log_work, inputs.WorkIn)

    record_outcomes = step(outcomes.record_outcomes, inputs.OutcomesIn, prepare=with_outcomes)
    record_payment = step(outcomes.record_payment, inputs.PaymentIn)
    cancel_payment = step(outcomes.cancel_payment, inputs.PaymentCancelledIn)

    amend_facts = step(facts.amend_facts, inputs.FactsIn, verb_name="change_facts", label=_("修改案由、事实与日期"))
    add_applicant = change(facts.add_applicant, inputs.NewApplicantIn, _("增加申请人"), prepare=with_claims)
    add_respondent = change(facts.add_respondent, inputs.NewRespondentIn, _("增加被申请人"))
    add_claim = change(facts.add_claim, inputs.NewClaimIn, _("增加请求"), prepare=with_claim)
    amend_claim = change(facts.amend_claim, inputs.AmendedClaimIn, _("修改请求"), prepare=with_claim)
    name_representatives = step(
        facts.name_representatives, inputs.RepresentativesIn, verb_name="change_facts", label=_("确定职工代表")
    )

    close_case = step(closing.close_case, inputs.ClosingIn)
    record_follow_up = step(follow_ups.record_follow_up, inputs.FollowUpIn)
    reopen_case = step(closing.reopen_case, ReasonInput)


def _dotted(name: str) -> str:
    """ "applicant-0-claim-1-amount" as the API writes it: "applicants.0.claims.1.amount"."""
    name = re.sub(r"^applicant-(\d+)-claim-(\d+)-", r"applicants.\1.claims.\2.", name)
    return re.sub(r"^applicant-(\d+)-", r"applicants.\1.", name)
