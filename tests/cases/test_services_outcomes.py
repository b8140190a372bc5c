"""What each worker got, and the money that arrived."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases import states
from cases.services import outcomes
from cases.services.outcomes import OutcomeInput
from tests.cast import NOON
from unionlaw.lib.errors import Conflict, Invalid, Missing
from unionlaw.matters.models import ClaimOutcome, Event, Payment
from unionlaw.matters.services.outcomes import recovered_amount

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


@pytest.fixture
def case(walk):
    return walk.to(states.CONDUCTING, walk.apply(("张三", "李四")))


def record(walk, case, rows, **more):
    return outcomes.record_outcomes(
        **{
            "case_id": case.pk,
            "outcomes": rows,
            "decided_on": TODAY,
            "instrument": "award",
            "by": walk.lawyer,
            "at": NOON,
            **more,
        }
    )


def test_one_table_settles_every_claim_and_the_timeline_says_so_once(walk, case):
    one, two = walk.claims(case)
    record(
        walk,
        case,
        [OutcomeInput(one.pk, "awarded", 4_000_000, received=1_000_000), OutcomeInput(two.pk, "dismissed", 0)],
        instrument_number="越劳人仲案〔2026〕88号",
    )
    assert dict(ClaimOutcome.objects.values_list("claim", "amount")) == {one.pk: 4_000_000, two.pk: 0}
    assert recovered_amount(case.matter) == 1_000_000
    paid, decided = Event.objects.filter(matter=case.pk)[:2]
    assert decided.name == "aid_case.outcome_recorded"
    assert decided.data == {
        "who": "张三、李四",
        "count": 2,
        "amount": "40,000.00",
        "lines": [
            {"worker": "张三", "head": "劳动报酬", "outcome": "裁决或判决支持", "amount": "40,000.00"},
            {"worker": "李四", "head": "劳动报酬", "outcome": "驳回", "amount": "0.00"},
        ],
    }
    assert (paid.name, paid.data["who"], paid.data["amount"]) == ("aid_case.payment_recorded", "张三", "10,000.00")


def test_one_bad_line_saves_none_of_them(walk, case):
    one, two = walk.claims(case)
    with pytest.raises(Invalid) as invalid:
        record(walk, case, [OutcomeInput(one.pk, "settled", 100), OutcomeInput(two.pk, "withdrawn", 100)])
    assert invalid.value.errors.keys() == {f"claim-{two.pk}-amount"}
    with pytest.raises(Invalid) as invalid:
        record(walk, case, [OutcomeInput(one.pk, "settled", 100, received=101), OutcomeInput(two.pk, "settled", 1)])
    assert invalid.value.errors.keys() == {f"claim-{one.pk}-received"}
    assert not ClaimOutcome.objects.exists()
    assert not Payment.objects.exists()


def test_what_cannot_be_is_told_per_field(walk, case):
    one, two = walk.claims(case)
    with pytest.raises(Invalid) as invalid:
        record(
            walk,
            case,
            [OutcomeInput(one.pk, "won", 1), OutcomeInput(two.pk, "settled", -1)],
            decided_on=TODAY + timedelta(days=1),
            instrument="song",
        )
    assert invalid.value.errors.keys() == {
        "decided_on",
        "instrument",
        f"claim-{one.pk}-code",
        f"claim-{two.pk}-amount",
    }
    with pytest.raises(Invalid):
        record(walk, case, [])


def test_a_slip_of_the_pen_does_not_become_money_recovered(walk, case):
    one, two = walk.claims(case)
    with pytest.raises(Invalid) as invalid:
        record(
            walk,
            case,
            [OutcomeInput(one.pk, "settled", one.amount * 10_000), OutcomeInput(two.pk, "dismissed", 0)],
            decided_on=TODAY - timedelta(days=3650),
        )
    assert invalid.value.errors.keys() == {f"claim-{one.pk}-amount", "decided_on"}
    assert not ClaimOutcome.objects.exists()
    both = OutcomeInput(one.pk, "settled", one.amount + two.amount)
    record(walk, case, [both, OutcomeInput(two.pk, "dismissed", 0)])
    assert ClaimOutcome.objects.get(claim=one).amount == one.amount + two.amount


def test_a_claim_of_another_case_is_not_found(walk, case):
    stranger = walk.claims(walk.apply(("王五",), employer=walk.make_employer("乙公司")))[0]
    with pytest.raises(Missing):
        record(walk, case, [OutcomeInput(stranger.pk, "settled", 1)])


def test_an_outcome_can_be_put_right_but_not_below_what_was_paid(walk, case):
    one, _two = walk.claims(case)
    record(walk, case, [OutcomeInput(one.pk, "settled", 3_000_000, received=2_000_000)])
    record(walk, case, [OutcomeInput(one.pk, "partly_awarded", 2_500_000)])
    assert ClaimOutcome.objects.get().amount == 2_500_000
    with pytest.raises(Invalid) as invalid:
        record(walk, case, [OutcomeInput(one.pk, "settled", 1_999_999)])
    assert "20,000.00" in invalid.value.errors[f"claim-{one.pk}-amount"][0]


def test_payments_add_up_to_no_more_than_was_decided(walk, case):
    one, _two = walk.claims(case)
    with pytest.raises(Invalid) as invalid:
        walk.pay(case)
    assert invalid.value.errors.keys() == {f"claim-{one.pk}-amount"}
    record(walk, case, [OutcomeInput(one.pk, "settled", 2_000_000)])
    walk.pay(case, 1_500_000)
    event = Event.objects.filter(matter=case.pk).first()
    assert (event.name, event.data["amount"]) == ("aid_case.payment_recorded", "15,000.00")
    for amount in (500_001, 0):
        with pytest.raises(Invalid):
            walk.pay(case, amount)
    walk.pay(case, 500_000)
    assert recovered_amount(case.matter) == 2_000_000


def test_a_payment_entered_wrongly_is_taken_back_with_a_reason(walk, case):
    one, _two = walk.claims(case)
    record(walk, case, [OutcomeInput(one.pk, "settled", 2_000_000)])
    payment = walk.pay(case, 2_000_000)
    with pytest.raises(Invalid):
        walk.do("cancel_payment", case, by=walk.supervisor, reason="")
    walk.do("cancel_payment", case, by=walk.supervisor, reason="重复登记")
    event = Event.objects.filter(matter=case.pk).first()
    assert (event.name, event.reason, event.data) == (
        "aid_case.payment_cancelled",
        "重复登记",
        {"worker": "张三", "head": "劳动报酬", "amount": "20,000.00"},
    )
    assert recovered_amount(case.matter) == 0
    with pytest.raises(Conflict):
        walk.do("cancel_payment", case, by=walk.supervisor, payment_id=payment.pk)
    walk.pay(case, 2_000_000)


def test_the_window_records_money_that_arrives_after_the_closing(walk):
    case = walk.to(states.CLOSED)
    walk.do("record_payment", case, by=walk.caseworker)
    assert recovered_amount(case.matter) == 1_000_000
    assert walk.fresh(case).matter.status_id == states.CLOSED


def test_a_table_of_thirty_takes_the_queries_of_a_table_of_three(walk):
    def cost(size, employer):
        case = walk.to(
            states.CONDUCTING, walk.apply(tuple(f"{employer}工{i}" for i in range(size)), walk.make_employer(employer))
        )
        rows = [OutcomeInput(claim.pk, "settled", 100, received=50) for claim in walk.claims(case)]
        with CaptureQueriesContext(connection) as captured:
            record(walk, case, rows)
        return len(captured)

    assert cost(3, "甲厂") == cost(30, "乙厂")
