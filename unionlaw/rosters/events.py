"""What can happen to the roster of a group."""

from django.utils.translation import gettext_lazy as _

from unionlaw.matters.vocabulary import EventType, declare

declare(
    EventType(
        "roster.imported",
        _("导入名册"),
        sentence=_("共%(people)d人，新增%(added)d人，更正%(corrected)d处，请求合计%(amount)s元"),
        data={"people": int, "added": int, "corrected": int, "amount": str, "sheet": str},
        audience="organs",
    ),
    EventType(
        "roster.representatives_named",
        _("推举职工代表"),
        sentence=_("%(who)s"),
        data={"who": str, "count": int},
        audience="parties",
    ),
    EventType(
        "roster.consents_recorded",
        _("登记同意推举代表"),
        sentence=_("%(count)d人，%(said_on)s"),
        data={"count": int, "said_on": str},
        audience="organs",
    ),
    EventType(
        "roster.consents_withdrawn",
        _("撤回同意推举代表"),
        sentence=_("%(count)d人"),
        data={"count": int},
        audience="organs",
    ),
    EventType(
        "roster.reported_up",
        _("向上级报告群体争议"),
        sentence=_("%(people)d人，已告知%(told)d名负责人"),
        data={"people": int, "told": int},
    ),
)
