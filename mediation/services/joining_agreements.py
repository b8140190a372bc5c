"""Where agreements, confirmation and performance join the rest of the portal at start-up."""

from __future__ import annotations

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mediation import notices, papers, states
from mediation.models import Agreement, Confirmation, Mediation
from mediation.services import (  # noqa: F401  put conditions and duties into their registries
    agreement_warnings,
    agreements,
    closing_performance,
    confirming,
    due,
    performing,
    remedies,
    signing,
)
from mediation.services.agreed import open_warnings, standing_of
from unionlaw.matters.models import Event
from unionlaw.network.models import Post
from unionlaw.network.roles import Role
from unionlaw.notices.kinds import NoticeKind, declare


def join() -> None:
    """Papers, next steps, and the table of warnings checked. Raises ValueError for a wrong entry of the table."""
    agreement_warnings.table()
    papers.join()
    due.STEPS[states.SETTLING] = settling
    due.STEPS[states.PERFORMING] = performing_step
    notices.TOLD |= TOLD
    declare(
        NoticeKind(
            "mediation.effective",
            _("%(number)s的协议已生效"),
            _("请办理审查确认，跟进履行。"),
            label=notices.MEDIATIONS,
        ),
        NoticeKind(
            "mediation.confirmation_filed",
            _("%(number)s已申请审查确认"),
            _("请登记受理和结果。"),
            label=notices.MEDIATIONS,
        ),
        NoticeKind(
            "mediation.confirmation_decided",
            _("%(number)s的审查确认有了结果"),
            _("请把文书送交双方。"),
            label=notices.MEDIATIONS,
        ),
        NoticeKind(
            "mediation.breached", _("%(number)s的协议没有履行"), _("请办理违约救济。"), label=notices.MEDIATIONS
        ),
    )


def confirming_organ(mediation: Mediation, event: Event) -> list[Post]:
    """The people of the organ that is to confirm, where it takes part in the mediation."""
    found = Confirmation.objects.filter(pk=event.data.get("confirmation"), organ__isnull=False).first()
    if found is None or not mediation.participations.filter(left_on=None, organisation=found.organ_id).exists():
        return []
    posts = Post.objects.open(on=timezone.localdate(event.happened_at))
    return list(posts.filter(organisation=found.organ_id, role__in=(Role.PARTNER, Role.MEDIATOR), user__is_active=True))


TOLD: dict[str, tuple[notices.Told, ...]] = {
    "mediation.agreement_effective": (("mediation.effective", notices.owner),),
    "mediation.arbitral_confirmation_filed": (("mediation.confirmation_filed", confirming_organ),),
    "mediation.judicial_confirmation_filed": (("mediation.confirmation_filed", confirming_organ),),
    "mediation.confirmation_granted": (("mediation.confirmation_decided", notices.owner),),
    "mediation.confirmation_refused": (("mediation.confirmation_decided", notices.owner),),
    "mediation.breached": (("mediation.breached", notices.owner),),
}
"""Event → what is told, and to whom."""


def settling(mediation: Mediation) -> str | Promise:
    """From draft to signature."""
    waiting = [one for one in standing_of(mediation) if one.state != Agreement.State.EFFECTIVE]
    if not waiting:
        return _("拟定调解协议")
    if any(open_warnings(one) for one in waiting):
        return _("核对协议提示")
    if any(one.paper_id is None for one in waiting):
        return _("制作协议书")
    return _("双方、调解员和调解组织签署")


def performing_step(mediation: Mediation) -> str | Promise:
    """Confirmation first, then money."""
    if mediation.breaches.filter(cured_on=None).exists():
        return _("办理违约救济")
    applied = set(Confirmation.objects.filter(agreement__mediation=mediation).values_list("state", flat=True))
    if Confirmation.State.PREPARED in applied:
        return _("双方签署并递交审查确认申请")
    if not applied:
        return _("商定是否申请审查确认")
    if applied & {Confirmation.State.FILED, Confirmation.State.ACCEPTED}:
        return _("等待审查确认结果，跟进履行")
    return _("跟进履行") if performing.outstanding(mediation) else _("回访职工，办结")
