"""The decision table of a consultation: what can be done with it from each status, and by whom."""

import pytest

from cases import states
from cases.services import consultations
from cases.services.actions import refusal
from tests.cast import NOON, appoint
from unionlaw.lib.errors import Conflict, Missing, Refused, Stale
from unionlaw.matters.models import Matter
from unionlaw.matters.services.grants import grant
from unionlaw.network.roles import Role

pytestmark = pytest.mark.django_db

# verb: the roles that may, and status → the status it leads to.
TABLE = {
    "answer_consultation": ({"caseworker", "supervisor", "lawyer"}, {states.ASKED: states.ANSWERED}),
    "refer_consultation": ({"caseworker", "supervisor", "lawyer"}, {states.ASKED: states.REFERRED_ELSEWHERE}),
    "apply_for_aid": (
        {"caseworker", "supervisor"},
        {states.ASKED: states.APPLIED, states.ANSWERED: states.APPLIED},
    ),
}
STATUSES = [status.code for status in states.consultation.statuses]


@pytest.fixture
def do(walk):
    def call(verb, matter, by, **more):
        if verb == "apply_for_aid":
            return walk.apply(consultation_id=matter.pk, by=by)
        arguments = {
            "answer_consultation": {"advice": "可以主张。"},
            "refer_consultation": {"referred_to": "市医保局", "reason": "不归工会"},
        }[verb]
        service = getattr(consultations, verb)
        return service(matter_id=matter.pk, by=by, at=NOON, **arguments, **more)

    return call


@pytest.fixture
def consultation_in(walk, do):
    def make(status):
        matter = consultations.record_consultation(
            question="欠薪怎么办？", channel="window", by=walk.caseworker, at=NOON
        ).matter
        for verb, (_roles, leads) in TABLE.items():
            if status != states.ASKED and leads.get(states.ASKED) == status:
                do(verb, matter, walk.caseworker)
        return Matter.objects.get(pk=matter.pk)

    return make


def test_the_table_and_the_workflow_name_the_same_verbs():
    assert set(TABLE) == set(states.consultation.by_verb)


@pytest.mark.parametrize("verb", TABLE)
@pytest.mark.parametrize("status", STATUSES)
def test_only_the_tabled_verbs_lead_on(walk, do, consultation_in, status, verb):
    matter = consultation_in(status)
    target = TABLE[verb][1].get(status)
    told = refusal(matter, verb, walk.caseworker)
    if target:
        assert told == ""
        do(verb, matter, walk.caseworker)
        after = Matter.objects.get(pk=matter.pk)
        assert (after.status_id, after.is_live) == (target, False)
    else:
        with pytest.raises(Conflict) as conflict:
            do(verb, matter, walk.caseworker)
        assert conflict.value.message == told


def test_every_other_role_is_refused_and_a_stranger_told_nothing(walk, do, consultation_in, district, neighbour):
    matter = consultation_in(states.ASKED)
    for verb, (roles, _leads) in TABLE.items():
        for role in set(Role.values) - roles:
            colleague = appoint(f"colleague-{role}-{verb}", "同事", district, role)
            grant(matter=matter, viewer=colleague.post, why="reviewer", by=walk.supervisor, at=NOON)
            with pytest.raises(Refused):
                do(verb, matter, colleague)
            assert refusal(matter, verb, colleague)
        with pytest.raises(Missing):
            do(verb, matter, neighbour)


def test_a_stale_answer_is_told_what_changed(walk, do, consultation_in):
    matter = consultation_in(states.ASKED)
    with pytest.raises(Stale):
        do("answer_consultation", matter, walk.caseworker, version=matter.version - 1)


def test_the_system_may_take_in_for_any_union_it_names(system, district, walk):
    from unionlaw.lib.errors import Invalid

    matter = consultations.record_consultation(
        question="问", channel="online", organisation=district, by=system, at=NOON
    ).matter
    assert (matter.owner, matter.events.get().job) == (None, "test")
    with pytest.raises(Invalid) as invalid:
        consultations.record_consultation(question="问", channel="online", by=system, at=NOON)
    assert invalid.value.errors.keys() == {"organisation"}
