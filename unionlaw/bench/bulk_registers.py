"""Bulk employers and workers."""

import uuid
from datetime import datetime
from random import Random

from unionlaw.bench.drawn import Named
from unionlaw.bench.words import companies
from unionlaw.bench.writer import Writer
from unionlaw.lib.sealed import blind_index, seal
from unionlaw.network.models import Organisation
from unionlaw.registers.models import Employer, Industry, Region

GROUPS = ("{}", "{migrant}", "{platform}", "{hardship}", "{disabled}", "{retired}", "{model_worker}")
GROUP_WEIGHTS = (600, 250, 100, 30, 10, 9, 1)
Kind, Size = Employer.Kind, Employer.Size
KINDS = {Kind.COMPANY: 84, Kind.INDIVIDUAL: 12, Kind.PLATFORM: 1, Kind.DISPATCH: 2, Kind.INSTITUTION: 1}
SIZES = {Size.MICRO: 55, Size.SMALL: 38, Size.MEDIUM: 5, Size.LARGE: 2}
CITY = "4401"


class Registers:
    """The employers, written at once, and a worker for each dispute."""

    def __init__(self, writer: Writer, rng: Random, count: int, until: datetime) -> None:
        self.writer, self.rng = writer, rng
        industries = set(Industry.objects.values_list("pk", flat=True))
        towns = Region.objects.filter(level=Region.Level.TOWN, pk__startswith=CITY)
        self.regions: list[str | None] = [*towns.order_by("pk").values_list("pk", flat=True)] or [None]
        self.firms: list[tuple[Named, str | None]] = []
        first = writer.last_id("registers_employer") + 1
        kinds = rng.choices(list(KINDS), list(KINDS.values()), k=count)
        sizes = rng.choices(list(SIZES), list(SIZES.values()), k=count)
        for (named, trade), kind, size in zip(companies(count, rng), kinds, sizes, strict=True):
            region = rng.choice(self.regions)
            self.firms.append((named, region))
            writer.add(
                "registers_employer",
                *(writer.new_id("registers_employer"), *named, f"{named[1]} {named[2]}", kind, size, region),
                *(trade if trade in industries else None, until, until),
            )
        self.employers = range(first, first + count)

    def firm(self) -> tuple[int, Named, str | None]:
        """One of the employers, as (id, name, region)."""
        place = self.rng.randrange(len(self.firms))
        return self.employers[place], *self.firms[place]

    def worker(self, person: Named, holder: Organisation, at: datetime) -> int:
        """Write a worker of that name; returns the id."""
        rng, pk = self.rng, self.writer.new_id("registers_worker")
        row = uuid.UUID(int=rng.getrandbits(128), version=4)
        phone = f"1{rng.randrange(30, 99)}{rng.randrange(10**8):08d}"
        self.writer.add(
            "registers_worker",
            *(pk, row, *person, f"{person[1]} {person[2]}", "none", rng.choice(("male", "female"))),
            *(seal(phone, label="registers_worker.phone", row=row), blind_index("phone", phone)),
            *(rng.choices(GROUPS, GROUP_WEIGHTS)[0], holder.pk, *holder.lineage[:3], at, at),
        )
        return pk
