"""Money as it arrives: tied to instalments, one worker or many, taken back, closing only when nothing is owed."""

from datetime import date

import pytest

from mediation import states
from mediation.models import InstalmentPayment
from mediation.services import closing_performance, performing, remedies
from mediation.services.performing import PaymentLine
from tests.mediation.settling import later, scan
from unionlaw.lib.errors import Conflict, Invalid, Missing
from unionlaw.matters.services.outcomes import recovered_amount

pytestmark = pytest.mark.django_db
PAID_ON = date(2026, 12, 9)


@pytest.fixture
def mediation(settling):
    return settling.effective()


@pytest.fixture
def pay(settling, mediation):
    """Pay all that an instalment owes, or `amount` fen of its first row."""

    def make(number=1, amount=None, at=None, **changes):
        due = performing.dues_in_force(mediation)[number - 1]
        lines = [PaymentLine(row.instalment.pk, row.left) for row in due.rows if row.left]
        if amount is not None:
            lines = [PaymentLine(due.rows[0].instalment.pk, amount)]
        who = settling.who(mediation, at or later(30 * number))
        return performing.record_payment(**{"lines": lines, "paid_on": PAID_ON, "proof": "回单", **who, **changes})

    return make


def names(mediation):
    return list(mediation.matter.events.order_by("sequence").values_list("name", flat=True))


def test_many_workers_are_paid_at_once(mediation, pay):
    payments = pay()
    assert [p.amount for p in payments] == [1_000_000, 1_000_000]
    assert InstalmentPayment.objects.filter(payment__in=payments).count() == 2
    assert recovered_amount(mediation.matter) == 2_000_000
    event = mediation.matter.events.get(name="mediation.payment_recorded")
    assert (event.data["who"], event.data["amount"]) == ("张三、李四", "20,000.00")
    assert "mediation.instalment_met" in names(mediation)


def test_a_part_is_not_the_whole(mediation, pay):
    pay(amount=400_000)
    due = performing.dues_in_force(mediation)[0]
    assert (due.paid, due.left, due.workers_left) == (400_000, 1_600_000, ["张三", "李四"])
    assert "mediation.instalment_met" not in names(mediation)


def test_the_receipt_is_kept(mediation, pay):
    pay(upload=scan("回单.pdf"))
    assert InstalmentPayment.objects.first().document.title == "回单"


@pytest.mark.parametrize("amount", [0, -1, 1_000_001])
def test_more_than_is_owed_is_refused_beside_its_field(mediation, pay, amount):
    with pytest.raises(Invalid) as refused:
        pay(amount=amount)
    [key] = refused.value.errors
    assert key.startswith("instalment-")


def test_a_day_to_come_is_refused(mediation, pay):
    with pytest.raises(Invalid) as refused:
        pay(paid_on=date(2027, 12, 9))
    assert list(refused.value.errors) == ["paid_on"]


def test_an_instalment_of_another_mediation_is_not_found(settling, mediation, pay):
    with pytest.raises(Missing):
        performing.record_payment(
            lines=[PaymentLine(999_999, 1)], paid_on=PAID_ON, **settling.who(mediation, later(30))
        )


def test_a_payment_taken_back_is_owed_again(settling, mediation, pay):
    first, _second = pay()
    who = settling.who(mediation, later(31))
    performing.cancel_payment(payment_id=first.pk, reason="记错人", **who)
    due = performing.dues_in_force(mediation)[0]
    assert (due.left, due.workers_left) == (1_000_000, ["张三"])
    assert names(mediation)[-1] == "mediation.instalment_reopened"
    assert mediation.matter.deadlines.filter(subject=f"instalment:{due.pk}", state="open").exists()
    with pytest.raises(Conflict, match="已经撤销"):
        performing.cancel_payment(payment_id=first.pk, reason="再撤", **who)


def test_it_is_closed_only_when_all_is_paid(settling, mediation, pay):
    for number in (1, 2):
        pay(number)
    with pytest.raises(Conflict, match="未了"):
        closing_performance.close_performed(**settling.who(mediation, later(90)))
    pay(3)
    assert "mediation.paid_in_full" in names(mediation)
    assert mediation.matter.deadlines.filter(rule_version__rule__key="mediation_follow_up", state="open").exists()
    closing_performance.close_performed(**settling.who(mediation, later(95)))
    matter = settling.fresh(mediation).matter
    assert (matter.status_id, matter.closed_reason) == (states.PERFORMED, "performed")
    assert not matter.deadlines.filter(state="open").exists()


def test_money_that_comes_after_closing_is_still_recorded(settling, mediation, pay):
    pay(1)
    breach = remedies.record_breach(
        instalment_id=performing.dues_in_force(mediation)[1].pk, **settling.who(mediation, later(60))
    )
    closing_performance.close_unperformed(reason="申请执行", **settling.who(mediation, later(61)))
    assert settling.fresh(mediation).matter.status_id == states.UNPERFORMED
    pay(2, at=later(70))
    breach.refresh_from_db()
    assert recovered_amount(mediation.matter) == 4_000_000
    assert breach.cured_on


def test_nothing_owed_is_not_closed_as_unperformed(settling, mediation, pay):
    for number in (1, 2, 3):
        pay(number)
    with pytest.raises(Conflict, match="履行完毕"):
        closing_performance.close_unperformed(reason="x", **settling.who(mediation, later(95)))


def test_a_promise_without_money_is_performed_without_payments(settling):
    mediation = settling.effective(settling.settled(("张三",), amount=0, instalments=1, promises="月底前开具离职证明"))
    closing_performance.close_performed(**settling.who(mediation, later(3)))
    assert settling.fresh(mediation).matter.status_id == states.PERFORMED


def test_the_next_steps_follow(settling, mediation, pay):
    assert settling.fresh(mediation).matter.next_step == "商定是否申请审查确认"
    for number in (1, 2, 3):
        pay(number)
    assert settling.fresh(mediation).matter.next_step
