import datetime as dt

import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from tests.accounts.conftest import PASSWORD
from unionlaw.accounts.models import Draft
from unionlaw.accounts.services.drafts import DatabaseStore
from unionlaw.accounts.tasks import clear_expired
from unionlaw.network.actors import Actor


def test_old_drafts_and_ended_sessions_are_cleared_and_live_ones_kept(client: Client, cai: Actor, noon: dt.datetime):
    with time_machine.travel(noon, tick=False) as clock:
        client.post("/accounts/login/", {"login": "cai", "password": PASSWORD})
        clock.shift(dt.timedelta(days=31))
        Client().post("/accounts/login/", {"login": "cai", "password": PASSWORD})
        store = DatabaseStore()
        store.save(cai.user, "old", "a=1", noon)
        store.save(cai.user, "new", "a=1", noon + dt.timedelta(days=2))
        assert Session.objects.count() == 2
        clear_expired()
        assert Session.objects.count() == 1
        assert cai.user.usersession_set.count() == 1
        assert [d.key for d in Draft.objects.all()] == ["new"]
        clear_expired()
        assert Session.objects.count() == 1
