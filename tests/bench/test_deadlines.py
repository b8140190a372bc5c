"""Bulk time limits look like those the services write."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import F

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
    told = Notice.objects.count()
    assert told > 100
    assert sweep(at=now + timedelta(days=90)) > 0
    assert Notice.objects.count() > told
