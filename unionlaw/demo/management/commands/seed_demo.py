"""manage.py seed_demo: the invented city of 羊城 and its matters, through the services, from a fixed seed."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from unionlaw.demo import telling
from unionlaw.demo.city import PASSWORD
from unionlaw.lib import clock
from unionlaw.registers.models import Cause


class Command(BaseCommand):
    help = (
        "Fill an empty portal with an invented city to try it with; run again, it goes on where it was cut short, and "
        "changes nothing when all is there. Never in production."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--city", action="store_true", help="only the city, its people and their accounts, which is quick"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("seed_demo makes accounts with a known password; it does not run in production.")
        if not Cause.objects.exists():
            raise CommandError("Load the reference data first: manage.py load_reference")
        start = time.monotonic()
        telling.found(at=clock.now())
        if options["city"]:
            return
        left = len(telling.left())
        if left and options["verbosity"]:
            self.stdout.write(f"The demo's matters are arriving: {left} steps, a minute or two; work may begin.")
            self.stdout.flush()
        told = telling.tell()
        if options["verbosity"]:
            seconds = f", {told} steps in {time.monotonic() - start:.0f} s" if told else ""
            self.stdout.write(f"The demo city is all there{seconds}; accounts demo.*, password {PASSWORD}.")
