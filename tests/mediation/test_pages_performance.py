"""Pages of performance: payments of many at once, reminders, breaches, remedies, closing."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mediation.models import Breach, Remedy
from mediation.services import performing
from tests.cases.pages import said
from tests.cast import NOON
from tests.mediation.settling import scan

pytestmark = pytest.mark.django_db


@pytest.fixture
def mediation(settling, time_machine):
    time_machine.move_to(NOON, tick=False)
    found = settling.effective()
    time_machine.move_to(NOON + timedelta(days=60), tick=False)
    return found


@pytest.fixture
def client(sign_in, caseworker, mediation):
    return sign_in(caseworker)


@pytest.fixture
def at(mediation):
    return lambda name, *more: reverse(f"mediation:{name}", args=[mediation.pk, *more])


@pytest.fixture
def post(client, mediation, at):
    def send(name, *more, **sent):
        mediation.matter.refresh_from_db()
        return client.post(at(name, *more), {"version": mediation.matter.version, **sent})

    return send


def test_one_button_fills_what_an_instalment_owes(client, mediation, at, post):
    due = performing.dues_in_force(mediation)[0]
    page = post("record_payment", do="fill", fill=due.pk, paid_on="2026-12-10")
    typed = [cell.value() for _row, cell in page.context["form"].groups[0][1]]
    assert typed == ["10,000.00", "10,000.00"]
    sent = {f"instalment-{row.instalment.pk}": "10000" for row in due.rows}
    answer = post("record_payment", paid_on="2026-12-10", proof="回单尾号1", upload=scan("回单.pdf"), **sent)
    assert answer.url.endswith("#performance")
    page = said(client.get(at("mediation")))
    assert "已付清" in page
    assert "20,000.00" in page


def test_a_link_from_the_panel_fills_in_its_instalment(client, mediation, at):
    due = performing.dues_in_force(mediation)[1]
    page = client.get(f"{at('record_payment')}?due={due.pk}")
    assert [cell.value() for _row, cell in page.context["form"].groups[1][1]] == ["10,000.00", "10,000.00"]


def test_too_much_is_said_beside_the_field(mediation, post):
    row = performing.dues_in_force(mediation)[0].rows[0]
    answer = post("record_payment", paid_on="2026-12-10", **{f"instalment-{row.instalment.pk}": "99999"})
    assert answer.status_code == 422
    assert "不超过未付金额10,000.00元" in said(answer)
    assert post("record_payment", paid_on="2026-12-10").status_code == 422


def test_a_payment_is_taken_back_with_a_reason(client, mediation, post):
    row = performing.dues_in_force(mediation)[0].rows[0]
    post("record_payment", paid_on="2026-12-10", **{f"instalment-{row.instalment.pk}": "10000"})
    payment = mediation.matter.payments.get()
    assert post("undo_payment", payment.pk, reason="").status_code == 422
    assert post("undo_payment", payment.pk, reason="记错").status_code == 302
    payment.refresh_from_db()
    assert payment.cancelled_reason == "记错"


def test_an_overdue_instalment_leads_to_breach_and_remedy(client, mediation, at, post):
    page = said(client.get(at("mediation")))
    assert "有2期逾期未付清" in page
    assert "还没收到的2人" in page
    page = said(client.get(at("remind_debtor")))
    assert "您单位与张三、李四的调解协议" in page
    due = performing.dues_in_force(mediation)[1]
    assert post("remind_debtor", instalment_id=due.pk, how="短信，李经理").status_code == 302
    assert post("record_breach", instalment_id=due.pk, whole="on").status_code == 302
    breach = Breach.objects.get()
    assert breach.arrears == 6_000_002
    page = said(client.get(at("prepare_remedy")))
    assert "没有经仲裁审查或者司法确认" in page
    assert post("prepare_remedy", kind="payment_order").status_code == 422
    assert post("prepare_remedy", kind="payment_order", court="越山区人民法院").status_code == 302
    assert Remedy.objects.get().paper.title == "支付令申请书"
    assert "支付令申请书" in said(client.get(at("mediation")))


def test_a_broken_promise_is_typed_and_made_good(client, mediation, post):
    assert post("record_breach", instalment_id="none").status_code == 422
    answer = post("record_breach", instalment_id="none", what="没有开具离职证明", since_on="2027-01-01")
    assert answer.status_code == 302
    assert post("cure_breach", cured_on="2027-01-10").status_code == 302
    assert Breach.objects.get().cured_on.isoformat() == "2027-01-10"


def test_it_is_closed_with_its_reasons(client, mediation, at, post):
    page = client.get(at("close_performed"))
    assert page.status_code == 409
    assert "未了" in said(page)
    assert post("close_unperformed", reason="转强制执行").status_code == 302
    assert "未履行转程序" in said(client.get(at("mediation")))


def test_readers_without_the_right_see_no_buttons(sign_in, manager, mediation, at):
    page = said(sign_in(manager).get(at("mediation")))
    assert "履行" in page
    assert at("record_payment") not in page


def test_the_page_asks_the_database_no_more_for_more_workers(settling, client, mediation, at):
    crowd = settling.effective(settling.settled(("甲一", "乙二", "丙三", "丁四", "戊五", "己六")))
    asked = []
    for one in (mediation, crowd):
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("mediation:mediation", args=[one.pk]))
        asked.append(len(queries))
    assert asked[1] <= asked[0] + 2
