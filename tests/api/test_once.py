"""A POST with an Idempotency-Key happens once."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, connections, transaction
from knox.models import AuthToken
from rest_framework.test import APIClient

from cases.models import Consultation
from tests.api.conftest import problem
from tests.cast import NOON
from unionlaw.api import idempotency
from unionlaw.api.models import Answer

URL = "/api/v1/consultations/"
BODY = {"question": "公司拖欠工资怎么办？", "channel": "window", "visitor_name": "来访人"}


def post(client, body=BODY, key="k-1"):
    return client.post(URL, body, headers={"Idempotency-Key": key})


def test_the_same_request_again_gets_the_same_answer_and_does_nothing(call, caseworker):
    first, second = post(call(caseworker)), post(call(caseworker))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert first["Location"] == second["Location"]
    assert "Idempotent-Replayed" not in first
    assert second["Idempotent-Replayed"] == "true"
    assert Consultation.objects.count() == 1


def test_without_a_key_every_request_counts(call, caseworker):
    client = call(caseworker)
    client.post(URL, BODY)
    client.post(URL, BODY)
    assert Consultation.objects.count() == 2


def test_the_same_key_with_another_body_is_refused(call, caseworker):
    client = call(caseworker)
    post(client)
    problem(post(client, {**BODY, "question": "另一个问题"}), 422, "key-reused")
    assert Consultation.objects.count() == 1


def test_another_persons_key_is_another_key(call, caseworker, second_caseworker):
    post(call(caseworker))
    assert "Idempotent-Replayed" not in post(call(second_caseworker))
    assert Consultation.objects.count() == 2


def test_an_error_is_not_remembered(call, caseworker):
    client = call(caseworker)
    problem(post(client, {**BODY, "question": ""}), 400, "invalid")
    assert post(client).status_code == 201


def test_a_step_is_taken_once(call, walk, supervisor):
    case = walk.apply()
    walk.papers(case, "review")
    client, url = call(supervisor), f"/api/v1/aid-cases/{case.pk}/grant/"
    answers = [client.post(url, {"reason": "符合条件"}, headers={"Idempotency-Key": "g"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()


def test_a_key_must_be_readable(call, caseworker):
    errors = problem(post(call(caseworker), key="x" * 101), 400, "invalid")["errors"]
    assert "Idempotency-Key" in errors


def test_a_key_lives_two_days(call, caseworker):
    client = call(caseworker)
    post(client)
    with time_machine.travel(NOON + timedelta(hours=50)):
        assert "Idempotent-Replayed" not in post(client)
    assert Consultation.objects.count() == 2
    assert idempotency.forget(at=NOON + timedelta(hours=51)) == 0
    assert idempotency.forget(at=NOON + timedelta(hours=99)) == 1
    assert not Answer.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_while_the_first_is_at_work_the_second_is_told_so(call, caseworker):
    client = call(caseworker)
    key = f"{caseworker.user.pk} {URL} k-1"
    other = connections.create_connection("default")
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 1))", [key])
        problem(post(client), 409, "key-in-use")
    finally:
        other.rollback()
        other.close()
    assert post(client).status_code == 201


@pytest.mark.django_db(transaction=True)
def test_ten_at_once_record_one_consultation(caseworker):
    _token, text = AuthToken.objects.create(caseworker.user)
    start, answers = threading.Barrier(10), []

    def work():
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Token {text}")
        start.wait()
        try:
            answers.append(post(client).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(answers) <= {201, 409}
    assert 201 in answers
    assert Consultation.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_work_and_answer_are_kept_together_or_not_at_all(call, caseworker):
    client = call(caseworker)
    with transaction.atomic():
        post(client)
        transaction.set_rollback(True)
    assert not Consultation.objects.exists()
    assert not Answer.objects.exists()
