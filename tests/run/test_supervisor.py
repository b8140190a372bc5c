"""The supervisor's children: those it keeps alive, and those it brings to an end."""

import sys

import pytest

from unionlaw.run.supervisor import MOST_FAILURES, Child, Supervisor


@pytest.fixture
def supervisor() -> Supervisor:
    return Supervisor("127.0.0.1", 1)


def ended(supervisor: Supervisor, child: Child) -> Child:
    """Let the child start if it may, wait for its end, and let the supervisor notice it."""
    child.not_before = 0.0
    supervisor._keep(child)
    if child.process:
        child.process.wait()
        child.note_end()
    return child


def test_a_child_that_has_an_end_is_not_started_again_once_it_ended_well(supervisor: Supervisor) -> None:
    child = ended(supervisor, Child("once", [sys.executable, "-c", ""], ends=True))
    assert child.done
    supervisor._keep(child)
    assert child.process is None


def test_one_that_failed_is_tried_again_but_not_for_ever(supervisor: Supervisor, capsys: pytest.CaptureFixture) -> None:
    child = Child("once", ["false"], ends=True)
    for _ in range(MOST_FAILURES):
        assert not ended(supervisor, child).done
    assert ended(supervisor, child).done
    assert f"once failed {MOST_FAILURES + 1} times" in capsys.readouterr().out


def test_one_without_an_end_is_always_started_again(supervisor: Supervisor) -> None:
    child = ended(supervisor, Child("web", [sys.executable, "-c", ""]))
    assert not child.done
    child.not_before = 0.0
    supervisor._keep(child)
    assert child.process is not None
    child.kill_group()
    child.process.wait()


def test_worker_beat_and_the_demo_wait_for_the_web() -> None:
    with_demo, empty = Supervisor("127.0.0.1", 1), Supervisor("127.0.0.1", 1, demo=False)
    assert [child.name for child in with_demo.children] == [child.name for child in empty.children] == ["web"]
    assert [child.name for child in with_demo.followers] == ["worker", "beat", "demo's matters"]
    assert [child.name for child in empty.followers] == ["worker", "beat"]
