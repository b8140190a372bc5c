"""The list of aid cases, filtered by what lies beside a case: for the office, for the lawyer, for nobody else."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cases import states
from tests.cast import NOON
from unionlaw.deadlines.models import Deadline

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


@pytest.fixture(autouse=True)
def _at_noon(time_machine):
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def listed(sign_in):
    def ask(actor, query):
        listing = sign_in(actor).get(f"{reverse('cases:aid_cases')}?{query}").context["list"]
        assert listing.count_text == str(len(listing.page.ids))
        return set(listing.page.ids)

    return ask


def test_reports_that_are_due_are_found_in_the_tree_and_among_granted_cases(
    walk, listed, supervisor, lawyer, neighbour, manager
):
    late, soon, later = (walk.to(states.CONDUCTING, walk.apply((name,))) for name in ("张三", "李四", "王五"))
    waiting = walk.apply(("赵六",))
    for case, days in ((late, -3), (soon, 7), (later, 8)):
        reports = Deadline.objects.filter(matter=case.pk, rule_version__rule__key="progress_report")
        assert reports.update(due_on=TODAY + timedelta(days=days)) == 1
        type(case.matter).objects.filter(pk=case.pk).update(next_due_on=TODAY + timedelta(days=min(days, 2)))
    for reader in (supervisor, manager):
        assert listed(reader, "report_due=true") == {late.pk, soon.pk}
        assert listed(reader, "report_due=false") == {later.pk, waiting.pk}
    assert listed(lawyer, "report_due=true") == {late.pk, soon.pk}
    assert listed(lawyer, "report_due=false") == {later.pk}
    assert listed(lawyer, "report_due=true&phase=waiting") == set()
    assert listed(neighbour, "report_due=true") == listed(neighbour, "report_due=false") == set()


def test_meetings_to_come_and_meetings_without_a_result_are_found(walk, listed, supervisor, lawyer, neighbour):
    coming, over, none = (walk.to(states.CONDUCTING, walk.apply((name,))) for name in ("张三", "李四", "王五"))
    for case, when in ((coming, NOON + timedelta(days=3)), (over, NOON + timedelta(hours=1))):
        walk.do("schedule_hearing", case, by=lawyer, starts_at=when)
    over.hearings.update(starts_at=NOON - timedelta(days=1))
    for reader in (supervisor, lawyer):
        assert listed(reader, "hearing=coming") == {coming.pk}
        assert listed(reader, "hearing=unlogged") == {over.pk}
        assert listed(reader, "") == {coming.pk, over.pk, none.pk}
    assert listed(neighbour, "hearing=coming") == set()
