"""The decision table of an aid case: every verb, from every status, by every role."""

import csv
from pathlib import Path

import pytest
from django.db import transaction

from cases import states
from cases.services import actions
from cases.services.steps import ONLY_THE_LAWYER
from tests.cast import NOON, appoint
from unionlaw.lib.errors import Conflict, Missing, Refused, Stale
from unionlaw.matters import statuses
from unionlaw.matters.models import Event, Matter
from unionlaw.matters.services.grants import grant
from unionlaw.network.roles import Role

pytestmark = pytest.mark.django_db

TABLE = list(csv.DictReader((Path(__file__).parent / "tables" / "aid_case_transitions.csv").open(encoding="utf-8")))
STATUSES = [status.code for status in states.aid_case.statuses]
FIRST = {
    status: [row for row in TABLE if status == next(code for code in STATUSES if row[code.partition(".")[2]])]
    for status in STATUSES
}
"""Every verb under the first status that allows it."""
FIRST = {status: rows for status, rows in FIRST.items() if rows}
OF_THE_FACTS = {"add_applicant", "add_respondent", "add_claim", "amend_claim", "amend_facts", "name_representatives"}


def workflow_verb(verb: str) -> str:
    return "change_facts" if verb in OF_THE_FACTS else verb


def test_the_table_and_the_workflow_name_the_same_verbs():
    assert {workflow_verb(row["verb"]) for row in TABLE} == set(states.aid_case.by_verb)
    assert {f"aid_case.{name}" for name in TABLE[0] if name not in {"verb", "roles"}} == set(STATUSES)


@pytest.mark.parametrize("status", STATUSES)
def test_from_each_status_only_the_tabled_verbs_lead_on(walk, status):
    case = walk.to(status)
    assert case.matter.status_id == status
    for row in TABLE:
        verb, target = row["verb"], row[status.partition(".")[2]]
        actor = _first(walk, row)
        if actor is walk.lawyer and case.lawyer_id is None:
            # Without this the wall answers first; a lawyer who may see the case is still not its lawyer.
            grant(matter=case.matter, viewer=actor.post, why="reviewer", by=walk.supervisor, at=NOON)
        savepoint = transaction.savepoint()
        _try(walk, case, verb, target, actor)
        transaction.savepoint_rollback(savepoint)


def _try(walk, case, verb, target, actor):
    walk.prepare(verb, case)
    before = Matter.objects.get(pk=case.pk)
    told = actions.refusal(walk.fresh(case).matter, workflow_verb(verb), actor)
    if not target:
        assert told, verb
        with pytest.raises(Conflict):
            walk.do(verb, case, by=actor, version=before.version)
        assert Matter.objects.get(pk=case.pk).version == before.version
        return
    assert told == "", verb
    walk.do(verb, case, by=actor, version=before.version)
    after = Matter.objects.get(pk=case.pk)
    assert after.status_id == f"aid_case.{target}", verb
    assert after.version == before.version + 1, f"{verb} is one event"
    assert Event.objects.filter(matter=case.pk).count() == after.last_event
    assert (after.closed_at is not None) == (not after.is_live)


@pytest.mark.parametrize("status", FIRST)
def test_every_other_role_is_refused_with_the_reason(walk, status, district):
    """Each may see the case, by the tree or by a grant, and is told what keeps them from acting."""
    case = walk.to(status)
    colleagues = {role: appoint(f"colleague-{role}", "同事", district, role) for role in Role.values}
    for colleague in colleagues.values():
        grant(matter=case.matter, viewer=colleague.post, why="reviewer", by=walk.supervisor, at=NOON)
    for row in FIRST[status]:
        for role in set(Role.values) - set(row["roles"].split()):
            with pytest.raises(Refused) as refused:
                walk.do(row["verb"], case, by=colleagues[role])
            told = actions.refusal(case.matter, workflow_verb(row["verb"]), colleagues[role])
            assert told == refused.value.message != "", (row["verb"], role)


@pytest.mark.parametrize("status", FIRST)
def test_a_stranger_is_not_told_that_the_case_exists(walk, status, neighbour_supervisor, other_lawyer):
    case = walk.to(status)
    for row in FIRST[status]:
        for stranger in (neighbour_supervisor, other_lawyer):
            with pytest.raises(Missing):
                walk.do(row["verb"], case, by=stranger)


@pytest.mark.parametrize("status", FIRST)
def test_a_form_opened_before_a_change_is_told_what_changed(walk, status):
    case = walk.to(status)
    for row in FIRST[status]:
        with pytest.raises(Stale) as stale:
            walk.do(row["verb"], case, by=_first(walk, row), version=case.matter.version - 1)
        assert len(stale.value.changes) == 1, row["verb"]


@pytest.mark.parametrize("status", [states.ASSIGNED, states.CONDUCTING])
def test_another_lawyer_who_may_read_the_case_cannot_act_in_it(walk, status, other_lawyer):
    case = walk.to(status)
    grant(matter=case.matter, viewer=other_lawyer.post, why="reviewer", by=walk.supervisor, at=NOON)
    rows = [row for row in FIRST[status] if row["roles"] == "lawyer"]
    assert {row["verb"] for row in rows} <= ONLY_THE_LAWYER
    for row in rows:
        with pytest.raises(Refused) as refused:
            walk.do(row["verb"], case, by=other_lawyer)
        assert "陆律师" in refused.value.message
        assert actions.refusal(walk.fresh(case).matter, row["verb"], other_lawyer) == refused.value.message


def _first(walk, row):
    """Someone who may: the first role of the row."""
    return {"caseworker": walk.caseworker, "supervisor": walk.supervisor, "lawyer": walk.lawyer}[
        row["roles"].split()[0]
    ]


def test_a_case_number_is_not_a_consultation(walk, caseworker):
    from cases.services.consultations import answer_consultation, record_consultation
    from cases.services.reviews import withdraw

    consultation = record_consultation(question="工资拖欠怎么办？", channel="window", by=caseworker, at=NOON)
    with pytest.raises(Missing):
        withdraw(case_id=consultation.pk, reason="无", by=caseworker, at=NOON)
    with pytest.raises(Missing):
        answer_consultation(matter_id=walk.apply().pk, advice="答", by=caseworker, at=NOON)


def test_every_status_of_both_workflows_is_in_the_database(db):
    from unionlaw.matters.models import Status

    declared = {status.code for status in statuses.all_statuses()}
    assert declared <= set(Status.objects.values_list("code", flat=True))
