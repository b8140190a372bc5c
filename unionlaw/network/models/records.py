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


class PersonChange(models.Model):
    """What administrators did to a person's account and posts. Append-only.

    Source: GB/T 22239-2019, 8.1.5.1 (what administrators do is recorded) and 8.1.4.3 (records cannot be altered).
    """

    class What(models.TextChoices):
        CREATED = "created", _("新增账号")
        AMENDED = "amended", _("修改账号资料")
        DEACTIVATED = "deactivated", _("停用账号")
        REACTIVATED = "reactivated", _("恢复账号")
        APPOINTED = "appointed", _("任命岗位")
        ENDED = "ended", _("免去岗位")
        DEPUTISED = "deputised", _("指定代理人")
        ABSENT = "absent", _("登记休假")
        ABSENCE_CANCELLED = "back", _("取消休假")
        SIGNED_OUT = "signed_out", _("强制退出")
        UNLOCKED = "unlocked", _("解除锁定")
        PASSWORD = "password", _("重设密码")
        SECOND_FACTOR = "second_factor", _("解除两步验证")

    # Empty when a name was unlocked that no account has.
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="changes")
    what = models.CharField(max_length=16, choices=What)
    at = models.DateTimeField()
    by_user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    by_post = models.ForeignKey("network.Post", models.PROTECT, null=True, related_name="+")
    job = models.CharField(max_length=40, blank=True, db_default="")
    reason = models.CharField(max_length=500, blank=True, db_default="")
    data = models.JSONField(default=dict, help_text="what it was before and is now, in words; never a secret")

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["user", "-at"], name="personchange_user_at"),
            models.Index(fields=["-at", "-id"], name="personchange_at"),
        ]
        triggers = [pgtrigger.Protect(name="personchange_append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


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
