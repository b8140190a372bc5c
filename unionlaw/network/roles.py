"""The roles a post can carry. A role says what one may do; the post's organisation says where."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    CASEWORKER = "caseworker", _("经办人")
    SUPERVISOR = "supervisor", _("负责人")
    LAWYER = "lawyer", _("工会律师")
    MEDIATOR = "mediator", _("调解员")
    LETTER_APPROVER = "letter_approver", _("函书审批人")
    MANAGER = "manager", _("管理者")
    PARTNER = "partner", _("协作单位人员")
    SYSTEM_ADMIN = "system_admin", _("系统管理员")
    SECURITY_ADMIN = "security_admin", _("安全管理员")
    AUDIT_ADMIN = "audit_admin", _("审计管理员")


ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
# These see the whole subtree of their organisation; everyone else sees what was granted to them.
TREE_READERS = frozenset({Role.CASEWORKER, Role.SUPERVISOR, Role.LETTER_APPROVER, Role.MANAGER, Role.MEDIATOR})
STAFF = frozenset({Role.CASEWORKER, Role.SUPERVISOR})
EVERYONE = frozenset(Role)
