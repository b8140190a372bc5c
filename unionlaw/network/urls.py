"""Organisations, people and administration: `path("", include("unionlaw.network.urls"))`."""

from django.urls import path

from unionlaw.network.views import (
    absences,
    administration,
    audit,
    directory,
    lists,
    organisations,
    people,
    posts,
    security,
)

app_name = "network"
urlpatterns = [
    path("network/", directory.Tree.as_view(), name="organisations"),
    path("network/organisations/", lists.OrganisationList.as_view(), name="organisation_list"),
    path("network/organisations/<int:pk>/", directory.OrganisationPage.as_view(), name="organisation"),
    path("network/organisations/<int:pk>/branch/", directory.branch, name="branch"),
    path("network/people/", lists.PeopleList.as_view(), name="people"),
    path("network/people/<int:pk>/", directory.PersonPage.as_view(), name="person"),
    path("network/people/<int:pk>/absence/", absences.RecordAbsence.as_view(), name="record_absence"),
    path("network/absences/", absences.OwnAbsences.as_view(), name="absences"),
    path("network/absences/<int:pk>/cancel/", absences.CancelAbsence.as_view(), name="cancel_absence"),
    path("network/act-as/", directory.act_as, name="act_as"),
    path("administration/", administration.Administration.as_view(), name="administration"),
    path("administration/organisations/found/", organisations.Found.as_view(), name="found"),
    path("administration/organisations/<int:pk>/amend/", organisations.Amend.as_view(), name="amend"),
    path("administration/organisations/<int:pk>/move/", organisations.Move.as_view(), name="move"),
    path("administration/organisations/<int:pk>/merge/", organisations.Merge.as_view(), name="merge"),
    path("administration/organisations/<int:pk>/close/", organisations.Close.as_view(), name="close"),
    path("administration/people/new/", people.CreatePerson.as_view(), name="create_person"),
    path("administration/people/<int:pk>/amend/", people.AmendPerson.as_view(), name="amend_person"),
    path("administration/people/<int:pk>/deactivate/", people.Deactivate.as_view(), name="deactivate"),
    path("administration/people/<int:pk>/reactivate/", people.Reactivate.as_view(), name="reactivate"),
    path("administration/people/<int:pk>/appoint/", posts.Appoint.as_view(), name="appoint"),
    path("administration/people/<int:pk>/sign-out/", security.SignOut.as_view(), name="sign_out"),
    path("administration/people/<int:pk>/password/", security.RenewPassword.as_view(), name="password"),
    path("administration/people/<int:pk>/second-factor/", security.RemoveSecondFactor.as_view(), name="second_factor"),
    path("administration/posts/<int:pk>/end/", posts.EndPost.as_view(), name="end_post"),
    path("administration/posts/<int:pk>/deputy/", posts.Deputy.as_view(), name="deputy"),
    path("administration/sign-ins/", audit.AttemptList.as_view(), name="attempts"),
    path("administration/sign-ins/<int:pk>/unlock/", security.Unlock.as_view(), name="unlock"),
    path("administration/audit/reads/", audit.ReadLogList.as_view(), name="read_log"),
    path("administration/audit/people/", audit.PersonChangeList.as_view(), name="person_changes"),
    path("administration/audit/organisations/", audit.OrganisationChangeList.as_view(), name="organisation_changes"),
]
