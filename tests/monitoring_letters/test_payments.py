"""Money that a letter brought is credited to it alone, on the worker's claim where there is one."""

import pytest

from cases.services.duties import open_duties
from monitoring_letters import states
from monitoring_letters.services import drafting
from tests.cases.conftest import wage_cause  # noqa: F401  fixture
from tests.cases.walk import Walk as CaseWalk
from tests.cast import NOON
from unionlaw.lib.errors import Conflict, Invalid, Missing
from unionlaw.matters.models import Claim, ClaimOutcome, Event, Payment
from unionlaw.matters.services.outcomes import recovered_amount

pytestmark = pytest.mark.django_db


@pytest.fixture
def cases(walk, wage_cause):  # noqa: F811
    return CaseWalk(
        caseworker=walk.caseworker, supervisor=walk.supervisor, lawyer=walk.lawyer, cause=wage_cause,
        make_worker=walk.make_worker, make_employer=walk.make_employer,
    )  # fmt: skip


def test_money_on_a_demand_of_a_workers_claim(walk):
    letter = walk.to(states.SERVED)
    payment = walk.do("record_payment", letter)
    assert (payment.claim, payment.matter_id, payment.amount) == (walk.claim(letter), letter.pk, 1_000_000)
    outcome = ClaimOutcome.objects.get(matter=letter.pk)
    assert (outcome.code, outcome.amount, outcome.instrument) == ("settled", 1_000_000, "letter")
    assert outcome.instrument_number == letter.document_number
    walk.do("record_payment", letter, amount=4_000_000)
    assert recovered_amount(letter.matter) == 5_000_000
    assert ClaimOutcome.objects.get(matter=letter.pk).amount == 5_000_000
    with pytest.raises(Invalid) as invalid:
        walk.do("record_payment", letter, amount=1)
    assert "amount" in invalid.value.errors
    assert Event.objects.filter(matter=letter.pk, name="letter.payment_recorded").count() == 2


def test_money_on_a_demand_without_a_claim_hangs_on_one_of_the_union(walk, district):
    letter = walk.to(states.SERVED)
    demand = letter.demands.last()
    walk.do("record_payment", letter, demand_id=demand.pk, amount=300)
    walk.do("record_payment", letter, demand_id=demand.pk, amount=200)
    claim = Claim.objects.get(party__organisation=district)
    assert claim.party.side == "third_party"
    assert sum(payment.amount for payment in claim.payments.all()) == 500


def test_a_payment_taken_back_is_no_longer_counted(walk):
    letter = walk.to(states.SERVED)
    walk.do("record_payment", letter)
    walk.do("cancel_payment", letter)
    assert recovered_amount(letter.matter) == 0
    assert not ClaimOutcome.objects.filter(matter=letter.pk).exists()
    with pytest.raises(Conflict):
        walk.do("cancel_payment", letter)


def test_the_same_money_is_not_credited_to_the_case_and_to_the_letter(walk, cases):
    case = cases.to("aid_case.conducting")
    cases.finish(case)
    cases.pay(case, 4_000_000)
    employer = case.matter.dispute.parties.get(side="respondent").employer
    letter = drafting.draft_letter(
        from_matter_id=case.pk, employer=employer, instrument="notice", topic="pay", by=walk.caseworker, at=NOON
    )
    walk.complete(letter, by=walk.caseworker)
    letter = walk.to(states.SERVED, letter)
    with pytest.raises(Invalid):
        walk.do("record_payment", letter, amount=2_000_000)
    walk.do("record_payment", letter, amount=1_000_000)
    assert (recovered_amount(case.matter), recovered_amount(letter.matter)) == (4_000_000, 1_000_000)
    assert not ClaimOutcome.objects.filter(matter=letter.pk).exists(), "the case has decided on the claim"
    with pytest.raises(Missing):
        walk.do("cancel_payment", letter, payment_id=Payment.objects.get(matter=case.pk).pk)


def test_a_unions_claim_is_no_duty_of_the_workers_case(walk, cases):
    case = cases.to("aid_case.conducting")
    cases.finish(case)
    before = len(open_duties(cases.fresh(case)))
    employer = case.matter.dispute.parties.get(side="respondent").employer
    letter = drafting.draft_letter(
        from_matter_id=case.pk, employer=employer, instrument="notice", topic="pay", by=walk.caseworker, at=NOON
    )
    walk.complete(letter, by=walk.caseworker)
    letter = walk.to(states.SERVED, letter)
    walk.do("record_payment", letter, demand_id=letter.demands.last().pk, amount=300)
    assert len(open_duties(cases.fresh(case))) == before
