"""manage.py seed_bulk --matters 1000000: a realistic volume for measuring, written with COPY."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from unionlaw.bench.bulk import Bulk
from unionlaw.lib import clock
from unionlaw.registers.models import Cause


class Command(BaseCommand):
    help = "Fill the database with invented matters for measuring. Never in production."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--matters", type=int, default=1_000_000, help="how many (default 1000000)")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("seed_bulk invents people and matters; it does not run in production.")
        if options["matters"] < 1:
            raise CommandError("--matters takes a whole number from 1.")
        if not Cause.objects.exists():
            raise CommandError("Load the reference data first: manage.py load_reference")
        start = time.monotonic()
        Bulk(options["matters"], clock.now()).write()
        self.stdout.write(f"{options['matters']} matters in {time.monotonic() - start:.0f} s")
