"""Reads the decision tables."""

import csv
from pathlib import Path


def table(name: str) -> list[dict[str, str]]:
    """The rows of tables/<name>.csv."""
    return list(csv.DictReader((Path(__file__).parent / "tables" / f"{name}.csv").open(encoding="utf-8")))
