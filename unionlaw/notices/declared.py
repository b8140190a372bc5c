"""The kinds of notices that this app tells by itself."""

from django.utils.translation import gettext_lazy as _

from unionlaw.notices.kinds import NoticeKind, declare

declare(
    NoticeKind(
        "delivery.dead",
        _("%(place)s有一条紧急提醒没有送到本人"),
        _("邮件或短信多次发送未成功。请当面或电话告知，系统管理员会处理发送故障。"),
        label=_("提醒未送达"),
    )
)
