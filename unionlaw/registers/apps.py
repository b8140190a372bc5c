from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RegistersConfig(AppConfig):
    name = "unionlaw.registers"
    label = "registers"
    verbose_name = _("职工与用人单位")

    def ready(self) -> None:
        from unionlaw.network import tree
        from unionlaw.registers import hooks, permissions  # noqa: F401  declares rights
        from unionlaw.web import navigation

        tree.on_moved(hooks.rescope_workers)
        tree.on_merged(hooks.take_over_workers)
        navigation.register(
            navigation.NavItem(
                pgettext_lazy("list", "职工"), "registers:workers", "users", right="worker.view", order=50, key="w"
            )
        )
        navigation.register(
            navigation.NavItem(
                pgettext_lazy("list", "用人单位"),
                "registers:employers",
                "building",
                right="employer.view",
                order=60,
                key="e",
            )
        )
