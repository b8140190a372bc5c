from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MattersConfig(AppConfig):
    name = "unionlaw.matters"
    label = "matters"
    verbose_name = _("事项")

    def ready(self) -> None:
        from django.core.checks import register
        from django.db.models.signals import post_migrate

        from unionlaw.matters import (  # noqa: F401
            checks,
            desk,
            events,
            hooks,
            permissions,
            searching,
            statuses,
            subjects,
            unfinished,
        )
        from unionlaw.web import navigation

        navigation.register(navigation.NavItem(_("我的工作台"), "matters:desk", "layout-dashboard", order=10, key="d"))
        navigation.register(
            navigation.NavItem(
                pgettext_lazy("list", "事项"), "matters:list", "folders", right="matter.view", order=20, key="m"
            )
        )
        register(checks.vocabulary_is_sound)
        # Reference rows, not domain logic: the status table mirrors every app's states.py after each migrate.
        post_migrate.connect(statuses.write_statuses, sender=self)
        desk.join()
        desk.register_counts(unfinished.tiles)
        searching.join()
        hooks.join()
        subjects.join()
