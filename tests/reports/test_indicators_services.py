"""Services say in their events what reports count: the ending of a case, the judgement of a demand."""

from datetime import UTC, datetime

import pytest
import time_machine

from cases import states as of_cases
from cases.services import closing
from monitoring_letters import states as of_letters
from monitoring_letters.services import following
from tests.cases.conftest import wage_cause, walk  # noqa: F401
from tests.matters.conftest import make_employer, make_worker  # noqa: F401
from tests.monitoring_letters.walk import Walk as LetterWalk
from tests.reports.writing import at, day
from unionlaw.reports.computing import compute
from unionlaw.reports.spans import month_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_rules")]
SPANS = {"november": month_of(day("11-01")), "december": month_of(day("12-01"))}


@pytest.fixture(autouse=True)
def christmas():
    with time_machine.travel(datetime(2026, 12, 25, 4, 0, tzinfo=UTC), tick=False):
        yield


def counted(city, keys):
    """The figures of the keys in each month."""
    figures = compute(city, SPANS, keys)
    return {month: [figures.base(key, month) for key in keys] for month in SPANS}


def test_a_case_counts_by_the_ending_it_was_closed_with(walk, city, supervisor):  # noqa: F811
    case = walk.to(of_cases.CONDUCTING)
    walk.finish(case)
    boss = {"case_id": case.pk, "by": supervisor}
    closing.close_case(ending="awarded", closing_note="裁决支持。", at=at("11-20", 13), **boss)
    closing.reopen_case(reason="另有证据", at=at("12-07"), **boss)
    found = counted(city, ["aid_closed", "aid_ended_awarded", "aid_ended_settled", "aid_reopened"])
    assert found == {"november": [1, 1, 0, 0], "december": [0, 0, 0, 1]}


def test_a_demand_counts_by_each_judgement_in_its_month(
    caseworker, second_caseworker, supervisor, approver, lawyer, hr_bureau, city, make_worker, make_employer,  # noqa: F811
):  # fmt: skip
    walk = LetterWalk(  # noqa: F811
        caseworker, second_caseworker, supervisor, approver, lawyer, hr_bureau, make_worker, make_employer
    )
    letter = walk.to(of_letters.SERVED)
    who = {"letter_id": letter.pk, "demand_id": letter.demands.first().pk, "by": caseworker}
    following.judge_demand(judgement="corrected", at=at("11-25"), **who)
    following.judge_demand(judgement="refused", note="又欠薪", at=at("12-07"), **who)
    found = counted(
        city, ["demands_judged", "demands_corrected", "demands_refused", "letters_served", "opinions_issued"]
    )
    assert found == {"november": [1, 1, 0, 1, 1], "december": [1, 0, 1, 0, 0]}
