"""Pages that others than staff open, a case in every status, and refusals are accessible and fit desktop and phone."""

from collections.abc import Callable

from tests.browser.touring import (
    Visit,
    by_role,
    in_each_status,
    visit_as,  # noqa: F401  fixture
    walk,
    world_to_tour,  # noqa: F401  fixture
)
from tests.contracts.world import World
from unionlaw.network.roles import Role


def test_every_page_of_the_others_is_accessible_and_fits(world: World, visit: Callable[[Role | None], Visit]):
    others = {role: routes for role, routes in by_role(world).items() if role != Role.SUPERVISOR}
    wrong, seen = walk(others, world, visit)
    assert not wrong, "\n".join(wrong)
    assert seen > 20


def test_a_case_is_accessible_in_every_status_for_all_who_work_on_it(
    world: World, visit: Callable[[Role | None], Visit]
):
    cases, wrong = in_each_status(world), []
    for role in (Role.SUPERVISOR, Role.LAWYER):
        tour = visit(role)
        for status, matter in cases.items():
            tour.open(f"/matters/{matter.pk}/", f"case {status} as {role}")
        tour.open(f"/matters/{world.rows['consultation'].pk}/", f"consultation as {role}")
        wrong += tour.wrong
    for role in (Role.CASEWORKER, Role.PARTNER, Role.MANAGER):
        tour = visit(role)
        tour.open("/", f"desk as {role}")
        tour.open(f"/matters/{world.rows['case'].pk}/", f"case as {role}")
        wrong += tour.wrong
    assert not wrong, "\n".join(wrong)


def test_refusals_are_accessible(world: World, visit: Callable[[Role | None], Visit]):
    tour = visit(Role.CASEWORKER)
    case = world.rows["case"].pk
    tour.open("/nowhere/", "404")
    tour.open(f"/aid-cases/{case}/close/", "403")
    tour.open(f"/aid-cases/{case}/object/", "a step that the status does not allow")
    tour.page.context.clear_cookies()
    tour.open("/accounts/login/", "sign-in")
    tour.page.get_by_label("用户名").fill("nobody")
    tour.page.get_by_label("密码").fill("wrong")
    tour.page.get_by_role("button", name="登录", exact=True).click()
    tour.look("a failed sign-in")
    assert not tour.wrong, "\n".join(tour.wrong)
