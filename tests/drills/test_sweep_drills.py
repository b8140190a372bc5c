"""kill -9 at random moments, the database in crash mode, several sweepers, a missed hour, poison: nothing is lost,
nothing told twice, nothing later than a minute after recovery.

A short set runs with the tests, the long one with `make drill`.
"""

import os
import random
import signal
import time
from email import message_from_bytes

import pytest

from tests.drills.clockwork import Clockwork
from tests.drills.ground import RECOVERY_SECONDS, Count, Ground, Sweepers
from tests.notices.servers import MailServer
from tests.run.processes import until

# The test database, whose tables are copied, is only made for tests that say they need it.
pytestmark = [pytest.mark.drill, pytest.mark.django_db]
LONG = pytest.mark.long_drill


def sound(limits: int, spoilt: int = 0) -> Count:
    """What the count is when every limit went its three steps, told to one, two and two people."""
    return Count(lost=0, duplicate=0, put_aside=spoilt, told=(limits - spoilt) * 5)


@pytest.mark.parametrize(("kills", "limits"), [(4, 600), pytest.param(30, 4000, marks=LONG)])
def test_sweepers_killed_in_mid_sweep(
    ground: Ground, sweepers: Sweepers, rng: random.Random, kills: int, limits: int
) -> None:
    sweepers.ask("seed", limits, -7200, 0.001, 60, 1)
    sweepers.start(2, batch=50)
    in_mid_sweep = 0
    for _ in range(kills):
        time.sleep(rng.uniform(0, 0.12))
        in_mid_sweep += ground.due() > 0
        sweepers.kill_one(rng)
        sweepers.start(1, batch=rng.choice((1, 20, 50, 300)))
    took = ground.settled()
    sweepers.kill_all()
    assert ground.count() == sound(limits, spoilt=1)
    assert in_mid_sweep >= kills * 0.7, f"only {in_mid_sweep} kill points fell into a sweep"
    assert took <= RECOVERY_SECONDS


@pytest.mark.parametrize(("crashes", "limits"), [(1, 600), pytest.param(6, 3000, marks=LONG)])
def test_database_restarted_in_crash_mode(
    ground: Ground, sweepers: Sweepers, rng: random.Random, crashes: int, limits: int
) -> None:
    sweepers.ask("seed", limits, -7200, 0.001, 60)
    sweepers.start(2, batch=20)
    for number in range(crashes):
        time.sleep(rng.uniform(0, 0.25))
        ground.crash_database(hard=bool((number + rng.randrange(2)) % 2))
    ground.settled()
    sweepers.kill_all()
    assert ground.count() == sound(limits)


def test_three_sweepers_at_once_over_steps_that_fall_meanwhile(
    ground: Ground, sweepers: Sweepers, rng: random.Random
) -> None:
    sweepers.ask("seed", 300, 0.5, 0.005, 0.8)
    sweepers.start(3, batch=7)
    time.sleep(0.5 + 300 * 0.005 + 1.6 + 0.5)
    ground.settled()
    sweepers.kill_all()
    assert ground.count() == sound(300)
    assert ground.one("SELECT max(created_at - due_at) < interval '10 seconds' FROM notices_notice")
    assert not ground.one("SELECT bool_or(late) FROM notices_notice")


def test_nobody_sweeps_for_an_hour(ground: Ground, sweepers: Sweepers) -> None:
    # Limits a minute apart, their steps a quarter of an hour.
    sweepers.ask("seed", 60, 10, 60, 900)
    assert sweepers.ask("once", 11, 20) == 0
    assert ground.one("SELECT count(*) FROM notices_notice") == 1
    began = time.monotonic()
    assert sweepers.ask("once", 2 * 3600, 20) == 0
    assert time.monotonic() - began < RECOVERY_SECONDS
    assert ground.count() == sound(60)
    assert ground.one("SELECT count(*) FROM notices_notice WHERE late") == 60 * 5 - 1
    # In the order in which they should have come.
    assert not ground.one(
        "SELECT count(*) FROM notices_notice a JOIN notices_notice b ON b.about = a.about AND b.id > a.id"
        " WHERE b.due_at < a.due_at"
    )


@pytest.mark.parametrize("rounds", [1, pytest.param(4, marks=LONG)])
def test_three_beats_and_a_broker_that_forgets_and_goes_away_and_a_worker_that_dies(
    ground: Ground, sweepers: Sweepers, clockwork: Clockwork, rng: random.Random, rounds: int
) -> None:
    assert until(lambda: ground.one("SELECT count(*) FROM notices_heartbeat"), 60), clockwork.log.read_text()
    # Steps fall while everything else does.
    sweepers.ask("seed", rounds * 100, 0.5, 0.04, 1)
    disturbances = [clockwork.flush_broker, clockwork.kill_worker, clockwork.kill_broker] * rounds
    rng.shuffle(disturbances)
    for disturb in disturbances:
        time.sleep(rng.uniform(0.2, 1.2))
        disturb()
        if disturb == clockwork.kill_worker:
            clockwork.start_worker()
        elif disturb == clockwork.kill_broker:
            time.sleep(rng.uniform(0.5, 2))
            clockwork.start_broker()
    recovered = ground.one("SELECT now()")
    still_to_fall = "SELECT count(*) FROM deadlines_deadline WHERE next_step_at IS NOT NULL"
    assert until(lambda: not ground.one(still_to_fall), RECOVERY_SECONDS + 10 * rounds), clockwork.log.read_text()
    assert ground.count() == sound(rounds * 100)
    late = "SELECT max(created_at - greatest(due_at, %s)) FROM notices_notice"
    with ground.database() as database:
        row = database.execute(late, [recovered]).fetchone()
    assert row is not None
    assert row[0].total_seconds() <= RECOVERY_SECONDS


def test_a_provider_that_hangs_holds_up_no_reminder_and_loses_no_mail(
    ground: Ground, sweepers: Sweepers, mail_server: MailServer, rng: random.Random
) -> None:
    mail_server.silent, mail_server.hangs = True, 30
    sweepers.ask("seed", 20, -7200, 0.001, 60)
    assert sweepers.ask("once", 0, 100) == 0
    senders = []
    for number in (1, 2):
        senders.append(sweepers.ask("deliver", 0))
        assert until(lambda: mail_server.connections == number)  # noqa: B023  asked at once
    # While both wait for the provider, reminders fall and are told.
    sweepers.ask("seed", 20, -7200, 0.001, 60)
    sweepers.start(1, batch=50)
    assert ground.settled() < RECOVERY_SECONDS
    assert ground.count() == sound(40)
    # Killed while they wait; their leases run out, and the provider is back.
    for pid in senders:
        time.sleep(rng.uniform(0, 0.3))
        os.kill(pid, signal.SIGKILL)
    mail_server.silent = False
    assert sweepers.ask("wait", sweepers.ask("deliver", 200)) == 0
    # The last step is urgent: it goes to two people at once.
    assert ground.one("SELECT count(*) FROM notices_delivery WHERE state = 'sent'") == 40 * 2
    assert not ground.one("SELECT count(*) FROM notices_delivery WHERE state <> 'sent'")
    mails = [message_from_bytes(content) for _sender, _receivers, content in mail_server.mails]
    assert len({mail["Message-ID"] for mail in mails}) == len(mails) == 40 * 2
