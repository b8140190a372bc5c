"""What system administrators are told when a reminder could not take its way."""

from django.utils.translation import gettext_lazy as _

from unionlaw.notices import kinds

NOBODY = kinds.NoticeKind(
    "deadline.nobody",
    _("没有人可以提醒：%(rule)s"),
    _("到期日为%(due_on)s的一项期限该提醒了，但责任人、代理人和各级负责人都不在岗。请任命岗位或移交事项。"),
    label=_("提醒异常"),
)
PUT_ASIDE = kinds.NoticeKind(
    "deadline.put_aside",
    _("一项期限的提醒出错，已搁置"),
    _("%(organisation)s的期限（编号%(deadline)s，到期日%(due_on)s）无法写出提醒。请检查规则和提醒级别，然后恢复提醒。"),
    label=_("提醒异常"),
)
kinds.declare(NOBODY, PUT_ASIDE)
