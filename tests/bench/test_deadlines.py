"""Bulk time limits look like those the services write."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import F

from unionlaw.bench.pages import Ratio
from unionlaw.bench.report import table
from unionlaw.deadlines.models import Deadline
from unionlaw.deadlines.services.sweeping import sweep
from unionlaw.lib import clock
from unionlaw.matters.models import Matter
from unionlaw.notices.models import Notice

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_live_bulk_matter_has_a_limit_that_the_sweep_can_tell():
    call_command("load_reference", verbosity=0)
    call_command("seed_bulk", matters=400, verbosity=0)
    connection.check_constraints()
    running = Deadline.objects.filter(state="open")
    assert running.count() == Matter.objects.live().count() > 0
    assert Deadline.objects.filter(state="met").count() > 40
    assert not Deadline.objects.exclude(scope2=F("matter__scope2")).exists()
    assert not running.exclude(due_on=F("matter__next_due_on")).exclude(due_on=F("matter__watched_until")).exists()
    # Nothing is due on the day of the filling; some weeks later something is.
    now = clock.now()
    assert sweep(at=now) == 0
    assert sweep(at=now + timedelta(days=90)) > 0
    assert Notice.objects.exists()


def test_the_report_knows_ratios_that_are_better_when_larger():
    ratio = Ratio("P6", goal=0.45, floor=0.3, at_least=True)
    ratio.take(0.5, "fast")
    assert " goal " in table([ratio]).splitlines()[1]
    ratio.take(0.4, "slower")
    assert ratio.worst == "slower"
    assert " floor " in table([ratio]).splitlines()[1]
    ratio.take(0.1, "slow")
    assert "too slow" in table([ratio])
