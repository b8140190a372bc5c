from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "unionlaw.accounts"
    label = "accounts"
    verbose_name = _("账号")

    def ready(self) -> None:
        from unionlaw.accounts.services.drafts import DatabaseStore
        from unionlaw.web import drafts

        drafts.use(DatabaseStore())
