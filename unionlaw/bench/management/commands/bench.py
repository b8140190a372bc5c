"""manage.py bench --matters 1000000: the ratios of docs/how-to/measure.md, from one run."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from unionlaw.bench import databases, imports, limits, pages, papers, report, sweeping
from unionlaw.run import places

SMALL = 10_000


class Command(BaseCommand):
    help = "Measure list pages on a small and a large database, the sweep, papers and imports; print the ratios."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--matters", type=int, default=1_000_000, help="size of the large database")
        parser.add_argument("--only", choices=["pages", "sweep", "papers", "imports"], help="measure only one part")
        parser.add_argument("--repeat", type=int, default=5, help="requests per page and side in the first round")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("bench makes databases of its own; it does not run in production.")
        if options["matters"] < 1 or options["repeat"] < 3:
            raise CommandError("--matters takes a number from 1, --repeat from 3.")

        def say(words: str) -> None:
            self.stderr.write(words)

        call_command("collectstatic", interactive=False, verbosity=0)
        sizes = min(SMALL, options["matters"]), options["matters"]
        small, results = databases.open_database(sizes[0], say), []
        if options["only"] in (None, "pages"):
            large = databases.open_database(sizes[1], say)
            results += pages.measure(small, large, repeat=options["repeat"], say=say)
        if options["only"] in (None, "sweep"):
            few, many = (limits.open_limits(size, small, say) for size in sizes)
            results += sweeping.measure(few, many, repeat=options["repeat"], say=say)
        if options["only"] in (None, "papers"):
            results += papers.measure(small, repeat=options["repeat"], say=say)
        if options["only"] in (None, "imports"):
            results += imports.measure(small, repeat=options["repeat"], say=say)
        self.stdout.write(report.table(results))
        path = Path(places.data_dir()) / "bench.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(report.as_json(results), ensure_ascii=False, indent=1) + "\n")
