"""Parts of pages that renew themselves keep nobody signed in."""

import re
from pathlib import Path

from django.conf import settings

EVERY = 'hx-trigger="every '
ID = re.compile(r'\bid="([a-z-]+)"')


def test_every_part_that_asks_by_itself_is_known_not_to_be_a_click():
    found = set()
    for template in Path(settings.BASE_DIR, "templates").rglob("*.html"):
        for before in template.read_text().split(EVERY)[:-1]:
            # htmx names the part that asks by its id: by this alone such a request is told from a click.
            found.add((ID.findall(before) or [f"{template.name}: without an id"])[-1])
    assert found == settings.NOT_A_CLICK
