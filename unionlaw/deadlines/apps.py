from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeadlinesConfig(AppConfig):
    name = "unionlaw.deadlines"
    label = "deadlines"
    verbose_name = _("期限")

    def ready(self) -> None:
        from unionlaw.deadlines import alarms, engine, events, hooks, kinds, pages, permissions  # noqa: F401  declare themselves
        from unionlaw.matters.services.events import subscribe

        subscribe(engine.on_event)
        kinds.join()
        hooks.join()
        pages.join()
