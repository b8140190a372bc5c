"""manage.py bench --matters 1000000: the ratios of docs/how-to/measure.md, from one run."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from unionlaw.bench import databases, exports, imports, limits, pages, papers, report, reporting, sweeping
from unionlaw.bench.sides import Ratio
from unionlaw.run import places

SMALL = 10_000
PARTS = {
    "pages": ("P1", "P2", "P3", "P4", "P11"),
    "reports": ("P5",),
    "sweep": ("P6", "P7"),
    "papers": ("P8",),
    "exports": ("P9",),
    "imports": ("P10",),
}


class Command(BaseCommand):
    help = "Measure lists on a small and a large database, the sweep, papers, exports and imports; print the ratios."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--matters", type=int, default=1_000_000, help="size of the large database")
        parser.add_argument("--only", default="", help=f'some of them, "P1,P3", or parts: {", ".join(PARTS)}')
        parser.add_argument("--repeat", type=int, default=5, help="requests per page and side in the first round")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("bench makes databases of its own; it does not run in production.")
        if options["matters"] < 1 or options["repeat"] < 3:
            raise CommandError("--matters takes a number from 1, --repeat from 3.")
        wanted = chosen(options["only"])
        call_command("collectstatic", interactive=False, verbosity=0)
        # Readers are refused some pages; each refusal written to the screen would be measured too.
        logging.getLogger("django.request").setLevel(logging.ERROR)
        results = []
        for found in self._measured(wanted, options["matters"], options["repeat"]):
            results += found
            # Kept as they come: a long run that breaks has not been for nothing.
            report.keep(Path(places.data_dir()) / "bench.json", results, matters=options["matters"])
        self.stdout.write(report.table(results))

    def _measured(self, wanted: set[str], matters: int, repeat: int) -> Iterator[list[Ratio]]:
        def say(words: str) -> None:
            self.stderr.write(words)

        sizes = min(SMALL, matters), matters
        small = databases.open_database(sizes[0], say)
        if wanted & {*PARTS["pages"], *PARTS["reports"]}:
            large = databases.open_database(sizes[1], say)
        if "P5" in wanted:
            yield reporting.measure(large, repeat=repeat, say=say)
        if wanted & set(PARTS["pages"]):
            yield from pages.measure(small, large, wanted=wanted, repeat=repeat, say=say)
        if wanted & set(PARTS["sweep"]):
            few, many = (limits.open_limits(size, small, say) for size in sizes)
            yield sweeping.measure(few, many, wanted=wanted, repeat=repeat, say=say)
        if "P8" in wanted:
            yield papers.measure(small, repeat=repeat, say=say)
        if "P9" in wanted:
            yield exports.measure(small, repeat=repeat, say=say)
        if "P10" in wanted:
            yield imports.measure(small, repeat=repeat, say=say)


def chosen(only: str) -> set[str]:
    """The ratios that "P1,P3" or "sweep" asks for; all of them when it is empty. Raises CommandError for another."""
    all_of_them = {key for keys in PARTS.values() for key in keys}
    wanted: set[str] = set()
    for word in filter(None, (word.strip() for word in only.split(","))):
        if word not in PARTS and word.upper() not in all_of_them:
            raise CommandError(f"--only knows {', '.join([*PARTS, *sorted(all_of_them)])}, not {word}.")
        wanted |= set(PARTS.get(word, (word.upper(),)))
    return wanted or all_of_them
