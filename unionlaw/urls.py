"""Every address of the portal."""

from django.urls import path

from unionlaw.health import healthz, readyz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]
