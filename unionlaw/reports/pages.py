"""Where reports join the shell: the entry of the navigation, and what a desk says of them."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionlaw.matters import desk
from unionlaw.network.roles import Role
from unionlaw.reports import states
from unionlaw.reports.desk import section
from unionlaw.web.navigation import NavItem, register


def join() -> None:
    """Called at start-up."""
    register(
        NavItem(
            pgettext_lazy("list", "报表"), "reports:live", "report-analytics", right="report.read", order=48, key="r"
        )
    )
    to_sign = f"mine=true&status={states.COMPUTED}&sort=due"
    signers = {Role.SUPERVISOR, Role.MANAGER}
    desk.register(desk.Tile("reports-to-sign", _("待签报报表"), "soon", "reports:rounds", to_sign, signers, 15))
    desk.register_section(section)
