from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "cases"
    label = "cases"
    verbose_name = _("法律援助")

    def ready(self) -> None:
        from cases import events, pages, permissions, states, succession  # noqa: F401  declare themselves
        from unionlaw.network import tree

        pages.join()
        tree.on_posts_succeeded(succession.hand_on)
