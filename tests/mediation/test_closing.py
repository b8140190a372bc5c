"""The end without an agreement, the end of the time limit, and taking up again."""

from datetime import timedelta

import pytest

from mediation import states
from mediation.services import closing
from tests.cast import NOON
from tests.mediation.opening import acting
from unionlaw.deadlines.models import Deadline
from unionlaw.lib.errors import Conflict, Invalid, Refused

LATER = NOON + timedelta(days=20)


def test_failing_says_why_and_meets_the_time_limit(opening):
    mediation = opening.accepted()
    closing.fail(reason="no_agreement", note="差距过大", **acting(mediation, opening.clerk))
    fresh = opening.fresh(mediation)
    assert (fresh.matter.status_id, fresh.failed_reason) == (states.FAILED, "no_agreement")
    assert set(Deadline.objects.filter(matter=mediation.pk).values_list("state", flat=True)) == {"met"}


def test_time_is_over_only_once_the_limit_has_passed(opening):
    mediation = opening.accepted()
    with pytest.raises(Invalid, match="还没有届满"):
        closing.fail(reason="time_over", **acting(mediation, opening.clerk))
    assert not closing.time_is_over(mediation, NOON)
    assert closing.time_is_over(mediation, LATER)
    closing.fail(reason="time_over", **acting(mediation, opening.clerk, LATER))
    assert opening.fresh(mediation).ended_early


def test_a_reason_nobody_declared_is_refused(opening):
    mediation = opening.accepted()
    with pytest.raises(Invalid) as error:
        closing.fail(reason="mood", **acting(mediation, opening.clerk))
    assert "reason" in error.value.errors


def test_the_head_reopens_and_the_days_run_anew(opening, supervisor):
    mediation = opening.accepted()
    closing.fail(reason="refused", **acting(mediation, opening.clerk))
    with pytest.raises(Refused):
        closing.reopen(reason="单位愿意再谈", **acting(mediation, opening.clerk))
    closing.reopen(reason="单位愿意再谈", **acting(mediation, supervisor, LATER))
    fresh = opening.fresh(mediation)
    assert (fresh.matter.status_id, fresh.failed_reason) == (states.IN_SESSION, "")
    assert fresh.matter.next_due_on > LATER.date()


def test_two_mediations_of_one_dispute_do_not_run_side_by_side(opening, supervisor):
    mediation = opening.accepted()
    closing.fail(reason="refused", **acting(mediation, opening.clerk))
    worker = mediation.matter.dispute.parties.get(side="claimant").worker
    from unionlaw.matters.services.facts import ClaimInput
    from unionlaw.matters.services.taking_in import ApplicantInput

    opening.received(
        applicants=[ApplicantInput(worker, [ClaimInput("wages", 1)])], from_matter_id=mediation.pk, origin="intake"
    )
    with pytest.raises(Conflict, match="正在办理的调解"):
        closing.reopen(reason="再谈", **acting(mediation, supervisor))
