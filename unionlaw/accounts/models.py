from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A person's login identity. What they may do hangs on their posts (unionlaw.network), never on the user itself."""

    # Chinese names are one field: family and given name are not told apart reliably.
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]

    display_name = models.CharField(_("姓名"), max_length=60, blank=True, default="")
    email = models.EmailField(_("电子邮箱"), blank=True, default="")
    # Empty: follow the browser.
    language = models.CharField(
        _("界面语言"),
        max_length=10,
        blank=True,
        default="",
        choices=[("zh-hans", "简体中文"), ("en", "English")],
    )

    class Meta:
        verbose_name = _("用户")
        verbose_name_plural = _("用户")

    def __str__(self) -> str:
        return self.display_name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)
