"""Mediations over the API: the same steps, the same wall, the same filters; nothing said in private."""

import pytest

from mediation import states
from mediation.models import CaucusNote
from mediation.services import talks
from tests.api.conftest import an_hour_later, call, problem  # noqa: F401  fixtures
from tests.cast import NOON
from tests.mediation.opening import opening, wage_cause  # noqa: F401  fixtures

pytestmark = pytest.mark.django_db

URL = "/api/v1/mediations/"
TODAY = "2026-11-20"


@pytest.fixture
def post(call):  # noqa: F811
    """Do something as someone and give the answer, which must be a success."""

    def do(actor, path, body=None):
        response = call(actor).post(path, body or {}, format="json")
        assert response.status_code in (200, 201), response.content.decode()
        return response.json()

    return do


def test_a_mediation_is_taken_in_accepted_talked_through_and_settled(
    call,  # noqa: F811
    post,
    caseworker,
    mediator,
    make_worker,
    make_employer,
    wage_cause,  # noqa: F811
):
    worker, employer = make_worker("张三"), make_employer("光影传媒有限公司")
    made = post(
        caseworker,
        URL,
        {
            "origin": "request",
            "received_on": TODAY,
            "applicants": [{"worker": worker.pk, "claims": [{"head": "wages", "amount": 900_000}]}],
            "employers": [employer.pk],
            "cause": wage_cause.pk,
            "facts": "拖欠工资",
        },
    )
    at = f"{URL}{made['id']}/"
    parties = [party["id"] for party in made["parties"]]
    consent = {"party_ids": parties, "agreed": True, "how": "phone", "said_on": TODAY}
    assert len(post(caseworker, f"{at}record-consent/", consent)["consents"]) == 2
    signs = call(caseworker).get(at).json()["warning_signs"]
    judged = [{"sign_id": sign["id"], "judgement": "dismissed", "note": "已核对工资表"} for sign in signs]
    post(caseworker, f"{at}judge-warnings/", {"judged": judged})
    assert post(caseworker, f"{at}accept/")["status"] == states.ACCEPTED
    post(caseworker, f"{at}assign-mediator/", {"mediator": mediator.post.pk, "leads": True})
    when = {"starts_at": "2026-11-23T09:00:00+08:00", "ends_at": "2026-11-23T11:00:00+08:00", "place": "一号室"}
    held = post(caseworker, f"{at}schedule-session/", when)
    assert (held["status"], len(held["sessions"])) == (states.IN_SESSION, 1)
    answers = [{"question": "employed_from", "claimant": "2024-03-01", "respondent": "2024-03-01", "agreed": True}]
    post(caseworker, f"{at}fill-facts-sheet/", {"answers": answers})
    sheet = call(caseworker).get(f"{at}facts-sheet/").json()
    assert len(sheet["answers"]) == 10
    assert sheet["answers"][0]["agreed"] is True
    post(caseworker, f"{at}record-offer/", {"side": "respondent", "terms": "一次付清", "amount": 800_000})
    claim = next(party["claims"][0]["id"] for party in made["parties"] if party["side"] == "claimant")
    line = {"claim_id": claim, "code": "settled", "amount": 800_000, "pay_from": "2026-12-01"}
    post(caseworker, f"{at}record-outcomes/", {"lines": [line], "decided_on": TODAY})
    done = post(caseworker, f"{at}conclude/")
    assert done["status"] == states.SETTLING
    listed = call(caseworker).get(URL, {"status": states.SETTLING, "origin": "request"}).json()["results"]
    assert [row["id"] for row in listed] == [made["id"]]
    assert call(caseworker).get(URL, {"origin": "tax_bureau"}).json()["results"] == []


def test_private_talk_is_in_no_answer(call, stage, supervisor, mediator):  # noqa: F811
    mediation = stage.mediation()
    stage.session(mediation)
    talks.note_caucus(mediation_id=mediation.pk, side="respondent", text="底线八万七", by=mediator, at=NOON)
    assert CaucusNote.objects.count() == 1
    for actor in (supervisor, mediator, stage.caseworker):
        for path in (URL, f"{URL}{mediation.pk}/", f"/api/v1/matters/{mediation.pk}/"):
            assert "底线八万七" not in call(actor).get(path).content.decode()


def test_strangers_find_nothing_and_stale_versions_are_refused(call, stage, neighbour):  # noqa: F811
    mediation = stage.mediation()
    at = f"{URL}{mediation.pk}/"
    assert call(neighbour).get(at).status_code == 404
    assert call(neighbour).get(f"{at}facts-sheet/").status_code == 404
    assert call(neighbour).post(f"{at}conclude/", {}, format="json").status_code == 404
    stale = call(stage.caseworker).post(f"{at}withdraw/", {"reason": "和解", "version": 1}, format="json")
    assert stale.status_code == 409
