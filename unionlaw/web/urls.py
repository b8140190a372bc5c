"""Routes of the page plumbing: `path("drafts/", include("unionlaw.web.urls"))`."""

from django.urls import path

from unionlaw.web import drafts

app_name = "drafts"
urlpatterns = [
    path("<str:key>/", drafts.save, name="save"),
    path("<str:key>/discard/", drafts.discard, name="discard"),
]
