"""What must be remembered about reading, and the views of lists that people keep."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _


class ReadLog(models.Model):
    """Who opened, revealed or exported something sensitive, when and why. Append-only.

    Source: 个人信息保护法 arts 51, 54; 网络安全法 art. 23(3) (logs kept at least six months).
    """

    class Action(models.TextChoices):
        OPEN = "open", _("查看")
        REVEAL = "reveal", _("显示完整信息")
        LOOKUP = "lookup", _("精确查找")
        EXPORT = "export", _("导出")

    at = models.DateTimeField()
    action = models.CharField(max_length=10, choices=Action)
    subject = models.CharField(max_length=80, help_text='"worker:12", "matter:7", "list:matters"')
    reason = models.CharField(max_length=500, blank=True, db_default="")
    data = models.JSONField(default=dict)
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    post = models.ForeignKey("network.Post", models.PROTECT, null=True, related_name="+")
    job = models.CharField(max_length=40, blank=True, db_default="")

    class Meta:
        indexes = [
            models.Index(fields=["subject", "-at"], name="readlog_subject_at"),
            models.Index(fields=["user", "-at"], name="readlog_user_at"),
            models.Index(fields=["-at", "-id"], name="readlog_at"),
        ]
        triggers = [pgtrigger.Protect(name="readlog_append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


class SavedView(models.Model):
    """A named query of a list; shared with an organisation's people when `organisation` is set."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="saved_views")
    organisation = models.ForeignKey("network.Organisation", models.CASCADE, null=True, blank=True)
    list_key = models.CharField(max_length=40)
    name = models.CharField(_("名称"), max_length=40)
    query = models.CharField(max_length=2000, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "list_key", "name"],
                name="saved_view_name_once",
                violation_error_message=_("您已有同名的视图。"),
            )
        ]
        indexes = [models.Index(fields=["organisation", "list_key"], name="saved_view_shared")]
