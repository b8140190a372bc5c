from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediationConfig(AppConfig):
    name = "mediation"
    label = "mediation"
    verbose_name = _("调解")

    def ready(self) -> None:
        from mediation import events, permissions, states  # noqa: F401  declare themselves
