"""Letters filtered by what stands beside the matter: few by key, many on the walk, the same letters."""

from datetime import timedelta

import pytest
from django.urls import reverse

from monitoring_letters import states
from monitoring_letters.filters import LetterFilter
from tests.cast import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


@pytest.fixture
def listed(walk, sign_in, supervisor):
    """Which letters the supervisor's list shows for a query, by what they are."""
    letters = {
        "waiting": walk.to(states.APPROVAL),
        "late": walk.to(states.SERVED, at=NOON - timedelta(days=60)),
        "answered": walk.to(states.REPLIED),
    }
    names = {letter.pk: name for name, letter in letters.items()}

    def ask(query):
        listing = sign_in(supervisor).get(f"{reverse('monitoring_letters:letters')}?{query}").context["list"]
        assert listing.count_text == str(len(listing.page.ids))
        return {names[pk] for pk in listing.page.ids}

    return ask


@pytest.mark.parametrize("few", [0, 2_000])
def test_few_and_many_are_found_alike(listed, monkeypatch, few):
    monkeypatch.setattr(LetterFilter, "few", few)
    everything = {"waiting", "late", "answered"}
    assert listed("my_turn=true") == {"waiting"}
    assert listed("my_turn=false") == {"late", "answered"}
    assert listed("reply_overdue=true") == {"late"}
    assert listed("reply_overdue=false") == {"waiting", "answered"}
    assert listed("reach=single") == everything
    assert listed("reach=industry") == set()
    assert listed("instrument=opinion") | listed("instrument=notice") == everything
