"""Addresses of consultations and legal-aid cases. Included at the root."""

from django.urls import path

from cases.views import (
    aid_cases,
    application,
    assignment,
    closing,
    conduct,
    consultations,
    facts,
    follow_ups,
    materials,
    outcomes,
    review,
)

app_name = "cases"

CASE = "aid-cases/<int:pk>/"

urlpatterns = [
    path("consultations/", consultations.List.as_view(), name="consultations"),
    path("consultations/new/", consultations.Record.as_view(), name="record_consultation"),
    path("consultations/<int:pk>/", consultations.Detail.as_view(), name="consultation"),
    path("consultations/<int:pk>/answer/", consultations.Answer.as_view(), name="answer_consultation"),
    path("consultations/<int:pk>/refer/", consultations.Refer.as_view(), name="refer_consultation"),
    path("consultations/<int:matter_id>/apply/", application.Apply.as_view(), name="apply_from"),
    path("aid-cases/", aid_cases.List.as_view(), name="aid_cases"),
    path("aid-cases/apply/", application.Apply.as_view(), name="apply"),
    path("aid-cases/apply/from/<int:matter_id>/", application.Continue.as_view(), name="continue_as_aid"),
    path("aid-cases/limitation/", application.limitation, name="limitation"),
    path(CASE, aid_cases.Detail.as_view(), name="aid_case"),
    path(f"{CASE}supplement/", review.RequestSupplement.as_view(), name="request_supplement"),
    path(f"{CASE}supplement/received/", review.ReceiveSupplement.as_view(), name="receive_supplement"),
    path(f"{CASE}grant/", review.Grant.as_view(), name="grant"),
    path(f"{CASE}grant-urgently/", review.GrantUrgently.as_view(), name="grant_urgently"),
    path(f"{CASE}refuse/", review.Refuse.as_view(), name="refuse"),
    path(f"{CASE}object/", review.ObjectToRefusal.as_view(), name="object_to_refusal"),
    path(f"{CASE}uphold/", review.UpholdRefusal.as_view(), name="uphold_refusal"),
    path(f"{CASE}refer/", review.ReferElsewhere.as_view(), name="refer_elsewhere"),
    path(f"{CASE}withdraw/", review.Withdraw.as_view(), name="withdraw"),
    path(f"{CASE}materials/add/", materials.Add.as_view(), name="add_material"),
    path(f"{CASE}materials/<int:material_id>/receive/", materials.Receive.as_view(), name="receive_material"),
    path(f"{CASE}materials/<int:material_id>/waive/", materials.Waive.as_view(), name="waive_material"),
    path(f"{CASE}assign/", assignment.Assign.as_view(), name="assign"),
    path(f"{CASE}assign/conflicts/", assignment.conflicts, name="conflicts"),
    path(f"{CASE}accept/", assignment.Accept.as_view(), name="accept_assignment"),
    path(f"{CASE}decline/", assignment.Decline.as_view(), name="decline_assignment"),
    path(f"{CASE}replace-lawyer/", assignment.Replace.as_view(), name="replace_lawyer"),
    path(f"{CASE}stage/", conduct.SetStage.as_view(), name="set_stage"),
    path(f"{CASE}hearings/new/", conduct.ScheduleHearing.as_view(), name="schedule_hearing"),
    path(f"{CASE}hearings/<int:hearing_id>/", conduct.ConcludeHearing.as_view(), name="conclude_hearing"),
    path(f"{CASE}filings/new/", conduct.LogFiling.as_view(), name="log_filing"),
    path(f"{CASE}work/new/", conduct.LogWork.as_view(), name="log_work"),
    path(f"{CASE}outcomes/", outcomes.RecordOutcomes.as_view(), name="record_outcomes"),
    path(f"{CASE}payments/new/", outcomes.RecordPayment.as_view(), name="record_payment"),
    path(f"{CASE}payments/<int:payment_id>/cancel/", outcomes.CancelPayment.as_view(), name="cancel_payment"),
    path(f"{CASE}close/", closing.Close.as_view(), name="close_case"),
    path(f"{CASE}follow-ups/new/", follow_ups.RecordFollowUp.as_view(), name="record_follow_up"),
    path(f"{CASE}reopen/", closing.Reopen.as_view(), name="reopen_case"),
    path(f"{CASE}facts/", facts.Amend.as_view(), name="facts"),
    path(f"{CASE}facts/applicants/new/", facts.AddApplicant.as_view(), name="add_applicant"),
    path(f"{CASE}facts/respondents/new/", facts.AddRespondent.as_view(), name="add_respondent"),
    path(f"{CASE}facts/parties/<int:party_id>/claims/new/", facts.AddClaim.as_view(), name="add_claim"),
    path(f"{CASE}facts/claims/<int:claim_id>/", facts.AmendClaim.as_view(), name="amend_claim"),
    path(f"{CASE}facts/representatives/", facts.NameRepresentatives.as_view(), name="name_representatives"),
]
