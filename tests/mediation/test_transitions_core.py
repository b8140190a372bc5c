"""Which verbs of the core a status allows, to whom, and that pages tell the same as services."""

from collections.abc import Callable
from typing import Any

import pytest

from mediation import states
from mediation.models import Mediation
from mediation.services import actions, closing, consenting, handing_over, mediators, organs
from tests.mediation.opening import Opening, acting
from unionlaw.lib.errors import Conflict, Missing, Refused, Stale
from unionlaw.network.actors import Actor

REACHED: dict[str, Callable[[Opening], Mediation]] = {
    states.RECEIVED: lambda o: o.received(),
    states.ACCEPTED: lambda o: o.accepted(),
    states.DECLINED: lambda o: ended(o, o.received(), consenting.decline, advised="aid", reason="单位不同意"),
    states.WITHDRAWN: lambda o: ended(o, o.received(), consenting.withdraw, reason="和解"),
    states.FAILED: lambda o: ended(o, o.accepted(), closing.fail, reason="refused"),
    states.HANDED_OVER: lambda o: ended(o, o.accepted(), handing_over.hand_over, to_name="外市仲裁院", reason="管辖"),
}
CALLS: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
    "accept": (consenting.accept, {}),
    "decline": (consenting.decline, {"advised": "aid", "reason": "单位不同意"}),
    "withdraw": (consenting.withdraw, {"reason": "和解"}),
    "set_organ_number": (organs.set_organ_number, {"own_number": "1号"}),
    "sign_off": (organs.sign_off, {"opinion": "同意"}),
    "recuse": (mediators.recuse, {"reason": "同乡"}),
    "fail": (closing.fail, {"reason": "refused"}),
    "hand_over": (handing_over.hand_over, {"to_name": "外市仲裁院", "reason": "管辖"}),
    "reopen": (closing.reopen, {"reason": "再谈"}),
}


def ended(opening: Opening, mediation: Mediation, service: Callable[..., Any], **how: Any) -> Mediation:
    service(**how, **acting(mediation, opening.clerk))
    return opening.fresh(mediation)


def who(verb: str, opening: Opening, supervisor: Actor) -> Actor:
    return {"reopen": supervisor, "recuse": opening.mediator}.get(verb, opening.clerk)


@pytest.mark.parametrize("status", REACHED)
def test_a_status_allows_its_verbs_and_no_others(opening, supervisor, status):
    mediation = REACHED[status](opening)
    assert opening.fresh(mediation).matter.status_id == status
    for verb, (service, how) in CALLS.items():
        if status in states.mediation.by_verb[verb].sources:
            continue
        by = who(verb, opening, supervisor)
        with pytest.raises(Conflict) as refused:
            service(**how, **acting(mediation, by))
        assert actions.refusal(opening.fresh(mediation).matter, verb, by) == refused.value.message, verb


@pytest.mark.parametrize("verb", CALLS)
def test_who_lacks_the_right_is_told_the_same_by_page_and_service(opening, manager, verb):
    mediation = opening.received()
    service, how = CALLS[verb]
    with pytest.raises(Refused) as refused:
        service(**how, **acting(mediation, manager))
    assert actions.refusal(opening.fresh(mediation).matter, verb, manager) == refused.value.message


@pytest.mark.parametrize("verb", CALLS)
def test_a_stranger_is_told_of_nothing_and_a_stale_form_of_what_changed(opening, neighbour_supervisor, verb):
    mediation = opening.received()
    service, how = CALLS[verb]
    with pytest.raises(Missing):
        service(**how, **acting(mediation, neighbour_supervisor))
    with pytest.raises(Stale):
        service(**how, **acting(mediation, opening.clerk), version=mediation.matter.version - 1)


def test_every_status_of_the_workflow_is_in_the_database(db):
    from unionlaw.matters.models import Status

    assert set(Status.objects.filter(kind="mediation").values_list("code", flat=True)) == {
        status.code for status in states.mediation.statuses
    }
