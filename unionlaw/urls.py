"""Every address of the portal."""

from django.urls import include, path

from unionlaw.health import healthz, readyz

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("account/", include("unionlaw.accounts.urls")),
    path("drafts/", include("unionlaw.web.urls")),
    path("", include("unionlaw.matters.urls")),
    path("", include("cases.urls")),
    path("", include("monitoring_letters.urls")),
    path("", include("mediation.urls")),
    path("", include("unionlaw.registers.urls")),
    path("", include("unionlaw.network.urls")),
    path("", include("unionlaw.documents.urls")),
    path("", include("unionlaw.rosters.urls")),
    path("", include("unionlaw.notices.urls")),
    path("", include("unionlaw.deadlines.urls")),
    path("", include("unionlaw.reports.urls")),
    path("api/v1/", include("unionlaw.api_urls")),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]

handler400 = "unionlaw.web.errors.bad_request"
handler403 = "unionlaw.web.errors.forbidden"
handler404 = "unionlaw.web.errors.not_found"
handler500 = "unionlaw.web.errors.server_error"
