"""manage.py bench --matters 1000000: the ratios of docs/how-to/measure.md, from one run."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from unionlaw.bench import databases, pages, report
from unionlaw.run import places

SMALL = 10_000


class Command(BaseCommand):
    help = "Measure list pages on a small and a large database, in turn, and print the ratios."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--matters", type=int, default=1_000_000, help="size of the large database")
        parser.add_argument("--repeat", type=int, default=5, help="requests per page and side in the first round")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("bench makes databases of its own; it does not run in production.")
        if options["matters"] < 1 or options["repeat"] < 3:
            raise CommandError("--matters takes a number from 1, --repeat from 3.")

        def say(words: str) -> None:
            self.stderr.write(words)

        call_command("collectstatic", interactive=False, verbosity=0)
        small = databases.open_database(min(SMALL, options["matters"]), say)
        large = databases.open_database(options["matters"], say)
        results = pages.measure(small, large, repeat=options["repeat"], say=say)
        self.stdout.write(report.table(results))
        path = Path(places.data_dir()) / "bench.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(report.as_json(results), ensure_ascii=False, indent=1) + "\n")
