from typing import Any

from django.core.management.base import BaseCommand

from unionlaw.lib import clock
from unionlaw.reports.services.layouts import load_shipped


class Command(BaseCommand):
    help = "Loads the product's layouts of reports; may be run again at any time, unions' own are never touched."

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load_shipped(at=clock.now())
        if options["verbosity"]:
            self.stdout.write(f"{loaded} layouts of reports.")
