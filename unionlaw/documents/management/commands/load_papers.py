from typing import Any

from django.core.management.base import BaseCommand

from unionlaw.documents.services.templates import load_shipped
from unionlaw.lib import clock
from unionlaw.network.actors import Actor


class Command(BaseCommand):
    help = (
        "Loads the templates of official papers; may be run again at any time, an office's wording is never replaced."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load_shipped(by=Actor.system("load_papers"), at=clock.now())
        if options["verbosity"]:
            self.stdout.write(f"{loaded} templates of papers.")
