from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistersConfig(AppConfig):
    name = "unionlaw.registers"
    label = "registers"
    verbose_name = _("职工与用人单位")

    def ready(self) -> None:
        from unionlaw.network import tree
        from unionlaw.registers import hooks, permissions  # noqa: F401  declares rights

        tree.on_moved(hooks.rescope_workers)
        tree.on_merged(hooks.take_over_workers)
