"""What is done about an agreement that is not kept: reminder, breach, payment order, enforcement, aid."""

from datetime import date

import pytest

from mediation.models import Confirmation
from mediation.services import performing, remedies
from mediation.services.performing import PaymentLine
from tests.cast import NOON
from tests.mediation.settling import later
from unionlaw.lib.errors import Conflict, Invalid, Missing

pytestmark = pytest.mark.django_db
COURT = {"court": "越山区人民法院", "property": "开户行：北桥支行"}


@pytest.fixture
def mediation(settling):
    """The first instalment was paid, the second (10 January) was not."""
    mediation = settling.effective()
    first = performing.dues_in_force(mediation)[0]
    performing.record_payment(
        lines=[PaymentLine(row.instalment.pk, row.left) for row in first.rows],
        paid_on=date(2026, 12, 9), **settling.who(mediation, later(20)),
    )  # fmt: skip
    return mediation


@pytest.fixture
def second(mediation):
    return performing.dues_in_force(mediation)[1]


@pytest.fixture
def broken(settling, mediation, second):
    return remedies.record_breach(instalment_id=second.pk, **settling.who(mediation, later(60)))


def granted(mediation, court):
    [agreement] = mediation.agreements.filter(state="effective")
    return Confirmation.objects.create(
        agreement=agreement, route="judicial", organ=court, state="granted", filed_on=NOON.date(),
        decided_on=later(10).date(), case_number="（2026）粤01民特8号",
    )  # fmt: skip


def test_the_overdue_instalment_is_offered_until_the_breach_is_recorded(settling, mediation, second):
    assert performing.overdue(mediation, date(2027, 1, 10)) == []
    assert [due.pk for due in performing.overdue(mediation, date(2027, 1, 11))] == [second.pk]
    remedies.record_breach(instalment_id=second.pk, **settling.who(mediation, later(60)))
    assert performing.overdue(mediation, date(2027, 1, 19)) == []


def test_a_breach_says_what_since_when_and_how_much(broken, second):
    assert (broken.instalment_id, broken.arrears, broken.since_on) == (second.pk, 2_000_000, date(2027, 1, 11))
    assert "张三、李四第2期应于2027-01-10付清" in broken.what


def test_by_the_agreement_all_can_be_due_at_once(settling, mediation, second):
    breach = remedies.record_breach(instalment_id=second.pk, whole=True, **settling.who(mediation, later(60)))
    assert breach.arrears == 4_000_002


def test_no_breach_before_its_day_or_twice(settling, mediation, second, broken):
    third = performing.dues_in_force(mediation)[2]
    with pytest.raises(Conflict, match="才到期"):
        remedies.record_breach(instalment_id=third.pk, **settling.who(mediation, later(60)))
    with pytest.raises(Conflict, match="已经登记违约"):
        remedies.record_breach(instalment_id=second.pk, **settling.who(mediation, later(61)))
    with pytest.raises(Missing):
        remedies.record_breach(instalment_id=999_999, **settling.who(mediation, later(61)))


def test_payment_cures_the_breach(settling, mediation, broken, second):
    performing.record_payment(
        lines=[PaymentLine(row.instalment.pk, row.left) for row in second.rows],
        paid_on=date(2027, 1, 20), **settling.who(mediation, later(62)),
    )  # fmt: skip
    broken.refresh_from_db()
    assert broken.cured_on == date(2027, 1, 20)
    assert mediation.matter.events.filter(name="mediation.breach_cured").exists()


def test_a_promise_is_broken_and_made_good(settling, mediation):
    who = settling.who(mediation, later(60))
    with pytest.raises(Invalid) as refused:
        remedies.record_breach(**who)
    assert set(refused.value.errors) == {"what", "since_on"}
    breach = remedies.record_breach(what="没有开具离职证明", since_on=date(2027, 1, 1), **who)
    remedies.cure_breach(breach_id=breach.pk, cured_on=date(2027, 1, 15), **who)
    breach.refresh_from_db()
    assert breach.cured_on == date(2027, 1, 15)


def test_money_is_not_made_good_by_hand(settling, mediation, broken):
    with pytest.raises(Conflict, match="登记到账后"):
        remedies.cure_breach(breach_id=broken.pk, cured_on=date(2027, 1, 15), **settling.who(mediation, later(60)))


def test_a_reminder_is_written_down(settling, mediation, second):
    who = settling.who(mediation, later(51))
    with pytest.raises(Invalid) as refused:
        remedies.remind_debtor(instalment_id=second.pk, how=" ", **who)
    assert list(refused.value.errors) == ["how"]
    remedies.remind_debtor(instalment_id=second.pk, how="短信，李经理", **who)
    event = mediation.matter.events.get(name="mediation.debtor_reminded")
    assert (event.data["how"], event.audience) == ("短信，李经理", "organs")


def test_a_payment_order_needs_no_confirmation(settling, mediation, broken):
    remedy = remedies.prepare_remedy(
        breach_id=broken.pk, kind="payment_order", answers=COURT, **settling.who(mediation, later(61))
    )
    assert remedy.paper.title == "支付令申请书"
    assert remedy.paper.data["arrears.total"] == "20,000.00元"


def test_enforcement_needs_a_confirmation(settling, mediation, broken, court):
    ask = {"breach_id": broken.pk, "kind": "enforcement", "answers": COURT, **settling.who(mediation, later(61))}
    with pytest.raises(Invalid) as refused:
        remedies.prepare_remedy(**ask)
    assert list(refused.value.errors) == ["kind"]
    granted(mediation, court)
    remedy = remedies.prepare_remedy(**ask)
    assert remedy.paper.title == "强制执行申请书"
    assert remedy.paper.data["confirmation.number"] == "（2026）粤01民特8号"


@pytest.mark.parametrize("kind", ["aid", "arbitration"])
def test_other_remedies_are_written_down_without_a_paper(settling, mediation, broken, kind):
    remedy = remedies.prepare_remedy(
        breach_id=broken.pk, kind=kind, note="已告知", **settling.who(mediation, later(61))
    )
    assert (remedy.paper, remedy.note) == (None, "已告知")
    assert mediation.matter.events.filter(name="mediation.remedy_prepared").count() == 1


def test_a_promise_has_no_payment_order(settling, mediation):
    who = settling.who(mediation, later(60))
    breach = remedies.record_breach(what="没有开具离职证明", since_on=date(2027, 1, 1), **who)
    with pytest.raises(Invalid, match="没有欠付金额"):
        remedies.prepare_remedy(breach_id=breach.pk, kind="payment_order", answers=COURT, **who)


def test_the_paper_says_what_is_missing(settling, mediation, broken):
    with pytest.raises(Invalid, match="受理法院"):
        remedies.prepare_remedy(breach_id=broken.pk, kind="payment_order", **settling.who(mediation, later(61)))
