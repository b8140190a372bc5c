from tests.registers.people import *  # noqa: F403  fixtures
