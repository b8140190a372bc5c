"""What must still be done before a letter can be closed."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from monitoring_letters.instruments import region_of, terms_of
from monitoring_letters.models import Demand, Inquiry, SupervisionLetter
from monitoring_letters.services.following import KEPT
from unionlaw.deadlines.engine import left_by
from unionlaw.deadlines.running import running_of
from unionlaw.deadlines.wording import called

CLOSING = "letter.closed"
OF_PROMISES = frozenset({"sup_promise"})


@dataclass(frozen=True, slots=True)
class Duty:
    """An open duty.

    Args:
        text: what is open, naming it.
        anchor: the part of the letter's page where it is met: demands, reinspection or deadlines.
    """

    text: str
    anchor: str


def open_duties(letter: SupervisionLetter) -> list[Duty]:
    """Demands not judged, promises not yet due, a re-inspection that the instrument needs, limits that run on."""
    duties = []
    demands = [] if letter.is_public else list(letter.demands.all())
    for demand in demands:
        if not demand.judgement:
            duties.append(Duty(_("“%(what)s”还没有认定") % {"what": demand.text}, "demands"))
        elif demand.judgement == Demand.Judgement.PROMISED:
            wording = _("“%(what)s”承诺%(on)s前整改，还没有核实")
            duties.append(Duty(wording % {"what": demand.text, "on": demand.promised_on}, "demands"))
    kept = any(demand.judgement in KEPT for demand in demands)
    terms = terms_of(letter.instrument, region_of(letter.matter.organisation))
    if kept and terms.reinspection and not letter.inquiries.filter(purpose=Inquiry.Purpose.REINSPECTION).exists():
        duties.append(Duty(_("认定已整改的，还没有复查"), "reinspection"))
    for deadline in left_by(running_of(letter.pk), CLOSING):
        if deadline.rule_version.rule.key not in OF_PROMISES:
            wording = _("期限未完成：%(what)s（至%(on)s）")
            duties.append(Duty(wording % {"what": called(deadline), "on": deadline.due_on.isoformat()}, "deadlines"))
    return duties
