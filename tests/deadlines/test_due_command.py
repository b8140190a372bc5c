"""manage.py due: the date alone on the first line, the explanation below, and one line on stderr for what is wrong."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError

from tests.cast import NOON
from unionlaw.deadlines.management.commands import due as command
from unionlaw.deadlines.models import Rule
from unionlaw.deadlines.services import calendar
from unionlaw.deadlines.services.rules import add_version

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def shipped(monkeypatch):
    """As where there is no database, or one without tables."""

    def refuse():
        raise DatabaseError('relation "deadlines_ruleversion" does not exist')

    monkeypatch.setattr(command, "all_versions", refuse)


def due(capsys, *arguments: str) -> list[str]:
    call_command("due", *arguments)
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("mediation_finish_statute 2026-01-31", "2026-02-24"),
        ("sue_nonfinal 2025-09-16", "2025-10-09"),
        ("arb_award 2026-01-05 --extend 15", "2026-03-06"),
        ("arb_award 2026-03-02 --suspend 2026-03-10 2026-03-19", "2026-04-26"),
        ("arb_award 2026-03-02 --suspend 2026-03-10 2026-03-19 --suspend 2026-03-15 2026-03-24", "2026-05-01"),
        ("arb_award 2026-01-05 --restart 2026-02-02", "2026-03-19"),
        ("sup_letter_reply 2026-03-02", "2026-03-23"),
        ("sup_letter_reply 2026-03-02 --jurisdiction 61", "2026-04-01"),
        ("sup_letter_reply 2026-03-02 --jurisdiction 610000", "2026-04-01"),
        ("sup_letter_reply 2026-03-02 --jurisdiction 3601", "2026-05-01"),
        ("sup_letter_reply 2026-03-02 --jurisdiction 南昌", "2026-05-01"),
        ("sup_letter_reply 2026-03-02 --jurisdiction Zhejiang --fixed 2026-04-15", "2026-04-15"),
        ("sup_complaint_decline 2026-01-04", "2026-01-09"),
        ("arb_hearing_notice 2026-03-16", "2026-03-09"),
        ("prelit_preservation_decide 2026-03-02", "2026-03-04"),
        ("arb_evidence 2026-10-04", "2026-10-04"),
    ],
)
def test_the_first_line_is_the_date_alone(shipped, capsys, arguments, expected):
    lines = due(capsys, *arguments.split())
    assert lines[0] == expected
    assert len(lines) > 3


def test_the_explanation_names_rule_days_and_article(shipped, capsys):
    lines = due(capsys, "mediation_finish_statute", "2026-01-31")
    assert lines[1] == "规则：调解期限（自收到申请）（mediation_finish_statute），15日。"
    assert "跳过2026年2月15日（周日）至2026年2月23日（周一）是春节放假。" in lines
    assert "依据：劳动争议调解仲裁法第14条。" in lines
    assert lines[-1] == "数据库中没有规则，按随产品提供的规则和日历计算。"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("sup_letter_reply 2026-03-02 --jurisdiction 44", "来源核实：来源未核实。"),
        ("log_retention 2025-03-02", "这一版规则自2026-01-01起生效；起算日不在其有效期内，请核对当时的规定。"),
        ("arb_award 2026-01-05 --extend 30", "注意：规则规定的延长上限是15日。"),
        ("arb_accept 2026-12-30", "暂定：2027年的放假安排尚未公布或未录入，公布后重新计算。"),
    ],
)
def test_what_is_uncertain_is_said(shipped, capsys, arguments, said):
    assert said in due(capsys, *arguments.split())


@pytest.mark.parametrize(
    "arguments",
    [
        "no_such_rule 2026-01-01",
        "arb_accept 2026-02-30",
        "arb_accept 2026-1-1",
        "arb_accept 20260101",
        "arb_accept 2026-01-01T00:00",
        "arb_accept today",
        "arb_accept",
        "",
        "arb_accept 2026-01-01 2026-01-02",
        "arb_accept 2026-01-01 --extend -1",
        "arb_accept 2026-01-01 --extend five",
        "arb_accept 2026-01-01 --extend 1.5",
        "arb_accept 2026-01-01 --extend",
        "arb_accept 2026-01-01 --suspend 2026-01-05",
        "arb_accept 2026-01-01 --suspend 2026-01-05 soon",
        "arb_accept 2026-01-01 --suspend 2026-01-05 2026-01-04",
        "arb_accept 2026-01-01 --jurisdiction nowhere",
        "sup_complaint_decline 2026-01-01 --jurisdiction 44",
        "arb_accept 2026-01-01 --colour red",
        "arb_accept 9999-12-31",
        "arb_accept 2026-01-01 --extend 999999",
        "arb_award 2026-01-01 --suspend 2026-01-05 9999-12-31",
    ],
)
def test_what_is_wrong_is_one_line_and_exit_code_two(shipped, capsys, arguments):
    with pytest.raises(CommandError) as error:
        call_command("due", *arguments.split())
    assert error.value.returncode == 2
    assert str(error.value)
    assert "\n" not in str(error.value)
    assert capsys.readouterr().out == ""


def test_the_list_has_every_key_with_unit_and_length(shipped, capsys):
    rows = [line.split()[:4] for line in due(capsys, "--list")]
    assert ["arb_award", "calendar_day", "45", "-"] in rows
    assert ["arb_answer", "working_day", "10", "-"] in rows
    assert ["sup_letter_reply", "calendar_day", "60", "3601"] in rows
    assert ["prelit_preservation_decide", "hour", "48", "-"] in rows
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)


def test_rules_and_calendar_of_the_database_count(db, capsys, system_admin):
    assert due(capsys, "arb_accept", "2026-03-02")[0] == "2026-03-09"
    assert "随产品" not in capsys.readouterr().out
    rule = Rule.objects.get(key="arb_accept", jurisdiction="")
    add_version(rule=rule, content={"length": 6}, why="试", by=system_admin, at=NOON)
    assert due(capsys, "arb_accept", "2026-03-02")[0] == "2026-03-10"
    calendar.set_day(day=date(2026, 3, 10), kind="holiday", name="台风", by=system_admin, at=NOON)
    lines = due(capsys, "arb_accept", "2026-03-02")
    assert lines[0] == "2026-03-11"
    assert "跳过2026年3月10日（周二）是台风放假。" in lines


def test_an_empty_database_gives_way_to_what_is_shipped(monkeypatch, capsys):
    monkeypatch.setattr(command, "all_versions", list)
    monkeypatch.setattr(command, "calendar_for", lambda: None)
    assert due(capsys, "arb_accept", "2026-03-02")[0] == "2026-03-09"


def run(*arguments: str, data_dir: Path) -> subprocess.CompletedProcess:
    environment = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "UNIONLAW_ENV")}
    return subprocess.run(
        [sys.executable, ROOT / "manage.py", "due", *arguments],
        env={**environment, "DATA_DIR": str(data_dir), "DJANGO_SETTINGS_MODULE": "unionlaw.settings"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_it_runs_where_the_portal_never_ran(tmp_path):
    done = run("sue_nonfinal", "2026-02-05", "--language", "en", data_dir=tmp_path / "new")
    assert (done.returncode, done.stdout.splitlines()[0], done.stderr) == (0, "2026-02-24", "")
    wrong = run("sue_nonfinal", "2026-02-05", "--colour", data_dir=tmp_path / "new")
    assert (wrong.returncode, wrong.stdout, wrong.stderr.count("\n")) == (2, "", 1)
