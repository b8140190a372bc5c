from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from unionlaw.lib.sealed import SealedModel, SealedTextField


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
    # An administrator has seen the password: its holder chooses another before anything else.
    password_is_given = models.BooleanField(_("密码由管理员设置"), default=False, db_default=False)

    class Meta:
        verbose_name = _("用户")
        verbose_name_plural = _("用户")

    def __str__(self) -> str:
        return self.display_name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)


class Draft(SealedModel):
    """A form someone has not finished. Sealed, since it may hold identity numbers; thrown away after DRAFT_LIFETIME."""

    user = models.ForeignKey(User, verbose_name=_("用户"), on_delete=models.CASCADE, related_name="drafts")
    key = models.CharField(_("表单"), max_length=80)
    data = SealedTextField(_("内容"))
    # Where the form stands on the site, so that one finds back to it.
    address = models.CharField(_("页面"), max_length=300, blank=True, db_default="")
    updated_at = models.DateTimeField(_("保存时间"), db_index=True)

    class Meta:
        verbose_name = _("草稿")
        verbose_name_plural = _("草稿")
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="draft_once_per_form")]

    def __str__(self) -> str:
        return self.key

    def text(self) -> str:
        """The fields, form-encoded. Raises SealBroken."""
        return str(self.data.reveal())
