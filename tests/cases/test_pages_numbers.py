"""Lists find a case by the number that a court gave it."""

import pytest
from django.urls import reverse

from cases import states


@pytest.mark.parametrize(
    "typed", ["（2026）粤0105民初123号", "(2026) 粤0105民初123号", "〔2026〕粤0105民初123号", "2026粤0105民初123"]
)
def test_lists_find_a_case_by_the_courts_number_however_it_is_written(typed, walk, sign_in, neighbour):
    case = walk.to(states.CONDUCTING)
    other = walk.apply(workers=("李四",))
    walk.do("log_filing", case, by=walk.lawyer, reference="（2026）粤0105民初123号")
    for name in ("matters:list", "cases:aid_cases"):
        page = sign_in(walk.supervisor).get(reverse(name), {"q": typed}).text
        assert case.matter.number in page, name
        assert other.matter.number not in page, name
    assert case.matter.number not in sign_in(neighbour).get(reverse("matters:list"), {"q": typed}).text
    for part in ("123", "0105民初"):
        assert case.matter.number not in sign_in(walk.supervisor).get(reverse("matters:list"), {"q": part}).text
