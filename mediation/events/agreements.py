"""The agreement, its confirmation, and whether it is kept."""

from django.utils.translation import gettext_lazy as _

from mediation import states
from unionlaw.matters.vocabulary import EventType, declare

# agreement, confirmation, instalment: which one, for the time limits of each.
CONFIRMATION: dict[str, type] = {
    "route": str,
    "organ": str,
    "confirmation": int,
    "agreement": int,
    "happened_on": str,
    "number": str,
}
# All payments of one agreement on one day are one instalment; `instalment` is the first of its rows.
INSTALMENT: dict[str, type] = {
    "who": str,
    "number": int,
    "amount": str,
    "due_on": str,
    "instalment": int,
    "what": str,
    "happened_on": str,
}
EFFECTIVE: dict[str, type] = {"effective_on": str, "amount": str, "agreement": int, "who": str}

declare(
    EventType(
        "mediation.agreement_drafted",
        _("拟定调解协议"),
        sentence=_("%(who)s，%(amount)s元"),
        data={"who": str, "amount": str, "agreement": int, "version": int},
        next_step=_("签署协议"),
        audience="parties",
    ),
    EventType(
        "mediation.agreement_revised",
        _("修改调解协议"),
        sentence=_("第%(version)d版"),
        data={"version": int, "agreement": int},
        audience="parties",
    ),
    EventType(
        "mediation.agreement_checked",
        _("核对协议提示"),
        sentence=_("共%(count)d项"),
        data={"count": int, "agreement": int},
    ),
    EventType(
        "mediation.agreement_signed",
        _("签署协议"),
        sentence=_("%(who)s（%(how)s）"),
        data={"who": str, "how": str, "agreement": int, "left": int},
        audience="parties",
    ),
    EventType(
        "mediation.agreement_effective",
        _("协议生效"),
        sentence=_("%(effective_on)s，%(amount)s元"),
        data=EFFECTIVE,
        leads_to=states.PERFORMING,
        next_step=_("申请审查确认，跟进履行"),
        audience="parties",
    ),
    # Of several agreements one that takes effect while others still wait for signatures.
    EventType(
        "mediation.part_effective",
        _("一份协议生效"),
        sentence=_("%(who)s，%(effective_on)s，%(amount)s元"),
        data=EFFECTIVE,
        audience="parties",
    ),
    EventType(
        "mediation.instalment_due",
        _("约定付款"),
        sentence=_("%(who)s第%(number)d期，%(amount)s元，%(due_on)s前付"),
        data=INSTALMENT,
        audience="parties",
    ),
    EventType(
        "mediation.confirmation_prepared",
        _("准备审查确认申请"),
        sentence=_("%(route)s，%(organ)s"),
        data=CONFIRMATION,
        audience="organs",
    ),
    EventType(
        "mediation.arbitral_confirmation_filed",
        _("递交仲裁审查申请"),
        sentence=_("%(organ)s"),
        data=CONFIRMATION,
        audience="parties",
    ),
    EventType(
        "mediation.judicial_confirmation_filed",
        _("递交司法确认申请"),
        sentence=_("%(organ)s"),
        data=CONFIRMATION,
        audience="parties",
    ),
    EventType(
        "mediation.arbitral_confirmation_accepted",
        _("仲裁审查已受理"),
        sentence=_("%(number)s"),
        data=CONFIRMATION,
        audience="parties",
    ),
    EventType(
        "mediation.judicial_confirmation_accepted",
        _("司法确认已受理"),
        sentence=_("%(number)s"),
        data=CONFIRMATION,
        audience="parties",
    ),
    EventType(
        "mediation.confirmation_granted",
        _("予以确认"),
        sentence=_("%(route)s，%(number)s"),
        data=CONFIRMATION,
        next_step=_("把确认文书送交双方，跟进履行"),
        audience="parties",
    ),
    EventType(
        "mediation.confirmation_refused",
        _("不予确认"),
        sentence=_("%(route)s，%(number)s"),
        data=CONFIRMATION,
        next_step=_("告知双方其他途径"),
        audience="parties",
    ),
    EventType(
        "mediation.confirmation_withdrawn",
        _("撤回审查确认申请"),
        sentence=_("%(route)s"),
        data=CONFIRMATION,
        audience="parties",
    ),
    EventType(
        "mediation.payment_recorded",
        _("登记履行"),
        sentence=_("%(who)s到账%(amount)s元"),
        data={"who": str, "amount": str, "lines": list},
        audience="parties",
    ),
    EventType(
        "mediation.instalment_met",
        _("一期付清"),
        sentence=_("%(who)s第%(number)d期，%(amount)s元"),
        data=INSTALMENT,
        audience="parties",
    ),
    EventType(
        "mediation.instalment_reopened",
        _("一期重新待付"),
        sentence=_("%(who)s第%(number)d期，%(amount)s元"),
        data=INSTALMENT,
        audience="parties",
    ),
    EventType(
        "mediation.paid_in_full",
        _("全部付清"),
        sentence=_("共%(amount)s元"),
        data={"amount": str},
        next_step=_("回访职工，办结"),
        audience="parties",
    ),
    EventType(
        "mediation.payment_cancelled",
        _("撤销履行登记"),
        sentence=_("%(worker)s · %(head)s：撤销%(amount)s元"),
        data={"worker": str, "head": str, "amount": str},
    ),
    EventType(
        "mediation.debtor_reminded",
        _("催告履行"),
        sentence=_("%(who)s：%(how)s"),
        data={"who": str, "how": str},
        audience="organs",
    ),
    EventType(
        "mediation.breached",
        _("违约"),
        sentence=_("%(what)s，欠付%(amount)s元"),
        data={"what": str, "amount": str, "breach": int, "instalment": int, "since_on": str},
        next_step=_("办理违约救济"),
        audience="parties",
    ),
    EventType(
        "mediation.breach_cured",
        _("违约已补正"),
        sentence=_("%(what)s"),
        data={"what": str, "breach": int},
        audience="parties",
    ),
    EventType(
        "mediation.remedy_prepared",
        _("办理违约救济"),
        sentence=_("%(kind)s"),
        data={"kind": str, "breach": int, "matter_id": int},
        audience="parties",
    ),
    EventType(
        "mediation.performed",
        _("履行完毕，办结"),
        sentence=_("共履行%(amount)s元"),
        data={"amount": str},
        leads_to=states.PERFORMED,
        ends_as="performed",
        audience="parties",
    ),
    EventType(
        "mediation.unperformed",
        _("未履行，转程序办结"),
        sentence=_("欠付%(amount)s元"),
        data={"amount": str},
        leads_to=states.UNPERFORMED,
        ends_as="unperformed",
        drops_deadlines=True,
        audience="parties",
    ),
)
