"""Numbers of letters: by union, instrument and year, without holes, whoever issues at the same moment."""

import threading
import time

import pytest
from django.db import connection

from monitoring_letters import states
from monitoring_letters.models import SupervisionLetter
from monitoring_letters.services import issuing
from tests.cast import NOON
from unionlaw.matters.models import Counter
from unionlaw.matters.services import numbering

PARALLEL, CARELESS = 50, 8


@pytest.mark.django_db
def test_each_instrument_of_a_union_counts_for_itself(walk):
    numbers = [walk.to(states.ISSUED, instrument=kind).document_number for kind in ("notice", "opinion", "notice")]
    assert numbers == ["越工监提〔2026〕1号", "越工监意〔2026〕1号", "越工监提〔2026〕2号"]


@pytest.mark.django_db
def test_what_is_given_up_before_issue_leaves_no_hole(walk):
    first = walk.to(states.ISSUED)
    walk.to(states.WITHDRAWN)
    walk.to(states.CORRECTED_EARLY)
    second = walk.to(states.ISSUED)
    assert (first.number_serial, second.number_serial) == (1, 2)


@pytest.mark.django_db
def test_a_letter_that_is_withdrawn_keeps_its_number(walk):
    letter = walk.to(states.ISSUED)
    walk.do("withdraw_letter", letter)
    assert walk.fresh(letter).document_number == "越工监意〔2026〕1号"


@pytest.mark.django_db
def test_a_failure_after_the_number_gives_it_back(walk, monkeypatch):
    letter = walk.to(states.APPROVED)

    def crash(*args, **kwargs):
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(issuing.paper, "make_paper", crash)
        with pytest.raises(OSError, match="disk full"):
            walk.do("issue", letter)
    assert not Counter.objects.filter(kind="letter.opinion").exists()
    assert walk.do("issue", letter).document_number == "越工监意〔2026〕1号"


def approved(walk, count):
    """So many approved notices."""
    first = walk.to(states.APPROVED, instrument="notice")
    return [first, *(walk.to(states.APPROVED, instrument="notice", employer=first.employer) for _ in range(count - 1))]


def issue_at_once(letters, by):
    """Issue them all in the same moment, each in a thread and transaction of its own; what went wrong."""
    gate, wrong = threading.Barrier(len(letters)), []

    def run(letter):
        try:
            gate.wait(timeout=60)
            issuing.issue(letter_id=letter.pk, by=by, at=NOON)
        except Exception as error:
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(letter,)) for letter in letters]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return wrong


@pytest.mark.django_db(transaction=True)
def test_fifty_who_issue_at_once_get_fifty_consecutive_numbers_and_without_the_lock_they_do_not(walk, monkeypatch):
    letters = approved(walk, PARALLEL + CARELESS)
    assert issue_at_once(letters[:PARALLEL], walk.approver) == []
    serials = SupervisionLetter.objects.filter(number_serial__isnull=False).values_list("number_serial", flat=True)
    assert sorted(serials) == list(range(1, PARALLEL + 1))

    def without_lock(*, organisation, kind, at):
        """Read the last number and write the next, as everyone does who forgets the lock."""
        counter = Counter.objects.get(organisation=organisation, kind=kind, year=at.year)
        time.sleep(0.1)
        Counter.objects.filter(pk=counter.pk).update(last=counter.last + 1)
        return numbering.Number(organisation.pk, at.year, counter.last + 1, f"越工监提〔2026〕{counter.last + 1}号")

    monkeypatch.setattr(issuing, "take_number", without_lock)
    wrong = issue_at_once(letters[PARALLEL:], walk.approver)
    assert wrong, "two read the same last number, and the database refused the second"
