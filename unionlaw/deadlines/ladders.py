"""The reminder ladders that come with the product, and bringing them into the database."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction

from unionlaw.deadlines.models import Ladder

FILE = Path(__file__).parent / "data" / "ladders.toml"
DEFAULT = "default"
RECIPIENTS = ("responsible", "deputy", "station_head", "district_supervisor", "city_administrator")


@cache
def shipped() -> dict[str, dict[str, Any]]:
    """The ladders of data/ladders.toml by their key: name, name_en, steps."""
    with FILE.open("rb") as file:
        return {row.pop("key"): row for row in tomllib.load(file)["ladder"]}


def default_steps() -> list[dict[str, Any]]:
    """The steps that hold for a rule without a ladder of its own, when the database has none either."""
    return list(shipped()[DEFAULT]["steps"])


@transaction.atomic
def load_ladders() -> int:
    """Insert the shipped ladders, and update those that nobody changed on screen. Returns how many are shipped."""
    known = {ladder.key: ladder for ladder in Ladder.objects.select_for_update()}
    for key, row in shipped().items():
        ladder = known.get(key) or Ladder(key=key)
        if ladder.version == 1 and any(getattr(ladder, column) != value for column, value in row.items()):
            for column, value in row.items():
                setattr(ladder, column, value)
            ladder.save()
    return len(shipped())
