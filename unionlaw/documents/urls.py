"""Addresses of the folder of a matter, of official papers and of their verification."""

from django.urls import path

from unionlaw.documents.views import batches, folder, papers, seals, templates, verify

app_name = "documents"
urlpatterns = [
    path("documents/upload/<int:pk>/", folder.Upload.as_view(), name="upload"),
    path("documents/<int:pk>/", folder.Download.as_view(), name="download"),
    path("papers/<int:pk>/editable/", folder.Editable.as_view(), name="editable"),
    path("documents/<int:pk>/withdraw/", folder.Withdraw.as_view(), name="withdraw"),
    path("papers/new/<int:pk>/", papers.Choose.as_view(), name="choose_paper"),
    path("papers/new/<int:pk>/<slug:key>/", papers.Compose.as_view(), name="compose_paper"),
    path("papers/batches/", batches.Batches.as_view(), name="batches"),
    path("papers/batches/new/<int:pk>/", batches.Begin.as_view(), name="begin_batch"),
    path("papers/batches/<int:pk>/", batches.Batch.as_view(), name="batch"),
    path("papers/batches/<int:pk>/stop/", batches.Stop.as_view(), name="stop_batch"),
    path("papers/batches/<int:pk>/resume/", batches.Resume.as_view(), name="resume_batch"),
    path("papers/templates/", templates.Templates.as_view(), name="templates"),
    path("papers/templates/<int:pk>/", templates.Template.as_view(), name="template"),
    path("papers/seals/", seals.Seals.as_view(), name="seals"),
    path("papers/seals/<int:pk>/end/", seals.End.as_view(), name="end_seal"),
    path("verify/", verify.Ask.as_view(), name="ask_verify"),
    path("verify/<str:code>/", verify.Verify.as_view(), name="verify"),
]
