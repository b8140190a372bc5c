"""Notices: `path("", include("unionlaw.notices.urls"))`."""

from django.urls import path

from unionlaw.notices import lists
from unionlaw.notices.views import administration, health, inbox

app_name = "notices"
urlpatterns = [
    path("notices/", lists.Inbox.as_view(), name="inbox"),
    path("notices/count/", inbox.count, name="count"),
    path("notices/read/", inbox.ReadAll.as_view(), name="read_all"),
    path("notices/<int:pk>/", inbox.OpenNotice.as_view(), name="notice"),
    path("account/notices/", inbox.Preferences.as_view(), name="preferences"),
    path("administration/dead-letters/", lists.DeadLetters.as_view(), name="dead_letters"),
    path("administration/dead-letters/<int:pk>/", administration.DeadLetter.as_view(), name="dead_letter"),
    path("administration/dead-letters/<int:pk>/send-again/", administration.SendAgain.as_view(), name="send_again"),
    path("administration/dead-letters/<int:pk>/drop/", administration.Drop.as_view(), name="drop"),
    path("administration/robots/", administration.Robots.as_view(), name="robots"),
    path("administration/robots/add/", administration.AddRobot.as_view(), name="add_robot"),
    path("administration/robots/<int:pk>/try/", administration.TryRobot.as_view(), name="try_robot"),
    path(
        "administration/robots/<int:pk>/deactivate/", administration.DeactivateRobot.as_view(), name="deactivate_robot"
    ),
    path("healthz/deep", health.deep, name="deep_health"),
]
