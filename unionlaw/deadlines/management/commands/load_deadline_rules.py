from typing import Any

from django.core.management.base import BaseCommand

from unionlaw.deadlines.services.loading import load_all
from unionlaw.lib import clock


class Command(BaseCommand):
    help = "Loads rules of time limits, reminder ladders and the working calendar; may be run again at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        counts = load_all(at=clock.now())
        if options["verbosity"]:
            self.stdout.write(f"{counts['rules']} rules, {counts['ladders']} ladders, {counts['years']} years written.")
