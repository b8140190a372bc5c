"""Addresses of rosters and of sheets on their way in. Included at the root."""

from django.urls import path

from unionlaw.rosters.views import people, roster, settling, sheets

app_name = "rosters"

ROSTER = "rosters/<int:pk>/"
SHEET = "sheets/<int:pk>/"

urlpatterns = [
    path(ROSTER, roster.Roster.as_view(), name="roster"),
    path(f"{ROSTER}import/", sheets.ImportRoster.as_view(), name="import"),
    path(f"{ROSTER}blank/", sheets.Blank.as_view(), name="blank"),
    path(f"{ROSTER}representatives/", people.NameRepresentatives.as_view(), name="representatives"),
    path(f"{ROSTER}consents/", people.RecordConsents.as_view(), name="consents"),
    path(f"{ROSTER}consents/withdraw/", people.WithdrawConsents.as_view(), name="withdraw_consents"),
    path(f"{ROSTER}outcomes/", settling.RecordForMany.as_view(), name="outcomes"),
    path(f"{ROSTER}people/<int:party_id>/outcomes/", settling.RecordForOne.as_view(), name="outcomes_of_one"),
    path(f"{ROSTER}payments/", settling.ExportPayments.as_view(), name="payments"),
    path(f"{ROSTER}report-up/", people.ReportUp.as_view(), name="report_up"),
    path(SHEET, sheets.Sheet.as_view(), name="sheet"),
    path(f"{SHEET}columns/", sheets.MapColumns.as_view(), name="columns"),
    path(f"{SHEET}copy/", sheets.Copy.as_view(), name="copy"),
    path(f"{SHEET}take/", sheets.Take.as_view(), name="take"),
    path(f"{SHEET}discard/", sheets.Discard.as_view(), name="discard"),
]
