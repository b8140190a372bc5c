"""Two at once, in real transactions: each notice is spread once and each delivery sent once."""

import threading

import pytest
from django.db import connection

from tests.cast import NOON
from unionlaw.notices.models import Delivery, Notice
from unionlaw.notices.services.sending import send_due
from unionlaw.notices.services.spreading import spread

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds):
    gate, results = threading.Barrier(len(deeds)), [None] * len(deeds)

    def run(index, deed):
        try:
            gate.wait(timeout=20)
            results[index] = deed()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def test_two_senders_at_once_send_each_delivery_once(due, told, caseworker, recorder):
    due(caseworker)
    for n in range(30):
        told(caseworker, key=f"k{n}", urgency="urgent")
    spread(at=NOON)
    counts = at_once(*[lambda: send_due(at=NOON)] * 2)
    assert sum(counts) == 31
    ids = [message.id for message in recorder.sent]
    assert len(ids) == len(set(ids)) == 31
    assert set(Delivery.objects.values_list("state", "attempts")) == {("sent", 1)}


def test_two_spreaders_at_once_take_different_notices(told, caseworker):
    caseworker.user.email = "cai@example.org"
    caseworker.user.save()
    for n in range(30):
        told(caseworker, key=f"k{n}", urgency="urgent")

    def run():
        found = 0
        while some := spread(at=NOON, batch=3):
            found += some
        return found

    assert sum(at_once(run, run)) == 30
    assert Delivery.objects.count() == 30
    assert not Notice.objects.filter(spread_at=None).exists()


def test_what_two_tell_at_once_is_told_once(told, caseworker):
    def tell_it():
        try:
            return told(caseworker)
        except IndexError:
            return None

    at_once(tell_it, tell_it)
    assert Notice.objects.count() == 1
