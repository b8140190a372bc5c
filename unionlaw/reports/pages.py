"""Where reports join the shell: the entry of the navigation."""

from django.utils.translation import pgettext_lazy

from unionlaw.matters import desk
from unionlaw.reports.desk import section
from unionlaw.web.navigation import NavItem, register


def join() -> None:
    """Called at start-up."""
    register(
        NavItem(
            pgettext_lazy("list", "报表"), "reports:live", "report-analytics", right="report.read", order=48, key="r"
        )
    )
    desk.register_section(section)
