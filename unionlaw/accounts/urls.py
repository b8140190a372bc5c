"""One's own account: `path("account/", include("unionlaw.accounts.urls"))`; allauth's own routes lie beside it."""

from django.urls import path

from unionlaw.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.Overview.as_view(), name="overview"),
    path("email/", views.ChangeEmail.as_view(), name="email"),
    path("second-factor/", views.second_factor, name="second_factor"),
    path("language/", views.language, name="language"),
]
