from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworkConfig(AppConfig):
    name = "unionlaw.network"
    label = "network"
    verbose_name = _("组织与人员")

    def ready(self) -> None:
        from unionlaw.network import (
            pages,
            permissions,  # noqa: F401  declares rights
            saved_views,
        )
        from unionlaw.web.lists import ports

        ports.plug_in(saved_views)
        pages.join()
