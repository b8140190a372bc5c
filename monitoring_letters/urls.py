"""Addresses of leads and letters. Included at the root."""

from django.urls import path

from monitoring_letters import lists, views

app_name = "monitoring_letters"

urlpatterns = [
    path("letters/", lists.LetterList.as_view(), name="letters"),
    path("letters/<int:pk>/", views.LetterDetail.as_view(), name="letter"),
    path("leads/", lists.LeadList.as_view(), name="leads"),
    path("leads/<int:pk>/", views.LeadDetail.as_view(), name="lead"),
]
