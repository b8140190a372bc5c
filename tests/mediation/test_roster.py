"""A group of 38 in a mediation: imported, settled for all but two, followed until everybody is paid."""

from datetime import date

import pytest

from mediation import states
from mediation.models import Instalment, OutcomeTerms
from mediation.services import outcomes, performing
from tests.cast import NOON
from tests.mediation.opening import opening, wage_cause  # noqa: F401  fixtures
from tests.rosters import sheets
from unionlaw.lib.errors import Invalid, Refused
from unionlaw.matters.models import Claim, Matter
from unionlaw.rosters import reading
from unionlaw.rosters.kinds import BulkTerms
from unionlaw.rosters.services import settling as bulk
from unionlaw.rosters.services import working
from unionlaw.rosters.services.people import workers_of
from unionlaw.rosters.services.sheets import begin_import, confirm_import, map_columns

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.FILES_DIR = tmp_path / "files"


def imported(mediation, rows, by):
    sheet = begin_import(
        purpose="roster", upload=sheets.sent(sheets.xlsx(rows)), matter_id=mediation.pk, by=by, at=NOON
    )
    map_columns(
        sheet_id=sheet.pk, columns=sheet.columns, options={"head": "wages", "joint_claim": True}, by=by, at=NOON
    )
    working.work_off(sheet_id=sheet.pk, at=NOON)
    sheet.refresh_from_db()
    confirm_import(sheet_id=sheet.pk, by=by, at=NOON)
    working.work_off(sheet_id=sheet.pk, at=NOON)
    return sheet


@pytest.fixture
def group(stage):
    """A mediation with one worker from the window and 37 from a sheet."""
    mediation = stage.mediation(("张三",))
    imported(mediation, sheets.people(37), stage.caseworker)
    return stage.fresh(mediation)


def test_36_settle_in_bulk_two_fail_one_by_one(group, stage):
    who = {"matter_id": group.pk, "by": stage.caseworker, "at": NOON, "decided_on": NOON.date()}
    workers = list(workers_of(group.matter).values_list("pk", flat=True))
    assert len(workers) == 38
    assert Matter.objects.get(pk=group.pk).group
    with pytest.raises(Invalid, match="原因"):
        bulk.record_for_many(**who, code="failed", party_ids=workers[:2])
    bulk.record_for_many(**who, code="failed", party_ids=workers[:2], terms=BulkTerms(reason="no_agreement"))
    terms = BulkTerms(instalments=3, pay_from=date(2026, 12, 10), reason="no_agreement")
    assert bulk.record_for_many(**who, code="settled", terms=terms) == 36
    found = reading.summary(group.matter, NOON.date())
    assert (found["settled"], found["failed"], found["rate"], found["undecided_claims"]) == (36, 2, 94.7, 0)
    assert OutcomeTerms.objects.filter(instalments=3, reason="", outcome__matter=group.pk).count() == 36
    assert found["unpaid"] == 0, "nothing is due before an agreement is in force"


def test_a_mediator_who_does_not_serve_here_records_nothing(group, stage, hr_mediator):
    stage.join(group, hr_mediator.organisation)
    with pytest.raises(Refused):
        bulk.record_for_many(matter_id=group.pk, code="withdrawn", decided_on=NOON.date(), by=hr_mediator, at=NOON)


def test_who_is_unpaid_follows_the_instalments(settling):
    mediation = settling.effective(settling.settled(instalments=3))
    matter = Matter.objects.get(pk=mediation.pk)
    first = Instalment.objects.filter(agreement__mediation=mediation.pk).order_by("due_on").first()
    before, after = first.due_on.replace(day=first.due_on.day - 1), first.due_on
    assert reading.people(matter, shown="unpaid", today=before).count() == 0
    assert reading.people(matter, shown="unpaid", today=after).count() == 2
    performing.record_payment(
        lines=[performing.PaymentLine(first.pk, first.amount)], paid_on=NOON.date(), **settling.who(mediation)
    )
    unpaid = reading.people(matter, shown="unpaid", today=after)
    assert unpaid.count() == 1
    (line,) = reading.lines(matter, list(unpaid.select_related("worker")), after)
    assert (line.due_by_now, line.overdue) == (first.amount, first.amount)
    assert line.outstanding == line.decided


def test_the_roster_shows_on_the_mediation(group, stage, sign_in):
    page = sign_in(stage.caseworker).get(f"/mediations/{group.pk}/").content.decode()
    assert 'id="roster"' in page
    assert "职工 38 人" in page


def test_a_sheet_is_refused_when_talks_are_over(settling, caseworker):
    from unionlaw.lib.errors import Conflict

    mediation = settling.settled()
    assert Matter.objects.get(pk=mediation.pk).status_id == states.SETTLING
    with pytest.raises(Conflict):
        begin_import(
            purpose="roster", upload=sheets.sent(sheets.xlsx(sheets.people(2))), matter_id=mediation.pk,
            by=caseworker, at=NOON,
        )  # fmt: skip
    assert Claim.objects.count() == 2
    assert outcomes.REGISTRY
