from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "unionlaw.reports"
    label = "reports"
    verbose_name = _("报表")

    def ready(self) -> None:
        from unionlaw.reports import shared_dimensions, shared_indicators, shared_sources  # noqa: F401  declare themselves
