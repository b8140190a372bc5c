from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "unionlaw.documents"
    label = "documents"
    verbose_name = _("文书与材料")

    def ready(self) -> None:
        from unionlaw.documents import events, permissions  # noqa: F401  declare themselves
        from unionlaw.web.navigation import NavItem, register

        register(NavItem(_("文书模板"), "documents:templates", "template", right="paper_template.change", order=75))
        register(NavItem(_("电子印章"), "documents:seals", "rubber-stamp", right="seal.manage", order=76))
