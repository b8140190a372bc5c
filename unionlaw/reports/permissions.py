"""Who may read, sign and arrange reports."""

from django.utils.translation import gettext_lazy as _

from unionlaw.network.rights import right
from unionlaw.network.roles import Role

SUPERIORS = frozenset({Role.SUPERVISOR, Role.MANAGER})

right("report.read", _("查看报表"), *SUPERIORS, Role.CASEWORKER)  # a caseworker their own organisation's only
right("report.sign", _("签报"), *SUPERIORS)
right("report.layout", _("编排报表版式"), Role.MANAGER, Role.SYSTEM_ADMIN)
right("report.round", _("组织报表"), Role.MANAGER)
