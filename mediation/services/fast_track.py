"""The construction site behind unpaid wages: who is liable down the contract chain, and where the wage money is.

Source: 保障农民工工资支付条例 arts 26–33 (special account, labour-wage officer, real-name register, deposit, the main
contractor pays first).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mediation.models import FastTrack, Mediation
from mediation.services.steps import begin, record
from unionlaw.lib.money import LARGEST
from unionlaw.matters.services.amending import turn_green
from unionlaw.matters.services.checking import check_columns, need, refuse_if
from unionlaw.network.actors import Actor
from unionlaw.registers.models import Employer

LINKS = {
    "specialist": gettext_lazy("专业分包"),
    "labour": gettext_lazy("劳务分包"),
    "person": gettext_lazy("包工头"),
    "other": gettext_lazy("其他"),
}
"""What stands below the main contractor."""
LONGEST_CHAIN, LONGEST_NAME = 10, 120


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the contract chain below the main contractor; `role` is a key of LINKS."""

    name: str
    role: str


@transaction.atomic
def set_fast_track(
    *,
    mediation_id: int,
    project: str,
    site: str = "",
    developer: Employer | None = None,
    main_contractor: Employer | None = None,
    chain: Sequence[Link] = (),
    deposit: int = 0,
    deposit_place: str = "",
    special_account: str = "",
    real_name_register: bool | None = None,
    note: str = "",
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> FastTrack:
    """Write down the site; the mediation goes on the construction-wage track and into the green channel.

    Args:
        deposit: fen.
        chain: from below the main contractor down to who hired the workers.

    Raises:
        Refused, Conflict, Missing, Stale: see `steps.begin`.
        Invalid: under a column, or "chain".
    """
    mediation = begin(mediation_id=mediation_id, verb="set_fast_track", by=by, version=version)
    row = FastTrack.objects.filter(mediation=mediation).first() or FastTrack(mediation=mediation)
    errors: dict[str, Any] = {}
    row.project = need(project, "project", _("请填写工程项目名称。"), errors, longest=120)
    row.site, row.deposit_place = site.strip(), deposit_place.strip()
    row.special_account, row.note = special_account.strip(), note.strip()
    row.developer, row.main_contractor = developer, main_contractor
    row.deposit, row.real_name_register = deposit, real_name_register
    if not 0 <= deposit <= LARGEST:
        errors["deposit"] = _("金额过大，请核对。") if deposit > 0 else _("金额不能为负。")
    links = [Link(link.name.strip(), link.role) for link in chain if link.name.strip()]
    if len(links) > LONGEST_CHAIN or any(link.role not in LINKS or len(link.name) > LONGEST_NAME for link in links):
        errors["chain"] = _("请核对分包链条：最多%(most)d层，逐层写明名称和性质。") % {"most": LONGEST_CHAIN}
    check_columns(row, ["site", "deposit_place", "special_account", "note"], errors)
    refuse_if(errors)
    row.chain = [asdict(link) for link in links]
    row.save()
    mediation.track = Mediation.Track.CONSTRUCTION_WAGES
    turn_green(mediation.matter)
    record(mediation, "mediation.fast_track_set", by=by, at=at, data={"project": row.project})
    return row
