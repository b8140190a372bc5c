"""Many papers at once: all issued, none twice, stopped, resumed, gone on with after a worker died."""

import threading

import pytest
from django.db import connection

from cases import states
from tests.cast import NOON
from tests.documents.papers import SYSTEM, issue
from unionlaw.documents.models import Paper, PaperTemplate
from unionlaw.documents.services import batch_work, batches, press
from unionlaw.documents.services.templates import load_shipped
from unionlaw.lib.errors import Conflict, Invalid
from unionlaw.matters.models import Counter

COUNT, FIRST = 60, 20


@pytest.fixture
def cases(db, walk):
    load_shipped(by=SYSTEM, at=NOON)
    worker, employer = walk.make_worker("张喆"), walk.make_employer("光影传媒有限公司")
    walk.make_worker = lambda _name: worker
    walk.make_employer = lambda _name: employer
    return [walk.to(states.GRANTED) for _case in range(COUNT)]


def begin(found, by, **changes):
    template = PaperTemplate.objects.get(key="aid_grant", organisation=None)
    return batches.begin_batch(
        **{"template_id": template.pk, "numbers": [case.matter.number for case in found], "answers": {},
           "sealed": False, "by": by, "at": NOON, **changes}
    )  # fmt: skip


def work(batch) -> None:
    while batches.work_off(batch_id=batch.pk, at=NOON):
        pass
    batch.refresh_from_db()


def serials() -> list[int]:
    return sorted(Paper.objects.values_list("serial", flat=True))


@pytest.mark.django_db
def test_sixty_papers_stopped_killed_failed_and_resumed(cases, supervisor, monkeypatch):
    batch = begin(cases, supervisor)
    assert batches.work_off(batch_id=batch.pk, at=NOON, chunk=FIRST)
    assert batches.progress(batch)["issued"] == FIRST

    batches.stop_batch(batch_id=batch.pk, by=supervisor, at=NOON)
    assert not batches.work_off(batch_id=batch.pk, at=NOON)
    with pytest.raises(Conflict):
        batches.stop_batch(batch_id=batch.pk, by=supervisor, at=NOON)
    batches.resume_batch(batch_id=batch.pk, by=supervisor, at=NOON)

    # A worker dies in the middle of a chunk: nothing of the chunk stays.
    with monkeypatch.context() as patched:
        kept = batch_work.keep_papers

        def die(*args, **kwargs):
            kept(*args, **kwargs)
            raise SystemExit

        patched.setattr(batch_work, "keep_papers", die)
        with pytest.raises(SystemExit):
            batches.work_off(batch_id=batch.pk, at=NOON)
    assert serials() == list(range(1, FIRST + 1))

    # One case is no longer what the paper speaks of.
    last = cases[-1].matter
    last.status_id, last.phase, last.closed_at, last.closed_reason = states.REFUSED, "closed", NOON, "refused"
    last.save()
    work(batch)
    assert batches.progress(batch) == {"all": COUNT, "issued": COUNT - 1, "failed": 1, "waiting": 0}
    assert batch.finished_at == NOON
    assert "不予援助" in batch.items.get(state="failed").error
    assert serials() == list(range(1, COUNT))
    assert Counter.objects.get(kind="paper.aid_grant").last == COUNT - 1
    assert issue(cases[0], by=supervisor).serial == COUNT


@pytest.mark.django_db
def test_a_batch_names_what_it_cannot_find(cases, supervisor, neighbour_supervisor):
    with pytest.raises(Invalid, match="越工援"):
        begin(cases[:1], neighbour_supervisor)
    with pytest.raises(Invalid, match="每行一个"):
        begin([], supervisor)


@pytest.mark.django_db
def test_a_paper_that_cannot_be_set_fails_alone(cases, supervisor, monkeypatch):
    batch = begin(cases[:4], supervisor)
    bad = cases[2].matter.pk
    right = press.set_pdfs

    def breaks(orders, at):
        if any(one.made.matter.pk == bad for one in orders):
            raise Invalid("排不出")
        return right(orders, at)

    monkeypatch.setattr(press, "set_pdfs", breaks)
    work(batch)
    assert [item.state for item in batch.items.all()] == ["issued", "issued", "failed", "issued"]
    assert serials() == [1, 2, 3]


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_get_twenty_numbers_in_a_row(walk, supervisor):
    load_shipped(by=SYSTEM, at=NOON)
    found = [walk.to(states.GRANTED) for _case in range(4)]
    wrong: list[BaseException] = []
    start = threading.Barrier(20)

    def one(position: int) -> None:
        try:
            start.wait(30)
            issue(found[position % 4], by=supervisor)
        except BaseException as error:
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(position,)) for position in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert wrong == []
    assert serials() == list(range(1, 21))


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_a_batch_without_doing_anything_twice(walk, supervisor):
    load_shipped(by=SYSTEM, at=NOON)
    found = [walk.to(states.GRANTED) for _case in range(12)]
    batch = begin(found, supervisor)

    def one() -> None:
        try:
            while batches.work_off(batch_id=batch.pk, at=NOON, chunk=2):
                pass
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _worker in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    work(batch)
    assert serials() == list(range(1, 13))
    assert batches.progress(batch)["issued"] == 12
