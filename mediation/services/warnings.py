"""Signs that a mediation may be a sham: looked for by the data, judged by a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mediation import warning_signs
from mediation.models import Mediation, WarningSign
from mediation.services.actions import CONDITIONS
from mediation.services.sign_checks import CHECKS, facts_of
from mediation.services.steps import begin, record
from unionlaw.lib.errors import Invalid, Missing
from unionlaw.lib.wording import stored
from unionlaw.matters.services.checking import refuse_if
from unionlaw.matters.services.events import record as record_event
from unionlaw.network.actors import Actor

DETAIL_LENGTH, NOTE_LENGTH = 300, 500
Judgement = WarningSign.Judgement


@dataclass(frozen=True, slots=True)
class Judged:
    """How one sign is judged; `note` says what was looked into."""

    sign_id: int
    judgement: str
    note: str


def find_warnings(
    mediation: Mediation, *, by: Actor, at: datetime, when: str = warning_signs.RECEIVED
) -> list[WarningSign]:
    """Look for the signs of this step and write down the new ones, each with an event.

    The caller holds the matter's lock. A sign once found stays until it is judged; a judged one is not found again.
    """
    looked_for = [sign for sign in warning_signs.shipped().values() if sign.when == when]
    known = set(mediation.warning_signs.values_list("sign", flat=True))
    facts = facts_of(mediation)
    found = []
    for sign in looked_for:
        if sign.key in known:
            continue
        detail = CHECKS[sign.key](facts, sign)
        if detail is None:
            continue
        row = WarningSign(mediation=mediation, sign=sign.key, detail=detail[:DETAIL_LENGTH])
        row.save()
        record_event(mediation.matter, "mediation.warning_found", by=by, at=at, data={"sign": stored(sign.label)})
        found.append(row)
    return found


@transaction.atomic
def judge_warnings(
    *, mediation_id: int, judged: Sequence[Judged], by: Actor, at: datetime, version: int | None = None
) -> Mediation:
    """Say of signs whether they were cleared up or the mediation is suspected to be a sham.

    Raises:
        Refused, Conflict, Missing, Stale: see `steps.begin`; Missing too for a sign of another mediation.
        Invalid: under "sign-<id>-judgement" and "sign-<id>-note"; when nothing was judged.
    """
    mediation = begin(mediation_id=mediation_id, verb="judge_warnings", by=by, version=version)
    rows = {row.pk: row for row in mediation.warning_signs.all()}
    if not judged:
        raise Invalid(_("请至少核对一项。"))
    errors: dict[str, Any] = {}
    for one in judged:
        if one.sign_id not in rows:
            raise Missing(_("本次调解没有这项迹象。"))
        if one.judgement not in Judgement.values:
            errors[f"sign-{one.sign_id}-judgement"] = _("请选择核对结果。")
        if not one.note.strip():
            errors[f"sign-{one.sign_id}-note"] = _("请写明核实了什么。")
        elif len(one.note) > NOTE_LENGTH:
            errors[f"sign-{one.sign_id}-note"] = _("最多%(longest)d个字。") % {"longest": NOTE_LENGTH}
    refuse_if(errors)
    for one in judged:
        row = rows[one.sign_id]
        row.judgement, row.note, row.judged_by = one.judgement, one.note.strip(), by.post
        row.save()
        record(
            mediation,
            "mediation.warning_judged",
            by=by,
            at=at,
            reason=row.note,
            data={"sign": label_of(row.sign), "judgement": stored(row.get_judgement_display())},
        )
    return mediation


def label_of(key: str) -> str:
    """What a sign is called, as it is stored; the key of one that is no longer looked for."""
    sign = warning_signs.shipped().get(key)
    return stored(sign.label) if sign else key


def suspicion(mediation: Mediation) -> str:
    """Why a mediation cannot go on because of its signs, or ""."""
    judgements = list(mediation.warning_signs.values_list("judgement", flat=True))
    if Judgement.SUSPECTED in judgements:
        return _("核对认为疑似虚假调解，不能受理或者继续；请不予受理或者按调解不成结束。")
    unjudged = judgements.count("")
    return _("有%(count)d项虚假调解迹象还没有核对。") % {"count": unjudged} if unjudged else ""


def _nothing_to_judge(mediation: Mediation) -> str:
    return "" if mediation.warning_signs.exists() else _("没有发现虚假调解迹象。")


CONDITIONS["judge_warnings"] = _nothing_to_judge
