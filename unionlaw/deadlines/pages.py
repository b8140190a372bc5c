"""Where time limits join the shell: the entry of the navigation."""

from django.utils.translation import pgettext_lazy

from unionlaw.deadlines.summaries import mine_now
from unionlaw.deadlines.unwatched import desk_tiles
from unionlaw.matters import desk
from unionlaw.web.navigation import NavItem, register


def join() -> None:
    """Called at start-up."""
    desk.register_tiles(desk_tiles)
    register(
        NavItem(
            pgettext_lazy("list", "期限"),
            "deadlines:list",
            "calendar-due",
            right="deadline.view",
            order=25,
            count=mine_now,
        )
    )
