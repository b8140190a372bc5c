import pytest

from tests.registers.browsing import signed_in
from tests.registers.people import *  # noqa: F403  fixtures


@pytest.fixture
def desk(caseworker):
    """A browser in which the district's caseworker is signed in."""
    return signed_in(caseworker)
