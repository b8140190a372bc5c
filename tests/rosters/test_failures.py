"""Workers that die, a database that crashes, sheets that nobody takes over: nothing half done or kept too long."""

from datetime import timedelta

import pytest
from django.db import connection

from tests.rosters import sheets
from unionlaw.matters.models import Party
from unionlaw.registers.models import Worker
from unionlaw.rosters.models import SheetRow
from unionlaw.rosters.services import working
from unionlaw.rosters.services.sheets import begin_import, confirm_import, map_columns

pytestmark = pytest.mark.django_db


def test_a_worker_killed_in_the_middle_of_the_take_over_leaves_nothing(case, dry_run, caseworker, noon, monkeypatch):
    from unionlaw.rosters.services import roster_taking

    sheet = dry_run(sheets.people(300))
    confirm_import(sheet_id=sheet.pk, by=caseworker, at=noon)
    finish = roster_taking._finish

    def die(*args, **kwargs):
        raise SystemExit

    monkeypatch.setattr(roster_taking, "_finish", die)
    with pytest.raises(SystemExit):
        working.work_off(sheet_id=sheet.pk, at=noon)
    assert Worker.objects.count() == 1
    assert Party.objects.filter(dispute=case.matter.dispute).count() == 2
    monkeypatch.setattr(roster_taking, "_finish", finish)
    assert working.unfinished() == [sheet.pk]
    working.work_off(sheet_id=sheet.pk, at=noon)
    sheet.refresh_from_db()
    assert (sheet.state, sheet.result["added"]) == ("done", 300)
    assert Worker.objects.count() == 301


def test_a_dry_run_begins_again_after_its_worker_died(case, caseworker, noon, monkeypatch):
    sheet = begin_import(
        purpose="roster", upload=sheets.sent(sheets.xlsx(sheets.people(30))), matter_id=case.pk, by=caseworker, at=noon
    )
    map_columns(sheet_id=sheet.pk, columns=sheet.columns, options={"head": "wages"}, by=caseworker, at=noon)
    monkeypatch.setattr(working, "CHUNK", 10)
    stage, calls = working.stage, []

    def die_at_the_second(rows):
        calls.append(1)
        if len(calls) == 2:
            raise SystemExit
        stage(rows)

    monkeypatch.setattr(working, "stage", die_at_the_second)
    with pytest.raises(SystemExit):
        working.work_off(sheet_id=sheet.pk, at=noon)
    sheet.refresh_from_db()
    assert (sheet.state, sheet.done, sheet.rows.count()) == ("checking", 10, 10)
    working.work_off(sheet_id=sheet.pk, at=noon)
    sheet.refresh_from_db()
    assert (sheet.state, sheet.rows.count()) == ("checked", 30)


def test_rows_lost_by_a_crash_of_the_database_are_read_again(case, dry_run, caseworker, noon):
    sheet = dry_run(sheets.people(5))
    confirm_import(sheet_id=sheet.pk, by=caseworker, at=noon)
    SheetRow.objects.all().delete()
    working.work_off(sheet_id=sheet.pk, at=noon)
    sheet.refresh_from_db()
    assert (sheet.state, sheet.rows.count(), Worker.objects.count()) == ("checked", 5, 1)


def test_no_identity_number_lies_in_clear_in_the_rows(case, dry_run):
    sheet = dry_run(sheets.people(2))
    with connection.cursor() as cursor:
        cursor.execute("SELECT r::text FROM rosters_sheetrow r WHERE sheet_id = %s", [sheet.pk])
        text = str(cursor.fetchall())
    assert sheets.person(1)[2] not in text
    assert sheets.person(1)[3] not in text


def test_old_sheets_and_their_files_are_forgotten(case, dry_run, take, noon):
    done = take(dry_run(sheets.group_of_38()))
    left = dry_run(sheets.people(3))
    working.clear_old(at=noon + timedelta(days=8))
    left.refresh_from_db()
    assert (left.state, left.file) == ("discarded", None)
    working.clear_old(at=noon + timedelta(days=31))
    done.refresh_from_db()
    assert (done.file, done.rows.count()) == (None, 0)
