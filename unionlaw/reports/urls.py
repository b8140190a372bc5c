"""Reports, the lists behind their figures, pivots and layouts: `path("", include("unionlaw.reports.urls"))`."""

from django.urls import path

from unionlaw.reports.views import (
    ask_outputs,
    deliveries,
    facts,
    indicators,
    layouts,
    live,
    month,
    outputs,
    pivots,
    round_steps,
    rounds,
)

app_name = "reports"
urlpatterns = [
    path("reports/month/", month.Month.as_view(), name="month"),
    path("reports/", live.Live.as_view(), name="live"),
    path("reports/facts/", facts.Facts.as_view(), name="facts"),
    path("reports/indicators/", indicators.Indicators.as_view(), name="indicators"),
    path("reports/pivot/", pivots.Pivots.as_view(), name="pivot"),
    path("reports/layouts/", layouts.LayoutList.as_view(), name="layouts"),
    path("reports/layouts/<int:pk>/", layouts.LayoutPage.as_view(), name="layout"),
    path("reports/layouts/<int:pk>/copy/", layouts.CopyLayout.as_view(), name="copy_layout"),
    path("reports/layouts/<int:pk>/name/", layouts.RenameLayout.as_view(), name="rename_layout"),
    path("reports/layouts/<int:pk>/retire/", layouts.RetireLayout.as_view(), name="retire_layout"),
    path("reports/layouts/<int:pk>/<slug:part>/add/", layouts.PutPart.as_view(), name="add_part"),
    path("reports/layouts/<int:pk>/<slug:part>/<int:index>/", layouts.PutPart.as_view(), name="part"),
    path("reports/layouts/<int:pk>/<slug:part>/<int:index>/move/", layouts.MovePart.as_view(), name="move_part"),
    path("reports/layouts/<int:pk>/<slug:part>/<int:index>/remove/", layouts.RemovePart.as_view(), name="remove_part"),
    path("reports/facts/export/", ask_outputs.AskFacts.as_view(), name="ask_facts"),
    path("reports/outputs/", outputs.OutputList.as_view(), name="outputs"),
    path("reports/outputs/new/", ask_outputs.AskOutput.as_view(), name="ask_output"),
    path("reports/outputs/running/", outputs.Running.as_view(), name="outputs_running"),
    path("reports/outputs/<int:pk>/", outputs.OutputPage.as_view(), name="output"),
    path("reports/outputs/<int:pk>/download/", outputs.Download.as_view(), name="download_output"),
    path("reports/outputs/<int:pk>/cancel/", outputs.CancelOutput.as_view(), name="cancel_output"),
    path("reports/deliveries/", deliveries.DeliveryList.as_view(), name="deliveries"),
    path("reports/deliveries/new/", deliveries.SetUpDelivery.as_view(), name="set_up_delivery"),
    path("reports/deliveries/<int:pk>/end/", deliveries.EndDelivery.as_view(), name="end_delivery"),
    path("reports/rounds/", rounds.RoundList.as_view(), name="rounds"),
    path("reports/rounds/open/", rounds.OpenRound.as_view(), name="open_round"),
    path("reports/<int:pk>/", rounds.ReportPage.as_view(), name="report"),
    path("reports/<int:pk>/compute/", round_steps.Compute.as_view(), name="compute"),
    path("reports/<int:pk>/remark/", round_steps.Remark.as_view(), name="remark"),
    path("reports/<int:pk>/sign/", round_steps.Sign.as_view(), name="sign"),
    path("reports/<int:pk>/return/", round_steps.Return.as_view(), name="return_report"),
    path("reports/<int:pk>/freeze/", round_steps.Freeze.as_view(), name="freeze"),
    path("reports/<int:pk>/restate/", round_steps.Restate.as_view(), name="restate"),
]
