"""manage.py seed_demo: the invented city of 羊城 and its matters, through the services, from a fixed seed."""

import time
from random import Random
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from unionlaw.accounts.models import User
from unionlaw.demo import famous, letters, limits, mediations, plan
from unionlaw.demo.city import PASSWORD, Founder
from unionlaw.demo.walks import Walker
from unionlaw.lib import clock
from unionlaw.registers.models import Cause

SEED = 12351
LOOK_AGAIN = (0, 20, 80, 200)
"""After so many visits the database counts its rows anew: within one transaction it would plan for empty tables."""


class Command(BaseCommand):
    help = (
        "Fill an empty portal with an invented city to try it with; run again, it changes nothing. Never in production."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("seed_demo makes accounts with a known password; it does not run in production.")
        if User.objects.filter(username="demo.caseworker").exists():
            self.stdout.write("The demo city is there already.")
            return
        if not Cause.objects.exists():
            raise CommandError("Load the reference data first: manage.py load_reference")
        start = time.monotonic()
        count = self._seed()
        self.stdout.write(
            f"Demo city with {count} matters in {time.monotonic() - start:.0f} s; accounts demo.*, password {PASSWORD}"
        )

    @transaction.atomic
    def _seed(self) -> int:
        with connection.cursor() as cursor:
            # Two at once: the second waits here, then finds the city there.
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEED])
        if User.objects.filter(username="demo.caseworker").exists():
            return 0
        now = clock.now()
        city = Founder(now).found()
        walker = Walker(city, Random(SEED), now)  # noqa: S311  invented people, not secrets
        count = 0
        stories = [famous.video_editors, famous.food_courier, famous.site_worker, plan.refer_some, plan.fill_gaps]
        for visit in plan.visits(walker):
            if count in LOOK_AGAIN:
                _analyze()
            plan.play(walker, visit)
            count += 1
        for story in stories:
            story(walker)
            count += 1
        # Last, so that the rest of the city is the same with and without them.
        letters.play(walker)
        mediations.play(walker)
        _analyze()
        limits.watch(walker)
        return count


def _analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
