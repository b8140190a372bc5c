from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "unionlaw.reports"
    label = "reports"
    verbose_name = _("报表")

    def ready(self) -> None:
        from unionlaw.reports import pages, permissions, shared_dimensions, shared_indicators  # noqa: F401  declare themselves

        pages.join()
        from unionlaw.reports import events, kind_page, states  # noqa: F401  declare themselves

        kind_page.join()
        from unionlaw.reports import notices, tasks_outputs  # noqa: F401  declare themselves

        notices.join()
        from unionlaw.network import tree
        from unionlaw.reports.services import following

        tree.on_merged(following.take_over)
        tree.on_posts_succeeded(following.hand_on)
