"""P10: rows a second of a roster's import, checks and take-over together, against COPY FROM of the same rows."""

import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import override_settings
from django.utils import timezone
from stdnum.cn import ric

from unionlaw.bench.databases import using
from unionlaw.bench.sides import Ratio, in_turn
from unionlaw.bench.targets import READERS
from unionlaw.lib import clock
from unionlaw.matters.models import Claim, Matter, Party
from unionlaw.matters.models.matter import Kind
from unionlaw.network.actors import Actor
from unionlaw.network.models import Post
from unionlaw.registers.models import Worker
from unionlaw.rosters.services import working
from unionlaw.rosters.services.roster_rows import KEY
from unionlaw.rosters.services.sheets import begin_import, confirm_import, map_columns

ROWS = 10_000
TABLES: Sequence[type[Any]] = (Worker, Party, Claim)


def measure(side: BaseDatabaseWrapper, *, repeat: int, say: Callable[[str], None]) -> list[Ratio]:
    """The ratio over rounds of ROWS rows each, the two sides in turn; what a round wrote is taken back.

    Both sides write the same finished rows of workers, parties and claims into the same tables, with their indexes,
    constraints and history. The import besides reads the CSV file, checks every row, seals what is personal, stages,
    looks people up, and brings the matter in line; COPY gets its rows ready made.
    """
    say("P10 …")
    result = Ratio("P10", goal=0.2, floor=0.1, at_least=True)
    folder = Path(settings.DATA_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    with using(side), tempfile.TemporaryDirectory(dir=folder) as kept, override_settings(FILES_DIR=Path(kept)):
        rosters = Rosters()
        imported, bare, staged = in_turn([rosters.imported, rosters.bare, rosters.bare_staging], max(repeat, 3))
    result.take(
        median(bare) / median(imported),
        f"{ROWS} rows",
        f"{ROWS / median(imported):.0f}/s / {ROWS / median(bare):.0f}/s;"
        f" COPY into the unlogged staging table alone {ROWS / median(staged):.0f}/s",
    )
    return [result]


class Rosters:
    """One roster of invented workers, imported and copied over and over; every round is rolled back."""

    def __init__(self) -> None:
        post = Post.objects.select_related("user", "organisation").get(user__username=READERS["district"])
        self.actor = Actor(user=post.user, post=post)
        found = Matter.objects.visible_to(self.actor).filter(kind=Kind.AID_CASE, dispute__isnull=False)
        self.matter = next(m for m in found.order_by("-opened_at")[:500] if self._takes(m))
        self.content = sheet(ROWS)
        self.rows: dict[type[Any], list[tuple[Any, ...]]] = {}
        self.staging: list[Any] = []
        self.imported()  # warm, and keeps the finished rows for the other side

    def _takes(self, matter: Matter) -> bool:
        from unionlaw.rosters import kinds

        return not kinds.get(matter).refusal(matter, "change_facts", self.actor)

    def imported(self) -> float:
        """Seconds from the uploaded file to the rows in their tables."""
        with transaction.atomic():
            before = {
                model: model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0 for model in TABLES
            }
            start = time.perf_counter()
            row = begin_import(
                purpose=KEY, upload=_upload(self.content), matter_id=self.matter.pk,
                by=self.actor, at=clock.now(),
            )  # fmt: skip
            map_columns(
                sheet_id=row.pk, columns=row.columns, options={"joint_claim": True, "head": "wages"}, by=self.actor,
                at=clock.now(),
            )  # fmt: skip
            working.work_off(sheet_id=row.pk, at=clock.now())
            if not self.staging:
                self.staging = list(row.rows.all())
            confirm_import(sheet_id=row.pk, by=self.actor, at=clock.now())
            working.work_off(sheet_id=row.pk, at=clock.now())
            seconds = time.perf_counter() - start
            row.refresh_from_db()
            if row.state != row.State.DONE or row.result.get("added") != ROWS:
                raise RuntimeError(f"the roster was not imported: {row.state} {row.failure} {row.result}")
            if not self.rows:
                for model in TABLES:
                    columns = [field.attname for field in model._meta.local_fields]
                    found = model.objects.filter(pk__gt=before[model]).order_by("pk")
                    self.rows[model] = [tuple(_plain(one, name) for name in columns) for one in found]
            transaction.set_rollback(True)
        return seconds

    def bare(self) -> float:
        """Seconds for COPY of the finished rows into the same tables."""
        with transaction.atomic():
            # The import does once what this trigger would do ten thousand times; neither side pays for it here.
            with connection.cursor() as cursor:
                cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname LIKE 'pgtrigger_party_makes_workers_known%'")
                cursor.execute(f'ALTER TABLE matters_party DISABLE TRIGGER "{cursor.fetchone()[0]}"')
            start = time.perf_counter()
            for model in TABLES:
                _copy(model._meta.db_table, [f.column for f in model._meta.local_fields], self.rows[model])
            seconds = time.perf_counter() - start
            transaction.set_rollback(True)
        return seconds

    def bare_staging(self) -> float:
        """Seconds for COPY of the read rows into the unlogged table, for orientation."""
        with transaction.atomic():
            sheet_row = self._parent()
            for row in self.staging:
                row.sheet_id = sheet_row
            start = time.perf_counter()
            working.stage(self.staging)
            seconds = time.perf_counter() - start
            transaction.set_rollback(True)
        return seconds

    def _parent(self) -> int:
        row = begin_import(
            purpose=KEY, upload=_upload(sheet(1)), matter_id=self.matter.pk, by=self.actor,
            at=clock.now(),
        )  # fmt: skip
        return int(row.pk)


def _upload(content: bytes) -> Any:
    return SimpleUploadedFile("roster.csv", content)


def _plain(row: Any, name: str) -> Any:
    """A column's value as it lies in the row; sealed ones as their bytes."""
    value = row.__dict__[name]
    return bytes(value) if isinstance(value, memoryview) else value


def _copy(table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row(row)


def sheet(rows: int) -> bytes:
    """A CSV roster of invented workers, each another person."""
    lines = ["姓名,身份证号,联系电话,拖欠工资,备注"]
    names = "若兰 霁月 松年 怀瑾 知秋 望舒 云舟 景行 思齐 砚书".split()
    for number in range(rows):
        born = date(1970 + number // 1000 % 30, 1 + number % 12, 1 + number // 12 % 28)
        body = f"440199{born:%Y%m%d}{number % 1000:03}"
        lines.append(
            f"{'赵钱孙李周吴郑王'[number % 8]}{names[number // 8 % 10]},{body}{ric.calc_check_digit(body + '0')},"
            f"170{number:08},{10_000 + number}.50,{timezone.localdate(clock.now()).year}年1月至6月"
        )
    return "\r\n".join(lines).encode("utf-8-sig")
