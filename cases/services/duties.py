"""What must still be done before a case can be closed."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import AidCase, Material
from unionlaw.deadlines.engine import left_by
from unionlaw.deadlines.running import running_of
from unionlaw.deadlines.wording import called
from unionlaw.lib.wording import shown
from unionlaw.matters.models import Claim

CLOSING = "aid_case.closed"


@dataclass(frozen=True, slots=True)
class Duty:
    """An open duty.

    Args:
        text: what is open, naming it.
        anchor: the part of the case's page where it is met: claims, hearings, deadlines, materials or supplement.
    """

    text: str
    anchor: str


def open_duties(case: AidCase) -> list[Duty]:
    """Workers' claims without an outcome in this case, hearings without a result, time limits that run on, papers
    neither received nor waived."""
    undecided = (
        Claim.objects.filter(party__dispute=case.matter.dispute_id, party__organisation=None)
        .exclude(outcomes__matter=case.pk)
        .select_related("party__worker", "party__employer", "party__organisation")
        .order_by("party_id", "pk")
    )
    duties = [
        Duty(
            _("%(who)s的“%(head)s”还没有登记结果") % {"who": claim.party.name, "head": claim.get_head_display()},
            "claims",
        )
        for claim in undecided
    ]
    for hearing in (hearing for hearing in case.hearings.all() if hearing.held is None):
        begins = timezone.localtime(hearing.starts_at)
        duties.append(
            Duty(
                _("%(when)s的%(what)s还没有记录结果")
                % {"when": f"{begins:%Y-%m-%d %H:%M}", "what": hearing.get_what_display()},
                "hearings",
            )
        )
    request = getattr(case, "supplement_request", None)
    if request and request.received_on is None:
        duties.append(Duty(_("一次性告知的补正材料尚未收齐"), "supplement"))
    for deadline in left_by(running_of(case.pk), CLOSING):
        # A hearing's own limit is met with its result, which is a duty already.
        if deadline.rule_version.rule.key != "hearing_attend":
            wording = _("期限未完成：%(what)s（至%(on)s）")
            duties.append(Duty(wording % {"what": called(deadline), "on": deadline.due_on.isoformat()}, "deadlines"))
    for material in unsettled(case, Material.RequiredFor.REVIEW, Material.RequiredFor.CLOSING):
        wording = _("欠交审查材料：%(label)s") if material.required_for == "review" else _("缺少结案材料：%(label)s")
        duties.append(Duty(wording % {"label": shown(material.label)}, "materials"))
    return duties


def unsettled(case: AidCase, *required_for: str) -> list[Material]:
    """Materials of these classes that are neither received nor waived; a prefetched checklist is not read again."""
    return [m for m in case.materials.all() if m.required_for in required_for and not m.is_settled]
