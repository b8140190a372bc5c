"""Reports around an office: the standard layout, a file that was made of it, one that is sent, one that is signed."""

from datetime import date
from typing import Any

from tests.cast import NOON
from unionlaw.network.actors import Actor
from unionlaw.network.roles import Role
from unionlaw.reports import layouts
from unionlaw.reports.models import Report
from unionlaw.reports.services import deliveries, making, outputs
from unionlaw.reports.services.computing_rounds import compute_round
from unionlaw.reports.services.layouts import copy_layout, load_shipped
from unionlaw.reports.services.rounds import open_round
from unionlaw.reports.spans import months_back


def reported(inside: dict[Role, Actor]) -> dict[str, Any]:
    """Rows of the world, by name."""
    load_shipped(at=NOON)
    staff, layout = inside[Role.CASEWORKER], layouts.standard()
    office = staff.organisation
    assert office is not None
    assert staff.post is not None
    output = outputs.ask_output(
        organisation=office, layout=layout, length="month", last_month=NOON.date(), form="csv", by=staff, at=NOON
    )
    file = outputs.ask_output(
        organisation=office, layout=layout, length="month", last_month=NOON.date(), form="json", by=staff, at=NOON
    )
    for _file in (output, file):
        making.work_off(now=lambda: NOON)
    delivery = deliveries.set_up_delivery(
        organisation_id=office.pk, layout_id=layout.pk, length="month", form="pdf", day=5, to_post_id=staff.post.pk,
        by=staff, at=NOON,
    )  # fmt: skip
    opened = open_round(
        organisation=office, layout=layout, length="month", last_month=date(2026, 10, 31),
        by=inside[Role.MANAGER], at=NOON,
    )  # fmt: skip
    report = Report.objects.select_related("matter").get(round=opened, above=None)
    compute_round(report_id=report.pk, by=inside[Role.MANAGER], at=NOON)
    return {"output": output, "report_file": file, "delivery": delivery, "report": report}


def arranged(inside: dict[Role, Actor]) -> dict[str, Any]:
    """A layout of the office's own. To be called after `reported`."""
    own = copy_layout(layout_id=layouts.standard().pk, name="本区月报", by=inside[Role.MANAGER], at=NOON)
    return {"layout": own}


def many(inside: dict[Role, Actor], count: int) -> None:
    """`count` more files asked for by the caseworker, and reports of as many earlier months of the office."""
    staff, layout = inside[Role.CASEWORKER], layouts.standard()
    assert staff.organisation is not None
    for n in range(2, count + 2):
        month = months_back(NOON.date(), n)
        asked = outputs.ask_output(
            organisation=staff.organisation, layout=layout, length="month", last_month=month, form="csv", by=staff,
            at=NOON,
        )  # fmt: skip
        # Made or not, it stays in the list; a queue takes ten.
        outputs.cancel_output(output_id=asked.pk, by=staff, at=NOON)
        open_round(
            organisation=staff.organisation, layout=layout, length="month", last_month=month, by=inside[Role.MANAGER],
            at=NOON,
        )  # fmt: skip
