"""Mediations: taken in, then one POST for each step of the workflow in states.py."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from mediation import states
from mediation.api import agreement_inputs, inputs
from mediation.api.serializers import FactsSheetOut, MediationFull, MediationOut, facts_sheet
from mediation.lists import MediationList
from mediation.models import Agreement, Mediation, MediatorAssignment, Participation
from mediation.services import (
    agreements,
    closing,
    closing_performance,
    concluding,
    confirming,
    consenting,
    deciding,
    handing_over,
    holding_sessions,
    intake,
    mediators,
    organs,
    outcomes,
    performing,
    remedies,
    sessions,
    slots,
    talks,
    warnings,
)
from unionlaw.api.inputs import ReasonInput, VersionInput
from unionlaw.api.views import ACTING_POST, IDEMPOTENCY_KEY, Listed
from unionlaw.matters.api.serializers import load_header, load_matter
from unionlaw.matters.api.steps import Steps, rows_of
from unionlaw.matters.services.facts import ClaimInput
from unionlaw.web.policy import Right

step = Steps(states.mediation, MediationFull, prefix="mediations", id_name="mediation_id")


def answers_by_question(view: Any, body: dict[str, Any]) -> dict[str, Any]:
    """The facts sheet as the service takes it."""
    return {**body, "answers": {row["question"]: row for row in body["answers"]}}


class MediationViewSet(Listed):
    """Mediations of centres and unions, with the organs that mediate there."""

    policy = Right("mediation.view")
    policies = {"create": Right("mediation.record")}
    queryset = Mediation.objects.all()
    list_class = MediationList
    serializer_class = MediationOut
    detail_class = MediationFull

    def load(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        if self.action == "list":
            return load_header(rows, "matter__")
        return load_matter(rows, self.actor, "matter__").prefetch_related(
            "warning_signs",
            "consents",
            Prefetch("participations", Participation.objects.select_related("organisation")),
            Prefetch("mediators", MediatorAssignment.objects.select_related("post__user")),
            "sessions",
            "offers",
            Prefetch("agreements", Agreement.objects.prefetch_related("instalments", "confirmations")),
            "breaches",
        )

    @extend_schema(
        summary=_("登记调解"),
        request=inputs.MediationIn,
        responses={201: MediationFull},
        parameters=[ACTING_POST, IDEMPOTENCY_KEY],
    )
    def create(self, request: Request) -> Response:
        body = self.data(inputs.MediationIn)
        applicants = [
            intake.ApplicantInput(
                row["worker"], [ClaimInput(**claim) for claim in row["claims"]], row["representative"]
            )
            for row in body.pop("applicants")
        ]
        mediation = intake.open_mediation(**body, applicants=applicants, by=self.actor, at=self.at)
        return self.show_created(mediation.pk)

    @extend_schema(
        operation_id="mediations_facts_sheet",
        summary=_("要素表"),
        responses={200: FactsSheetOut},
        parameters=[ACTING_POST],
        filters=False,
    )
    @action(detail=True, methods=["get"], url_path="facts-sheet", pagination_class=None, filter_backends=())
    def facts_sheet(self, request: Request, id: int) -> Response:
        found = Mediation.objects.visible_to(self.actor).select_related("matter").filter(pk=id).first()
        if found is None:
            raise Http404
        return Response(FactsSheetOut(facts_sheet(found)).data)

    record_consent = step(consenting.record_consent, inputs.ConsentIn)
    accept = step(consenting.accept, inputs.AcceptIn)
    decline = step(consenting.decline, inputs.DeclineIn)
    withdraw = step(consenting.withdraw, ReasonInput)
    judge_warnings = step(warnings.judge_warnings, inputs.JudgementsIn, prepare=rows_of(judged=warnings.Judged))

    invite_organ = step(organs.invite_organ, inputs.OrganIn)
    set_organ_number = step(organs.set_organ_number, inputs.OrganNumberIn)
    sign_off = step(organs.sign_off, inputs.SignOffIn)
    assign_mediator = step(mediators.assign_mediator, inputs.MediatorIn)
    object_to_mediator = step(mediators.object_to_mediator, inputs.MediatorObjectionIn)
    recuse = step(mediators.recuse, ReasonInput)

    propose_times = step(slots.propose_times, inputs.TimesIn, prepare=rows_of(times=slots.ProposedTime))
    answer_times = step(slots.answer_times, inputs.TimeAnswersIn, prepare=rows_of(answers=slots.SlotAnswerInput))
    schedule_session = step(sessions.schedule_session, inputs.SessionIn)
    cancel_session = step(sessions.cancel_session, inputs.SessionCancelledIn)
    hold_session = step(
        holding_sessions.hold_session,
        inputs.SessionHeldIn,
        prepare=rows_of(attendances=holding_sessions.AttendanceInput),
    )
    adjourn_session = step(
        holding_sessions.adjourn_session,
        inputs.SessionAdjournedIn,
        prepare=rows_of(attendances=holding_sessions.AttendanceInput),
    )
    fill_facts_sheet = step(talks.fill_facts_sheet, inputs.FactsSheetIn, prepare=answers_by_question)
    record_offer = step(talks.record_offer, inputs.OfferIn)
    answer_offer = step(talks.answer_offer, inputs.OfferAnswerIn)

    record_outcomes = step(
        outcomes.record_outcomes, inputs.MediationOutcomesIn, prepare=rows_of(lines=outcomes.OutcomeLine)
    )
    conclude = step(concluding.conclude, VersionInput)
    resume_talks = step(concluding.resume_talks, ReasonInput)
    fail = step(closing.fail, inputs.FailIn)
    hand_over = step(handing_over.hand_over, inputs.HandOverIn)
    reopen = step(closing.reopen, ReasonInput)

    draft_agreement = step(agreements.draft_agreement, agreement_inputs.AgreementIn)
    revise_agreement = step(agreements.revise_agreement, agreement_inputs.RevisionIn)
    apply_for_confirmation = step(confirming.apply_for_confirmation, agreement_inputs.ConfirmationIn)
    file_confirmation = step(confirming.file_confirmation, agreement_inputs.FiledIn)
    decide_confirmation = step(deciding.decide_confirmation, agreement_inputs.DecidedIn)
    record_payment = step(
        performing.record_payment, agreement_inputs.MediationPaymentIn, prepare=rows_of(lines=performing.PaymentLine)
    )
    cancel_payment = step(performing.cancel_payment, agreement_inputs.MediationPaymentCancelledIn)
    remind_debtor = step(remedies.remind_debtor, agreement_inputs.ReminderIn)
    record_breach = step(remedies.record_breach, agreement_inputs.BreachIn)
    prepare_remedy = step(remedies.prepare_remedy, agreement_inputs.RemedyIn)
    close_performed = step(closing_performance.close_performed, VersionInput)
    close_unperformed = step(closing_performance.close_unperformed, ReasonInput)
