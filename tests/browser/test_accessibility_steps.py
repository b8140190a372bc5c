"""Every page on which staff take one step of a matter is accessible and fits; see `test_accessibility`."""

from collections.abc import Callable

from tests.browser.touring import (
    Visit,
    by_role,
    is_step,
    visit_as,  # noqa: F401  fixture
    walk,
    world_to_tour,  # noqa: F401  fixture
)
from tests.contracts.world import World
from unionlaw.network.roles import Role


def test_every_step_of_staff_is_accessible_and_fits(world: World, visit: Callable[[Role | None], Visit]):
    staff = [route for route in by_role(world)[Role.SUPERVISOR] if is_step(route)]
    wrong, seen = walk({Role.SUPERVISOR: staff}, world, visit)
    assert not wrong, "\n".join(wrong)
    assert seen > 20
