"""Addresses of the folder of a matter."""

from django.urls import path

from unionlaw.documents import views

app_name = "documents"
urlpatterns = [
    path("documents/upload/<int:pk>/", views.Upload.as_view(), name="upload"),
    path("documents/<int:pk>/", views.Download.as_view(), name="download"),
    path("documents/<int:pk>/withdraw/", views.Withdraw.as_view(), name="withdraw"),
]
