"""The entries of the navigation."""

from django.utils.translation import gettext_lazy as _

from unionlaw.web.navigation import NavItem, register


def join() -> None:
    """Called at start-up."""
    register(NavItem(_("组织与人员"), "network:organisations", "sitemap", right="organisation.view", order=70, key="o"))
    register(NavItem(_("管理"), "network:administration", "settings", right="admin.view", order=80))
