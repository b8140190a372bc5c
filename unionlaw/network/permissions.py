"""Who may do what with organisations, people and posts. The three administrators divide the work among them
(GB/T 22239-2019, 8.1.5: system, security and audit administration are separate)."""

from django.utils.translation import gettext_lazy as _

from unionlaw.network.rights import right
from unionlaw.network.roles import ADMINISTRATORS, EVERYONE, STAFF, Role

right("organisation.view", _("查看组织与人员"), *EVERYONE)
right("organisation.change", _("设立、变更、撤销组织"), Role.SYSTEM_ADMIN)
right("person.change", _("新增、停用人员账号"), Role.SYSTEM_ADMIN)
right("post.change", _("任免岗位"), Role.SECURITY_ADMIN)
right("absence.record", _("登记本人休假"), *EVERYONE)
right("absence.record_others", _("登记他人休假"), Role.SUPERVISOR, Role.SYSTEM_ADMIN)
right("account.secure", _("处理账号安全"), Role.SECURITY_ADMIN)
right("audit.view", _("查看审计记录"), Role.AUDIT_ADMIN)
right("admin.view", _("进入管理"), *ADMINISTRATORS)
right("organisation.export", _("导出组织名录"), *STAFF, Role.MANAGER, *ADMINISTRATORS)
right("person.export", _("导出人员名录"), Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
right("audit.export", _("导出审计记录"), Role.AUDIT_ADMIN)
