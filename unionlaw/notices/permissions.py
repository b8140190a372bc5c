"""Who may do what with notices."""

from django.utils.translation import gettext_lazy as _

from unionlaw.network.rights import right
from unionlaw.network.roles import EVERYONE, Role

right("notice.view", _("查看本人的消息"), *EVERYONE)
right("notice.told", _("查看提醒的送达情况"), Role.SUPERVISOR, Role.MANAGER)
right("robot.manage", _("管理群机器人"), Role.SYSTEM_ADMIN)
right("delivery.manage", _("处理未送达的通知"), Role.SYSTEM_ADMIN)
