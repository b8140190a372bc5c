"""Every address of the portal."""

from django.urls import include, path

from unionlaw.health import healthz, readyz

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("account/", include("unionlaw.accounts.urls")),
    path("drafts/", include("unionlaw.web.urls")),
    path("", include("unionlaw.matters.urls")),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]

# During the first build only: parts appear here as they land.
for _prefix, _module in [
    ("", "cases.urls"),
    ("", "unionlaw.registers.urls"),
    ("", "unionlaw.network.urls"),
    ("", "unionlaw.documents.urls"),
    ("api/v1/", "unionlaw.api_urls"),
]:
    try:
        urlpatterns.append(path(_prefix, include(_module)))
    except ImportError as _error:
        print("not yet:", _module, _error)

handler400 = "unionlaw.web.errors.bad_request"
handler403 = "unionlaw.web.errors.forbidden"
handler404 = "unionlaw.web.errors.not_found"
handler500 = "unionlaw.web.errors.server_error"
