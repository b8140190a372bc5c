"""Numbers that others gave a matter open it: a letter's document number, an organ's, a court's."""

from collections.abc import Callable
from typing import Any

import pytest

from cases.models import Filing
from mediation.models import Mediation, Participation
from tests.cast import NOON
from tests.contracts.test_desk import sign_in
from tests.contracts.world import World, undone
from unionlaw.matters import panels
from unionlaw.matters.models import Matter
from unionlaw.network.roles import Role

pytestmark = pytest.mark.django_db


def court(world: World) -> Matter:
    case = world.rows["case"]
    Filing.objects.create(
        case=case, what="complaint", body="越山区人民法院", filed_on=NOON.date(), reference="（2026）粤0104民初88号"
    )
    return case.matter


def organ(world: World) -> Matter:
    Participation.objects.filter(pk=world.rows["participation"].pk).update(own_number="越人社调〔2026〕17号")
    return world.rows["mediation"].matter


def referrer(world: World) -> Matter:
    Mediation.objects.filter(pk=world.rows["mediation"].pk).update(reference="20260000171")
    return world.rows["mediation"].matter


def letter(world: World) -> Matter:
    return world.rows["letter"].matter


@pytest.mark.parametrize(
    ("given", "typed"),
    [
        (court, "(2026)粤0104民初88号"),
        (court, "（2026）粤0104民初88"),
        (organ, "越人社调[2026]17号"),
        (referrer, "20260000171"),
        (letter, ""),
    ],
)
def test_a_number_of_others_opens_the_matter_for_those_who_may_see_it(
    world: World, given: Callable[[World], Any], typed: str
):
    with undone():
        matter = given(world)
        typed = typed or world.rows["letter"].document_number
        answer = sign_in(world.inside[Role.CASEWORKER]).post("/search/", {"q": typed})
        assert answer.headers["Location"] == panels.url_of(matter.kind, matter.pk)
        stranger = sign_in(world.outside[Role.CASEWORKER])
        page = stranger.post("/search/", {"q": typed}, follow=True)
        assert matter.number not in page.content.decode().replace(typed, "")
        assert matter.title not in page.content.decode()


def test_a_number_that_several_matters_have_lists_them(world: World):
    with undone():
        court(world)
        Mediation.objects.filter(pk=world.rows["mediation"].pk).update(reference="（2026）粤0104民初88号")
        page = sign_in(world.inside[Role.CASEWORKER]).post("/search/", {"q": "（2026）粤0104民初88号"})
        text = page.content.decode()
        assert page.status_code == 200
        assert world.rows["case"].matter.number in text
        assert world.rows["mediation"].matter.number in text
