"""The page on which a case is closed."""

import pytest
import time_machine
from django.urls import reverse

from cases import states
from tests.cast import NOON


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOON, tick=False):
        yield


def test_the_ending_that_every_result_points_to_is_ticked_already(walk, supervisor, sign_in):
    case = walk.to(states.CONDUCTING)
    walk.finish(case)
    page = sign_in(supervisor).get(reverse("cases:close_case", args=[case.pk]))
    assert page.context["form"]["ending"].value() == "settled"
    case.matter.outcomes.update(code="dismissed", instrument="none", amount=0)
    page = sign_in(supervisor).get(reverse("cases:close_case", args=[case.pk]))
    assert not page.context["form"]["ending"].value()
