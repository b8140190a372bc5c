"""A group case on the way, and its roster."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cases.conftest import make_employer, make_worker, wage_cause, walk  # noqa: F401  fixtures
from tests.cases.pages import sign_in  # noqa: F401  fixture
from tests.cast import NOON
from tests.matters.conftest import open_consultation  # noqa: F401  fixture
from tests.rosters import sheets
from unionlaw.rosters.models import SheetImport
from unionlaw.rosters.services import working
from unionlaw.rosters.services.sheets import begin_import, confirm_import, map_columns


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.FILES_DIR = tmp_path / "files"
    return settings.FILES_DIR


@pytest.fixture
def case(walk) -> Any:  # noqa: F811
    """An application of one worker; the others come with the sheet."""
    return walk.apply()


@pytest.fixture
def dry_run(case, caseworker) -> Callable[..., SheetImport]:
    """Upload a sheet, take the suggested columns, check it."""

    def run(rows: list | bytes, *, by=caseworker, name: str = "欠薪名册.xlsx", at=NOON, **options: Any) -> SheetImport:
        content = rows if isinstance(rows, bytes) else sheets.xlsx(rows)
        sheet = begin_import(purpose="roster", upload=sheets.sent(content, name), matter_id=case.pk, by=by, at=at)
        map_columns(
            sheet_id=sheet.pk, columns=sheet.columns, options={"head": "wages", "joint_claim": True, **options},
            by=by, at=at,
        )  # fmt: skip
        working.work_off(sheet_id=sheet.pk, at=at)
        sheet.refresh_from_db()
        return sheet

    return run


@pytest.fixture
def take(caseworker) -> Callable[..., SheetImport]:
    """Take a checked sheet over."""

    def confirm(sheet: SheetImport, *, by=caseworker, at=NOON) -> SheetImport:
        confirm_import(sheet_id=sheet.pk, by=by, at=at)
        working.work_off(sheet_id=sheet.pk, at=at)
        sheet.refresh_from_db()
        return sheet

    return confirm
