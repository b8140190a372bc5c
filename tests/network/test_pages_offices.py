"""Each of the three administrators' pages, for each who may and may not."""

import pytest

from tests.network.browsing import OFFICES, OTHERS, at, page


@pytest.mark.parametrize("who", [*OFFICES, *OTHERS])
def test_each_administrator_enters_their_own_office_only(who: str, request: pytest.FixtureRequest) -> None:
    client = at(request.getfixturevalue(who))
    page(client, "administration", status=200 if who in OFFICES else 403)
    for office, names in OFFICES.items():
        for name in names:
            text = page(client, name, status=200 if office == who else 403)
            if office != who:
                assert "管理员" in text, "the refusal names who may"


@pytest.mark.parametrize("who", OFFICES)
def test_administrators_see_no_matters_and_no_workers(who: str, request: pytest.FixtureRequest) -> None:
    client = at(request.getfixturevalue(who))
    for address in ("/matters/", "/workers/", "/consultations/", "/aid-cases/"):
        assert client.get(address).status_code in {403, 404}, address
    navigation = page(client, "administration")
    assert 'href="/workers/"' not in navigation
    assert 'href="/aid-cases/"' not in navigation
