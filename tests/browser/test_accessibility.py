"""Every page of the portal that staff open, found by walking its addresses, is accessible and fits desktop and phone.

A new page is visited without being named here. The pages of single steps of a matter are looked at in
`test_accessibility_steps`, what others open and what depends on a matter's status in `test_accessibility_roles`:
three files, so that the workers share the walk.
"""

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


def test_every_page_of_staff_is_accessible_and_fits(world: World, visit: Callable[[Role | None], Visit]):
    staff = [route for route in by_role(world)[Role.SUPERVISOR] if not is_step(route)]
    wrong, seen = walk({Role.SUPERVISOR: staff}, world, visit)
    assert not wrong, "\n".join(wrong)
    assert seen > 20
