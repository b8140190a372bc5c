"""`path("documents/", include("unionlaw.documents.urls"))`."""

from django.urls import path

from unionlaw.documents import views

app_name = "documents"
urlpatterns = [
    path("upload/<int:pk>/", views.Upload.as_view(), name="upload"),
    path("<int:pk>/", views.Download.as_view(), name="download"),
    path("<int:pk>/withdraw/", views.Withdraw.as_view(), name="withdraw"),
]
