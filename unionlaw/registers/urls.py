from django.urls import path

from unionlaw.registers.views import contacts, employers, lists, lookup, workers

app_name = "registers"
urlpatterns = [
    path("workers/", lists.WorkerList.as_view(), name="workers"),
    path("workers/new/", workers.WorkerRegister.as_view(), name="worker_new"),
    path("workers/find/", workers.WorkerFind.as_view(), name="worker_find"),
    path("workers/lookup/", lookup.WorkerLookup.as_view(), name="worker_lookup"),
    path("workers/check/", lookup.WorkerCheck.as_view(), name="worker_check"),
    path("workers/<int:pk>/", workers.WorkerPage.as_view(), name="worker"),
    path("workers/<int:pk>/amend/", workers.WorkerAmend.as_view(), name="worker_amend"),
    path("workers/<int:pk>/reveal/", workers.WorkerReveal.as_view(), name="worker_reveal"),
    path("workers/<int:pk>/merge/", workers.WorkerMerge.as_view(), name="worker_merge"),
    path("employers/", lists.EmployerList.as_view(), name="employers"),
    path("employers/new/", employers.EmployerRegister.as_view(), name="employer_new"),
    path("employers/lookup/", lookup.EmployerLookup.as_view(), name="employer_lookup"),
    path("employers/check/", lookup.EmployerCheck.as_view(), name="employer_check"),
    path("employers/<int:pk>/", employers.EmployerPage.as_view(), name="employer"),
    path("employers/<int:pk>/amend/", employers.EmployerAmend.as_view(), name="employer_amend"),
    path("employers/<int:pk>/merge/", employers.EmployerMerge.as_view(), name="employer_merge"),
    path("employers/<int:pk>/contacts/new/", contacts.ContactAdd.as_view(), name="contact_new"),
    path("employers/<int:pk>/contacts/<int:contact_id>/", contacts.ContactAmend.as_view(), name="contact_amend"),
    path(
        "employers/<int:pk>/contacts/<int:contact_id>/reveal/",
        contacts.ContactReveal.as_view(),
        name="contact_reveal",
    ),
    path(
        "employers/<int:pk>/contacts/<int:contact_id>/remove/",
        contacts.ContactRemove.as_view(),
        name="contact_remove",
    ),
    path("employers/<int:pk>/relations/new/", contacts.RelationAdd.as_view(), name="relation_new"),
    path(
        "employers/<int:pk>/relations/<int:relation_id>/remove/",
        contacts.RelationRemove.as_view(),
        name="relation_remove",
    ),
]
