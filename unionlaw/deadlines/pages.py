"""Where time limits join the shell: the entry of the navigation."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionlaw.deadlines.summaries import mine_now
from unionlaw.matters import desk
from unionlaw.network.roles import Role
from unionlaw.web.navigation import NavItem, register


def join() -> None:
    """Called at start-up."""
    desk.register(desk.Tile("forgotten", _("无人看管"), "danger", "deadlines:forgotten", "", {Role.SUPERVISOR}, 17))
    register(
        NavItem(
            pgettext_lazy("list", "期限"),
            "deadlines:list",
            "calendar-due",
            right="deadline.view",
            order=25,
            count=mine_now,
            key="t",
        )
    )
