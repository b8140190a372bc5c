"""A letter that was answered online, and a rating that was handed on and objected to."""

from datetime import date
from typing import Any

from monitoring_letters import states
from monitoring_letters.services import answer_codes, answering, ratings
from monitoring_letters.services.following import PointInput
from tests.cast import NOON
from tests.monitoring_letters.walk import Walk


def answered(walk: Walk, employer: Any) -> dict[str, Any]:
    """Rows of the world, by name."""
    staff, boss = walk.caseworker, walk.supervisor
    letter = walk.to(states.SERVED)
    code, _plain = answer_codes.issue_code(letter_id=letter.pk, by=staff, at=NOON)
    answer = answering.submit(
        code_id=code.pk,
        seen=answering.shown(letter).stamp,
        text="",
        points=[PointInput(pk, "done") for pk in letter.demands.values_list("pk", flat=True)],
        contact=answering.Contact("凌经理", "13900000021"),
        at=NOON,
    )
    period = {"begins_on": date(2026, 1, 1), "ends_on": NOON.date()}
    rating = ratings.hand_on(employer_id=employer.pk, **period, form="pdf", reason="评审", by=boss, at=NOON)
    objection = ratings.record_objection(rating_id=rating.pk, received_on=NOON.date(), text="不服", by=staff, at=NOON)
    return {"answered": letter, "online_answer": answer, "rating": rating, "objection": objection}
