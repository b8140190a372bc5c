"""Addresses of leads and letters. Included at the root."""

from django.urls import path

from monitoring_letters import answer_urls, campaign_urls, lists
from monitoring_letters.views import (
    content,
    details,
    drafting,
    escalating,
    following,
    issuing,
    leads,
    linking,
    payments,
    reviewing,
    serving,
)

app_name = "monitoring_letters"

LEAD = "leads/<int:pk>/"
LETTER = "letters/<int:pk>/"

urlpatterns = [
    path("letters/", lists.LetterList.as_view(), name="letters"),
    path("letters/new/", drafting.Draft.as_view(), name="draft_letter"),
    path("matters/<int:matter_id>/letters/new/", drafting.Draft.as_view(), name="letter_from"),
    path(LETTER, details.LetterDetail.as_view(), name="letter"),
    path(f"{LETTER}text/", drafting.Amend.as_view(), name="amend_letter"),
    path(f"{LETTER}findings/", content.Findings.as_view(), name="set_findings"),
    path(f"{LETTER}demands/", content.Demands.as_view(), name="set_demands"),
    path(f"{LETTER}copies/", content.Copies.as_view(), name="set_copies"),
    path(f"{LETTER}inquiries/new/", content.RecordInquiry.as_view(), name="record_inquiry"),
    path(f"{LETTER}inquiries/remove/", content.RemoveInquiry.as_view(), name="remove_inquiry"),
    path(f"{LETTER}submit/", reviewing.Submit.as_view(), name="submit_for_review"),
    path(f"{LETTER}review/", reviewing.PassReview.as_view(), name="pass_review"),
    path(f"{LETTER}review/return/", reviewing.ReturnFromReview.as_view(), name="return_from_review"),
    path(f"{LETTER}approve/", reviewing.Approve.as_view(), name="approve"),
    path(f"{LETTER}approve/return/", reviewing.ReturnForChanges.as_view(), name="return_for_changes"),
    path(f"{LETTER}preview/", reviewing.Preview.as_view(), name="preview_letter"),
    path(f"{LETTER}issue/", issuing.Issue.as_view(), name="issue"),
    path(f"{LETTER}withdraw-draft/", issuing.WithdrawDraft.as_view(), name="withdraw_draft"),
    path(f"{LETTER}corrected-early/", issuing.EarlyCorrection.as_view(), name="record_early_correction"),
    *campaign_urls.urlpatterns,
    path("leads/", lists.LeadList.as_view(), name="leads"),
    path("leads/new/", leads.Record.as_view(), name="record_lead"),
    path("leads/similar/", leads.similar_panel, name="similar_leads"),
    path("matters/<int:matter_id>/leads/new/", leads.Record.as_view(), name="lead_from"),
    path(LEAD, details.LeadDetail.as_view(), name="lead"),
    path(f"{LEAD}amend/", leads.Amend.as_view(), name="amend_lead"),
    path(f"{LEAD}assess/", leads.Assess.as_view(), name="assess_lead"),
    path(f"{LEAD}join/", leads.Join.as_view(), name="join_lead"),
    path(f"{LEAD}drop/", leads.Drop.as_view(), name="drop_lead"),
    path(f"{LEAD}refer/", leads.Refer.as_view(), name="refer_lead"),
    path(f"{LEAD}letter/", drafting.DraftFromLead.as_view(), name="draft_from_lead"),
    *answer_urls.urlpatterns,
    path("leads/hand-in/", linking.HandIn.as_view(), name="hand_in_lead"),
    path("handed-over/<int:pk>/report/", linking.ReportState.as_view(), name="report_state"),
    path(f"{LETTER}service/", serving.Start.as_view(), name="start_service"),
    path(f"{LETTER}service/confirm/", serving.Confirm.as_view(), name="confirm_service"),
    path(f"{LETTER}service/failed/", serving.Failed.as_view(), name="record_failed_service"),
    path(f"{LETTER}publish/", serving.Publish.as_view(), name="publish"),
    path(f"{LETTER}reply/", following.RecordReply.as_view(), name="record_reply"),
    path(f"{LETTER}unanswered/", following.MarkUnanswered.as_view(), name="mark_unanswered"),
    path(f"{LETTER}judgements/", following.Judge.as_view(), name="judge_demand"),
    path(f"{LETTER}reinspection/", following.Reinspect.as_view(), name="reinspect"),
    path(f"{LETTER}linked/", linking.RecordLinked.as_view(), name="record_linked"),
    path(f"{LETTER}linked/answer/", linking.AnswerLinked.as_view(), name="answer_linked"),
    path(f"{LETTER}next/", escalating.PrepareNext.as_view(), name="prepare_next"),
    path(f"{LETTER}close/", escalating.Close.as_view(), name="close_letter"),
    path(f"{LETTER}reopen/", escalating.Reopen.as_view(), name="reopen_letter"),
    path(f"{LETTER}withdraw/", escalating.Withdraw.as_view(), name="withdraw_letter"),
    path(f"{LETTER}correct/", escalating.Correct.as_view(), name="correct_letter"),
    path(f"{LETTER}payments/new/", payments.RecordPayment.as_view(), name="record_payment"),
    path(f"{LETTER}payments/cancel/", payments.CancelPayment.as_view(), name="cancel_payment"),
]
