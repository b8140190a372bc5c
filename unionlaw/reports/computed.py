"""Finding a computed report, or the round whose facts were kept, as its readers do."""

from __future__ import annotations

from django.utils.translation import gettext as _

from unionlaw.lib.errors import Missing
from unionlaw.matters.models import Matter
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation
from unionlaw.reports import reach
from unionlaw.reports.models import Report, Round


def computed_report(by: Actor, pk: int | None) -> Report:
    """The report with its round, layout and organisation, once its figures were computed.

    Raises:
        Missing: there is none for this actor.
        Refused: the actor may not read this organisation's reports.
    """
    visible = Matter.objects.visible_to(by).filter(pk=pk or 0)
    found = Report.objects.select_related("round__layout", "round__organisation", "organisation")
    report = found.filter(matter__in=visible, round__computed_at__isnull=False).first()
    if report is None:
        raise Missing(_("没有这份报表，或者它还没有统计。"))
    reach.readable(by, report.organisation_id)
    return report


def computed_round(organisation: Organisation, pk: int | None) -> Round:
    """The round in which an organisation's figures were computed; whoever reads the organisation reads these.

    Raises Missing: there is none, it is not computed, or it is of another tree.
    """
    found = Round.objects.filter(pk=pk or 0, computed_at__isnull=False).first()
    if found is None or found.organisation_id not in organisation.lineage:
        raise Missing(_("没有这一期报表。"))
    return found
