from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "unionlaw.documents"
    label = "documents"
    verbose_name = _("文书与材料")

    def ready(self) -> None:
        from unionlaw.documents import events, permissions  # noqa: F401  declare themselves
