"""How the pages of a letter's course are opened and their forms sent, each by the one whose step it is."""

import pytest
import time_machine
from django.urls import reverse

from tests.cast import NOON


@pytest.fixture
def at_noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def post(walk, sign_in):
    def send(verb, letter, by=None, version=None, **data):
        letter = walk.fresh(letter)
        data["version"] = letter.matter.version if version is None else version
        address = reverse(f"monitoring_letters:{verb}", args=[letter.pk])
        return sign_in(by or walk.who(verb, letter)).post(address, data)

    return send


@pytest.fixture
def opened(walk, sign_in):
    def get(verb, letter, by=None, query=""):
        letter = walk.fresh(letter)
        address = reverse(f"monitoring_letters:{verb}", args=[letter.pk])
        return sign_in(by or walk.who(verb, letter)).get(address + query)

    return get
