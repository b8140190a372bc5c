"""Who speaks for the group, and who agreed to it (劳动争议调解仲裁法 art. 7; 劳动人事争议仲裁办案规则)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from unionlaw.lib.errors import Conflict, Invalid, Missing, Stale
from unionlaw.matters.models import Matter, Party
from unionlaw.matters.services import events
from unionlaw.matters.services.checking import not_in_future, refuse_if, short
from unionlaw.matters.services.facts import GROUP_SIZE
from unionlaw.matters.services.locking import changes_since
from unionlaw.network.actors import Actor
from unionlaw.rosters.services.roster_taking import lock_for_facts

FEWEST, MOST = 3, 5


@transaction.atomic
def name_representatives(
    *, matter_id: int, party_ids: Sequence[int], by: Actor, at: datetime, version: int | None = None
) -> Matter:
    """Say who speaks for the workers, a group three to five of them; those not named no longer do.

    Raises Missing for somebody who is no worker of this matter, Invalid on `party_ids` for a wrong number, and what the
    workflow says against changing facts now.
    """
    matter = _begin(matter_id, by, version)
    workers = workers_of(matter)
    named = list(workers.filter(pk__in=set(party_ids)).select_related("worker"))
    if len(named) != len(set(party_ids)):
        raise Missing(_("名册里没有这名职工。"))
    fewest = FEWEST if workers.count() >= GROUP_SIZE else 1
    if not fewest <= len(named) <= MOST:
        raise Invalid({"party_ids": _("请选择%(fewest)d至%(most)d名职工代表。") % {"fewest": fewest, "most": MOST}})
    wanted = [party.pk for party in named]
    workers.filter(representative=True).exclude(pk__in=wanted).update(representative=False)
    workers.filter(pk__in=wanted, representative=False).update(representative=True)
    data = {"who": short(party.name for party in named), "count": len(named)}
    events.record(matter, "roster.representatives_named", by=by, at=at, data=data)
    return matter


@transaction.atomic
def record_consents(
    *, matter_id: int, said_on: date, by: Actor, at: datetime, party_ids: Sequence[int] | None = None,
    version: int | None = None,
) -> int:  # fmt: skip
    """Record on which day workers agreed to be represented.

    Args:
        party_ids: whose consent it is; None for everybody who has not agreed yet.

    Returns how many are new. Raises Missing, Conflict when nobody is left, Invalid on `said_on`.
    """
    matter = _begin(matter_id, by, version)
    errors: dict[str, Any] = {}
    not_in_future(said_on, "said_on", timezone.localdate(at), errors)
    refuse_if(errors)
    wanted = _chosen(matter, party_ids).filter(consented_on__isnull=True)
    count = wanted.update(consented_on=said_on)
    if not count:
        raise Conflict(_("所选职工都已登记同意。"))
    events.record(
        matter, "roster.consents_recorded", by=by, at=at, data={"count": count, "said_on": said_on.isoformat()}
    )
    return count


@transaction.atomic
def withdraw_consents(
    *, matter_id: int, party_ids: Sequence[int], by: Actor, at: datetime, version: int | None = None
) -> int:
    """Record that workers no longer want to be represented, or that their consent was noted wrongly.

    Returns how many. Raises Missing, Conflict when none of them had agreed.
    """
    matter = _begin(matter_id, by, version)
    count = _chosen(matter, party_ids).filter(consented_on__isnull=False).update(consented_on=None)
    if not count:
        raise Conflict(_("所选职工没有登记过同意。"))
    events.record(matter, "roster.consents_withdrawn", by=by, at=at, data={"count": count})
    return count


def workers_of(matter: Matter) -> Any:
    """The claimants of the matter's dispute who are workers, in the order in which they came."""
    return Party.objects.filter(
        dispute=matter.dispute_id or 0, side=Party.Side.CLAIMANT, worker__isnull=False
    ).order_by("pk")


def _chosen(matter: Matter, party_ids: Sequence[int] | None) -> Any:
    workers = workers_of(matter)
    if party_ids is None:
        return workers
    if not party_ids:
        raise Invalid(_("请先在名册上选择职工。"))
    found = workers.filter(pk__in=set(party_ids))
    if found.count() != len(set(party_ids)):
        raise Missing(_("名册里没有这名职工。"))
    return found


def _begin(matter_id: int, by: Actor, version: int | None) -> Matter:
    by.require("roster.keep")
    matter = lock_for_facts(matter_id, by)
    if version is not None and matter.version != version:
        raise Stale(_("您打开这一页之后，事项已有变化。请核对后再提交。"), changes=changes_since(matter, version))
    return matter
