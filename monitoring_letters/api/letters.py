"""Supervision letters: drafted, then one POST for each step of the workflow in states.py."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from monitoring_letters import states
from monitoring_letters.api import inputs
from monitoring_letters.api.serializers import LetterFull, LetterOut
from monitoring_letters.lists import LetterList
from monitoring_letters.models import Approval, SupervisionLetter
from monitoring_letters.services import (
    closing,
    content,
    drafting,
    escalating,
    exchange,
    following,
    inquiries,
    issuing,
    linking,
    payments,
    reviewing,
    serving,
)
from unionlaw.api.inputs import ReasonInput, VersionInput
from unionlaw.api.views import ACTING_POST, IDEMPOTENCY_KEY, Listed, verb
from unionlaw.matters.api.serializers import load_header, load_matter
from unionlaw.matters.api.steps import Steps, rows_of
from unionlaw.web.policy import Right

step = Steps(states.supervision_letter, LetterFull, prefix="supervision_letters", id_name="letter_id")


class SupervisionLetterViewSet(Listed):
    """Supervision letters: 提示函, 意见书, 建议书."""

    policy = Right("letter.view")
    policies = {"create": Right("letter.draft")}
    queryset = SupervisionLetter.objects.all()
    list_class = LetterList
    serializer_class = LetterOut
    detail_class = LetterFull

    def load(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        rows = rows.select_related("matter", "employer", "authority")
        if self.action == "list":
            return load_header(rows, "matter__")
        approvals = Approval.objects.select_related("decided_by__user")
        rows = rows.select_related("publication")
        return load_matter(rows, self.actor, "matter__").prefetch_related(
            Prefetch("approvals", approvals), "copies", "findings", "demands", "inquiries__supervisors", "attempts",
            "replies__points", "linked",
        )  # fmt: skip

    @extend_schema(
        summary=_("起草函书"),
        request=inputs.DraftIn,
        responses={201: LetterFull},
        parameters=[ACTING_POST, IDEMPOTENCY_KEY],
    )
    def create(self, request: Request) -> Response:
        letter = drafting.draft_letter(**self.data(inputs.DraftIn), by=self.actor, at=self.at)
        return self.show_created(letter.pk)

    amend_letter = step(drafting.amend_letter, inputs.LetterChangeIn)
    set_findings = step(
        content.set_findings, inputs.FindingsIn, prepare=rows_of(findings=content.FindingInput)
    )  # fmt: skip
    set_demands = step(content.set_demands, inputs.DemandsIn, prepare=rows_of(demands=content.DemandInput))
    set_copies = step(content.set_copies, inputs.CopiesIn)
    record_inquiry = step(
        inquiries.record_inquiry, inputs.InquiryIn, prepare=rows_of(supervisors=inquiries.SupervisorInput)
    )
    remove_inquiry = step(inquiries.remove_inquiry, inputs.InquiryRemovedIn)

    submit_for_review = step(reviewing.submit_for_review, inputs.ReviewIn)
    pass_review = step(reviewing.pass_review, inputs.OpinionIn)
    return_from_review = step(reviewing.return_from_review, ReasonInput)
    approve = step(reviewing.approve, inputs.OpinionIn)
    return_for_changes = step(reviewing.return_for_changes, ReasonInput)

    issue = step(issuing.issue, inputs.IssueIn)
    withdraw_draft = step(issuing.withdraw_draft, ReasonInput)
    withdraw_letter = step(issuing.withdraw_letter, ReasonInput)
    correct_letter = step(issuing.correct_letter, inputs.CorrectionIn)
    record_early_correction = step(issuing.record_early_correction, inputs.EarlyCorrectionIn)

    start_service = step(serving.start_service, inputs.ServiceIn)
    confirm_service = step(serving.confirm_service, inputs.ServedIn)
    record_failed_service = step(serving.record_failed_service, inputs.NotServedIn)
    publish = step(serving.publish, inputs.PublicationIn)

    record_reply = step(following.record_reply, inputs.ReplyIn, prepare=rows_of(points=following.PointInput))
    mark_unanswered = step(following.mark_unanswered, VersionInput)
    judge_demand = step(following.judge_demand, inputs.JudgedIn)
    reinspect = step(
        following.reinspect,
        inputs.ReinspectionIn,
        prepare=rows_of(supervisors=inquiries.SupervisorInput, judgements=following.JudgementInput),
    )
    record_linked = step(linking.record_linked, inputs.LinkedIn)
    answer_linked = step(linking.answer_linked, inputs.LinkedAnswerIn)
    report_state = verb(
        "report_state", exchange.report_state, inputs.OrganReportIn, gives=LetterFull, right="lead.report",
        operation="supervision_letters_report_state", label=_("反馈办理状态"),
    )  # fmt: skip
    prepare_next = step(escalating.prepare_next, inputs.NextIn)
    close_letter = step(closing.close_letter, inputs.LetterClosingIn)
    reopen_letter = step(closing.reopen_letter, ReasonInput)
    record_payment = step(payments.record_payment, inputs.LetterPaymentIn)
    cancel_payment = step(payments.cancel_payment, inputs.LetterPaymentCancelledIn)
