"""What a grant copies of its matter, and who is known by grants, stay true whoever writes: the database sees to it."""

from datetime import date, timedelta

import pytest

from tests.cast import NOON
from unionlaw.matters.filters import DUE
from unionlaw.matters.hooks import move_worker_parties
from unionlaw.matters.lists import MatterList
from unionlaw.matters.models import Dispute, Grant, KnownWorker, Matter, Party
from unionlaw.matters.models.copies import COPIED
from unionlaw.matters.models.known import WORKER_COPIES
from unionlaw.matters.services import events
from unionlaw.matters.services.grants import end_grant, grant
from unionlaw.registers.models import Worker
from unionlaw.registers.views.lists import WorkerList
from unionlaw.web.lists.listing import Listing

pytestmark = pytest.mark.django_db


@pytest.fixture
def matter(caseworker, open_consultation) -> Matter:
    return open_consultation(caseworker)


@pytest.fixture
def granted(matter, caseworker, lawyer) -> Grant:
    return grant(matter=matter, viewer=lawyer.post, why="assigned_lawyer", by=caseworker, at=NOON)


def assert_true_copy(granted: Grant) -> None:
    columns = [Grant._meta.get_field(name).attname for name in COPIED]
    copied, own = (
        model.objects.values_list(*columns).get(pk=pk)
        for model, pk in ((Grant, granted.pk), (Matter, granted.matter_id))
    )
    assert copied == own


def known(actor) -> set[int]:
    """Workers the actor's list shows, which must be those the wall admits."""
    branches = WorkerList().branches(actor)
    listed = {pk for branch in branches for pk in branch.queryset.values_list(branch.pk, flat=True)}
    assert listed == set(Worker.objects.visible_to(actor).current().values_list("pk", flat=True))
    return listed


def test_a_new_grant_copies_what_lists_sort_and_filter_by(matter, granted):
    assert_true_copy(granted)
    assert (granted.kind, granted.phase) == ("consultation", matter.phase)


def test_an_event_that_moves_the_time_limit_moves_it_on_the_grant(matter, granted, caseworker):
    matter.next_due_on = date(2027, 1, 8)
    events.record(matter, "matter.noted", by=caseworker, at=NOON)
    granted.refresh_from_db()
    assert granted.next_due_on == date(2027, 1, 8)
    assert_true_copy(granted)


@pytest.mark.parametrize(
    "change",
    [{"next_due_on": date(2027, 3, 1)}, {"next_due_on": None}, {"green_channel": True}, {"group": True},
     {"channel": "hotline_12345"}, {"owner": None}, {"dispute": None}],
    ids=str,
)  # fmt: skip
def test_a_change_past_the_services_reaches_the_grant_too(matter, granted, change):
    Matter.objects.filter(pk=matter.pk).update(**change)
    assert_true_copy(granted)


def test_nothing_else_writes_the_copies(granted):
    Grant.objects.filter(pk=granted.pk).update(phase="archived", next_due_on=date(2030, 1, 1))
    assert_true_copy(granted)


@pytest.mark.parametrize(
    "query",
    ["kind=consultation", "phase=open", "phase=closed", "phase=archived", "status=consultation.asked", "channel=window",
     "mine=true", "unowned=false", "green_channel=true", "group=false", "opened_after=2020-01-01", "q=张三", "sort=due",
     "phase=open&phase=closed&kind=consultation&sort=-due", *(f"due={code}" for code, _label in DUE)],
)  # fmt: skip
@pytest.mark.parametrize("reader", ["lawyer", "caseworker"])
def test_lists_show_what_the_wall_admits_under_every_filter(
    reader, query, matter, granted, open_consultation, caseworker, lawyer, rf
):
    plain = open_consultation(caseworker, worker="李四", employer="另一家公司")
    grant(matter=plain, viewer=lawyer.post, why="assigned_lawyer", by=caseworker, at=NOON)
    Matter.objects.filter(pk=plain.pk).update(
        green_channel=True, group=True, next_due_on=None, channel="visit", status="consultation.answered",
        phase="closed", closed_at=NOON, closed_reason="answered",
    )  # fmt: skip
    request = rf.get(f"/matters/?{query}")
    request.actor = {"lawyer": lawyer, "caseworker": caseworker}[reader]
    listing = Listing(MatterList(), request)
    admitted = listing.applied.narrow(MatterList().rows(request.actor))
    assert set(listing.page.ids) == set(admitted.values_list("pk", flat=True))
    assert listing.count_text == str(len(listing.page.ids))


def test_a_lawyer_knows_the_workers_of_granted_matters_until_the_last_grant_ends(
    matter, granted, caseworker, lawyer, other_lawyer, open_consultation
):
    zhang = Party.objects.get(dispute=matter.dispute, worker__isnull=False).worker_id
    assert known(lawyer) == {zhang}
    assert known(other_lawyer) == set()
    second = Matter.objects.get(pk=open_consultation(caseworker, worker="李四", employer="另一家公司").pk)
    Matter.objects.filter(pk=second.pk).update(dispute=matter.dispute)
    grant(matter=second, viewer=lawyer.post, why="assigned_lawyer", by=caseworker, at=NOON)
    end_grant(matter=matter, viewer=lawyer.post, why="assigned_lawyer", at=NOON + timedelta(hours=1))
    assert known(lawyer) == {zhang}
    end_grant(matter=second, viewer=lawyer.post, why="assigned_lawyer", at=NOON + timedelta(hours=1))
    assert known(lawyer) == set()


def test_parties_who_join_leave_or_are_merged_are_known_at_once(matter, granted, lawyer, make_worker):
    zhang = Party.objects.get(dispute=matter.dispute, worker__isnull=False).worker_id
    li, twin = make_worker("李四"), make_worker("张三")
    party = Party.objects.create(dispute=matter.dispute, side="claimant", worker=li)
    assert known(lawyer) == {zhang, li.pk}
    party.delete()
    assert known(lawyer) == {zhang}
    move_worker_parties(twin.pk, zhang)
    assert known(lawyer) == {twin.pk}


def test_a_matter_that_gets_another_dispute_makes_others_known(matter, granted, lawyer, make_worker):
    other = Dispute.objects.create(joint_claim=True)
    li = make_worker("李四")
    Party.objects.create(dispute=other, side="claimant", worker=li)
    Matter.objects.filter(pk=matter.pk).update(dispute=other)
    assert known(lawyer) == {li.pk}


def test_what_lists_of_workers_filter_by_follows_the_worker(granted, lawyer):
    row = KnownWorker.objects.get(viewer_key=f"post:{lawyer.post.pk}")
    Worker.objects.filter(pk=row.worker_id).update(sex="female", groups=["migrant"], birth_date=date(2010, 1, 1))
    row.refresh_from_db()
    columns = [KnownWorker._meta.get_field(name).attname for name in WORKER_COPIES]
    assert [getattr(row, name) for name in columns] == list(Worker.objects.values_list(*columns).get(pk=row.worker_id))
