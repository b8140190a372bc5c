"""A roster on its way in, and a mediation that an organ follows as its own referral."""

from typing import Any

from mediation.models import Mediation
from tests.cast import NOON
from tests.rosters import sheets
from unionlaw.network.actors import Actor
from unionlaw.network.roles import Role
from unionlaw.rosters.services.sheets import begin_import

# Somebody's own words, so that a page in English can be told from the sheet it shows.
HEADINGS = ["No.", "Name", "ID", "Mobile", "Owed", "Since"]


def listed(inside: dict[Role, Actor], rows: dict[str, Any]) -> dict[str, Any]:
    """Rows of the world, by name."""
    sheet = begin_import(
        purpose="roster",
        upload=sheets.sent(sheets.csv(sheets.people(2), HEADINGS), "名册.csv"),
        matter_id=rows["case"].pk,
        by=inside[Role.CASEWORKER],
        at=NOON,
    )
    Mediation.objects.filter(pk=rows["mediation"].pk).update(
        referred_by=rows["bureau"], reference="穗人社移〔2026〕7号"
    )
    return {"sheet": sheet, "referred": rows["mediation"]}
