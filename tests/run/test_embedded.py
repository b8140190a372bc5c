"""Commands that need the servers share them, and the last one to leave stops them."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.run.processes import ROOT, running_in, taken_port, until

HOLD = "import sys; from unionlaw.run import embedded; embedded.join(); print('in', flush=True); sys.stdin.read()"


@pytest.fixture
def data_dir(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    assert until(lambda: not running_in(tmp_path)), f"left running: {running_in(tmp_path)}"


def holder(data_dir: Path) -> subprocess.Popen[str]:
    """Start a process that uses the servers until its input ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD],
        cwd=ROOT,
        env=environment(data_dir),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "in\n"
    return process


def environment(data_dir: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    return {**kept, "DATA_DIR": str(data_dir), **more}


@pytest.mark.drill
def test_the_last_one_to_leave_stops_the_servers(data_dir: Path) -> None:
    first, second = holder(data_dir), holder(data_dir)
    assert running_in(data_dir)
    first.communicate()
    time.sleep(0.5)
    assert len(running_in(data_dir)) >= 1, "the second one still needs them"
    second.communicate()
    assert until(lambda: not running_in(data_dir))


@pytest.mark.drill
def test_a_user_that_was_killed_does_not_keep_the_servers(data_dir: Path) -> None:
    first, second = holder(data_dir), holder(data_dir)
    first.kill()
    first.communicate()
    second.communicate()
    assert until(lambda: not running_in(data_dir))


@pytest.mark.drill
def test_servers_given_from_outside_are_used_instead(data_dir: Path) -> None:
    given = environment(data_dir, DATABASE_URL="postgres://u@127.0.0.1:1/x", REDIS_URL="redis://127.0.0.1:1/0")
    code = "from unionlaw.run import embedded; print(embedded.join())"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=given, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
    assert not (data_dir / "postgres").exists()


def test_a_taken_port_is_a_clear_error_before_anything_starts(data_dir: Path) -> None:
    with taken_port() as port:
        done = subprocess.run(
            [sys.executable, "-m", "unionlaw.run"],
            cwd=ROOT,
            env=environment(data_dir, PORT=str(port)),
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert f"port {port}" in done.stderr
    assert "taken" in done.stderr
    assert not (data_dir / "postgres").exists()


def test_a_port_that_is_no_number_is_a_clear_error(data_dir: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "unionlaw.run"],
        cwd=ROOT,
        env=environment(data_dir, PORT="http"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, "make run: PORT=http is not a port number\n")


def test_socket_paths_stay_short_however_deep_the_checkout_lies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from unionlaw.run import places

    monkeypatch.setenv("DATA_DIR", str(tmp_path / ("deep" * 30)))
    assert len(str(places.socket_dir() / ".s.PGSQL.5432.lock")) < 100
