from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "unionlaw.notices"
    label = "notices"
    verbose_name = _("通知")

    def ready(self) -> None:
        from unionlaw.notices import declared, permissions  # noqa: F401  declare themselves
