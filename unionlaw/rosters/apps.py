from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RostersConfig(AppConfig):
    name = "unionlaw.rosters"
    label = "rosters"
    verbose_name = _("群体名册")

    def ready(self) -> None:
        from unionlaw.rosters import columns, events, notices, permissions, purposes  # noqa: F401  declare themselves

        notices.join()
        purposes.join()
