"""Two at once, in real transactions: one wins, the other is told, nothing is done twice."""

import threading

import pytest
from django.db import connection

from cases import states
from cases.models import AidCase, Assignment
from cases.services import assignments, facts, outcomes, reviews
from cases.services.applications import ClaimInput
from tests.cast import NOON
from unionlaw.lib.errors import Conflict, DomainError, Invalid, Stale, Taken
from unionlaw.matters.models import Event, Matter, Payment

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*writes):
    """Run the writes in threads of their own; give what each returned or was refused with."""
    gate = threading.Barrier(len(writes))
    results = [None] * len(writes)

    def run(index, write):
        try:
            gate.wait(timeout=20)
            results[index] = write()
        except DomainError as error:
            results[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(writes)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def split(results):
    lost = [result for result in results if isinstance(result, DomainError)]
    return [result for result in results if not isinstance(result, DomainError)], lost


def test_of_two_supervisors_who_assign_one_wins_and_the_other_is_told_who(walk, city_supervisor, other_lawyer):
    case = walk.to(states.GRANTED)
    won, lost = split(
        at_once(
            lambda: assignments.assign(
                case_id=case.pk, lawyer_post_id=walk.lawyer.post.pk, by=walk.supervisor, at=NOON
            ),
            lambda: assignments.assign(
                case_id=case.pk, lawyer_post_id=other_lawyer.post.pk, by=city_supervisor, at=NOON
            ),
        )
    )
    assert len(won) == len(lost) == 1
    assert isinstance(lost[0], Taken)
    assert lost[0].by == won[0].assigned_by.user.display_name
    assert Assignment.objects.count() == 1
    assert AidCase.objects.get().lawyer == won[0].lawyer
    assert Matter.objects.get().grants.filter(ended_at=None).count() == 1


def test_of_two_who_opened_the_same_form_the_second_hears_what_changed(walk, city_supervisor):
    case = walk.to(states.SUBMITTED)
    version = case.matter.version
    won, lost = split(
        at_once(
            lambda: reviews.grant(case_id=case.pk, reason="符合", by=walk.supervisor, at=NOON, version=version),
            lambda: reviews.refuse(case_id=case.pk, reason="不符", by=city_supervisor, at=NOON, version=version),
        )
    )
    assert len(won) == len(lost) == 1
    assert isinstance(lost[0], Stale)
    assert len(lost[0].changes) == 1
    assert Event.objects.filter(name__in=["aid_application.granted", "aid_application.refused"]).count() == 1


def test_a_lawyer_who_accepts_in_two_windows_accepts_once(walk):
    case = walk.to(states.ASSIGNED)
    write = lambda: assignments.accept_assignment(case_id=case.pk, by=walk.lawyer, at=NOON)  # noqa: E731
    won, lost = split(at_once(write, write))
    assert len(won) == len(lost) == 1
    assert isinstance(lost[0], Conflict)
    assert Event.objects.filter(name="aid_case.accepted").count() == 1


def test_money_is_not_counted_twice_when_two_record_it(walk):
    case = walk.to(states.CONDUCTING)
    walk.finish(case)
    claim = walk.claims(case)[0]

    def pay(actor):
        return lambda: outcomes.record_payment(
            case_id=case.pk, claim_id=claim.pk, amount=claim.amount, paid_on=NOON.date(), by=actor, at=NOON
        )

    won, lost = split(at_once(pay(walk.lawyer), pay(walk.caseworker)))
    assert len(won) == len(lost) == 1
    assert isinstance(lost[0], Invalid)
    assert Payment.objects.get().amount == claim.amount


def test_two_proceedings_of_one_dispute_can_be_changed_at_once(walk):
    """Both touch every matter of the dispute; locking in order keeps them from waiting for each other for ever."""
    first = walk.apply()
    second = walk.apply(("李四",), employer=walk.make_employer("乙公司"))
    Matter.objects.filter(pk=second.pk).update(dispute=first.matter.dispute_id)
    party = first.matter.dispute.parties.get(side="claimant")

    def add(case, amount):
        return lambda: facts.add_claim(
            matter_id=case.pk,
            party_id=party.pk,
            claim=ClaimInput("overtime", amount),
            by=walk.caseworker,
            at=NOON,
        )

    for amount in range(1, 6):
        won, lost = split(at_once(add(first, amount), add(second, amount)))
        assert (len(won), lost) == (2, [])
    assert party.claims.count() == 11
