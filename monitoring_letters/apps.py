from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MonitoringLettersConfig(AppConfig):
    name = "monitoring_letters"
    label = "monitoring_letters"
    verbose_name = _("一函两书")

    def ready(self) -> None:
        from monitoring_letters import (  # noqa: F401  declare themselves
            events,
            indicators,
            joining,
            notices,
            pages,
            papers,
            permissions,
            states,
        )
        from monitoring_letters.services import due
        from unionlaw.matters.services.events import subscribe

        # After the engine of time limits, which stands below and has joined already.
        subscribe(due.say_next_step)
        subscribe(notices.on_event)
        notices.join()
        papers.join()
        pages.join()
        joining.join()
