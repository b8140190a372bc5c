import pytest

from unionlaw.lib.alone import alone

pytestmark = pytest.mark.django_db


def may_elsewhere(name: str) -> bool:
    """Ask in a session of its own."""
    from django.db import connections

    other = connections.create_connection("default")
    try:
        kept, connections["default"] = connections["default"], other
        with alone(name) as mine:
            return mine
    finally:
        connections["default"] = kept
        other.close()


def test_only_one_session_does_a_piece_of_work_at_a_time() -> None:
    with alone("send") as mine:
        assert mine
        assert not may_elsewhere("send")
        assert may_elsewhere("another piece of work")
    assert may_elsewhere("send")
