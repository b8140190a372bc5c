"""Conditions in addresses: what is more than can be asked for at once is refused, never cut."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from django.urls import reverse

from tests.cases.pages import said
from unionlaw.lib.errors import Invalid
from unionlaw.reports import asking
from unionlaw.reports.asking import MOST_MEMBERS

pytestmark = pytest.mark.django_db


def query(key: str, count: int) -> QueryDict:
    return QueryDict("&".join(f"{key}={n}" for n in range(count)))


def test_as_many_as_may_be_asked_for_are_all_taken():
    assert asking.members_in(query("channel", MOST_MEMBERS)) == {"channel": [str(n) for n in range(MOST_MEMBERS)]}


def test_more_are_refused_with_their_number_and_what_to_do():
    with pytest.raises(Invalid) as caught:
        asking.members_in(query("channel", MOST_MEMBERS + 3))
    [[words]] = caught.value.errors.values()
    assert "选了53项，一次最多50项" in words
    assert "没有统计其中任何一项" in words


def test_of_what_a_matter_can_have_several_of_one_is_asked_for():
    assert asking.members_in(query("worker_group", 1)) == {"worker_group": "0"}
    with pytest.raises(Invalid, match="一次只能选一项"):
        asking.members_in(query("worker_group", 2))


@pytest.mark.parametrize("name", ["pivot", "facts", "ask_facts"])
def test_every_page_says_so(sign_in, supervisor, name):
    more = f"indicator=matters_opened&start=2026-11-01&end=2026-11-30&{query('channel', 51).urlencode()}"
    answer = sign_in(supervisor).get(f"{reverse(f'reports:{name}')}?{more}")
    assert answer.status_code == 400
    assert "一次最多50项" in said(answer)
