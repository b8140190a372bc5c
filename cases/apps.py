from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "cases"
    label = "cases"
    verbose_name = _("法律援助")

    def ready(self) -> None:
        from cases import events, indicators, notices, pages, permissions, states, succession  # noqa: F401  declare themselves
        from cases.services import due
        from unionlaw.matters.services.events import subscribe
        from unionlaw.network import tree

        # After the engine of time limits, which stands below and has joined already.
        subscribe(due.say_next_step)
        subscribe(notices.on_event)
        notices.join()
        pages.join()
        tree.on_posts_succeeded(succession.hand_on)
