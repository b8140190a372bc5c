"""The decision tables of leads and letters: every verb, from every status, by every role."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction

from monitoring_letters import states
from monitoring_letters.services import actions, drafting, leads
from tests.cast import NOON, appoint
from tests.monitoring_letters.reading import table
from unionlaw.lib.errors import Conflict, Missing, Refused, Stale
from unionlaw.matters.models import Event, Matter
from unionlaw.matters.services.grants import grant
from unionlaw.network.roles import Role

pytestmark = pytest.mark.django_db

TABLE = table("letter_transitions")
LEADS = table("lead_transitions")
STATUSES = [status.code for status in states.supervision_letter.statuses]
LATER = NOON + timedelta(days=40)
NOT_IN_THIS_ONE = "-"
"""The status allows it, but not for a letter of this kind (public, or to one employer)."""


def status_of(row, status):
    return row[status.partition(".")[2]]


FIRST = {
    status: [row for row in TABLE if status == next(code for code in STATUSES if status_of(row, code))]
    for status in STATUSES
}
"""Every verb under the first status that allows it."""
FIRST = {status: rows for status, rows in FIRST.items() if rows}


def test_the_tables_and_the_workflows_name_the_same_verbs():
    assert {row["verb"] for row in TABLE} == set(states.supervision_letter.by_verb)
    assert {f"supervision_letter.{name}" for name in TABLE[0] if name not in {"verb", "roles"}} == set(STATUSES)
    assert {row["verb"] for row in LEADS} == set(states.lead.by_verb)


@pytest.mark.parametrize("status", STATUSES)
def test_from_each_status_only_the_tabled_verbs_lead_on(walk, status):
    letter = walk.to(status)
    assert letter.matter.status_id == status
    grant(matter=letter.matter, viewer=walk.lawyer.post, why="handed_over", by=walk.supervisor, at=NOON)
    with time_machine.travel(LATER, tick=False):
        for row in TABLE:
            savepoint = transaction.savepoint()
            _try(walk, walk.fresh(letter), row["verb"], status_of(row, status))
            transaction.savepoint_rollback(savepoint)


def _try(walk, letter, verb, target):
    walk.prepare(verb, letter) if target not in ("", NOT_IN_THIS_ONE) else None
    before = Matter.objects.get(pk=letter.pk)
    actor = walk.who(verb, letter)
    told = actions.refusal(walk.fresh(letter).matter, verb, actor)
    moment = {"at": LATER} if verb == "mark_unanswered" else {}
    if target in ("", NOT_IN_THIS_ONE):
        assert told, verb
        with pytest.raises(Conflict):
            walk.do(verb, letter, by=actor, version=before.version, **moment)
        assert Matter.objects.get(pk=letter.pk).version == before.version
        return
    assert told == "", verb
    walk.do(verb, letter, by=actor, version=before.version, **moment)
    after = Matter.objects.get(pk=letter.pk)
    assert after.status_id == f"supervision_letter.{target}", verb
    assert after.version == before.version + 1, f"{verb} is one event"
    assert Event.objects.filter(matter=letter.pk).count() == after.last_event
    assert (after.closed_at is not None) == (not after.is_live)


@pytest.mark.parametrize("status", FIRST)
def test_every_other_role_is_refused_with_the_reason(walk, status, district):
    """Each may see the letter, by the tree or by a grant, and is told what keeps them from acting."""
    letter = walk.to(status)
    colleagues = {role: appoint(f"colleague-{role}", "同事", district, role) for role in Role.values}
    for colleague in colleagues.values():
        grant(matter=letter.matter, viewer=colleague.post, why="handed_over", by=walk.supervisor, at=NOON)
    for row in FIRST[status]:
        for role in set(Role.values) - set(row["roles"].split()):
            with pytest.raises(Refused) as refused:
                walk.do(row["verb"], letter, by=colleagues[role])
            assert "岗位" in refused.value.message
            assert actions.refusal(walk.fresh(letter).matter, row["verb"], colleagues[role]) == refused.value.message


@pytest.mark.parametrize("status", FIRST)
def test_a_stranger_finds_nothing(walk, status, neighbour_supervisor):
    letter = walk.to(status)
    for row in FIRST[status]:
        with pytest.raises(Missing):
            walk.do(row["verb"], letter, by=neighbour_supervisor)


@pytest.mark.parametrize("status", FIRST)
def test_a_form_opened_before_a_change_is_stale(walk, status):
    letter = walk.to(status)
    grant(matter=letter.matter, viewer=walk.lawyer.post, why="handed_over", by=walk.supervisor, at=NOON)
    for row in FIRST[status]:
        with pytest.raises(Stale) as stale:
            walk.do(row["verb"], letter, version=letter.matter.version - 1)
        assert len(stale.value.changes) == 1


def test_a_letter_is_not_a_lead_nor_the_other_way_round(walk):
    letter, lead = walk.draft(), walk.lead()
    with pytest.raises(Missing):
        leads.drop_lead(lead_id=letter.pk, reason="无", by=walk.caseworker, at=NOON)
    with pytest.raises(Missing):
        drafting.amend_letter(letter_id=lead.pk, facts="无", by=walk.caseworker, at=NOON)


@pytest.mark.parametrize("status", [status.code for status in states.lead.statuses])
def test_from_each_status_of_a_lead_only_the_tabled_verbs_lead_on(walk, status):
    lead = walk.lead_to(status)
    for row in LEADS:
        savepoint = transaction.savepoint()
        target = status_of(row, status)
        told = actions.refusal(Matter.objects.get(pk=lead.pk), row["verb"], walk.caseworker)
        assert (told == "") == bool(target), row["verb"]
        if target:
            lead_verb(walk, row["verb"], lead, walk.caseworker)
            assert Matter.objects.get(pk=lead.pk).status_id == f"lead.{target}", row["verb"]
        else:
            with pytest.raises(Conflict):
                lead_verb(walk, row["verb"], lead, walk.caseworker)
        transaction.savepoint_rollback(savepoint)


def test_every_other_role_is_refused_on_leads(walk, district, lawyer):
    lead = walk.lead_to(states.ASSESSED)
    colleagues = {role: appoint(f"colleague-{role}", "同事", district, role) for role in Role.values}
    for colleague in colleagues.values():
        grant(matter=lead.matter, viewer=colleague.post, why="handed_over", by=walk.supervisor, at=NOON)
    for row in LEADS:
        for role in set(Role.values) - set(row["roles"].split()):
            with pytest.raises(Refused):
                lead_verb(walk, row["verb"], lead, colleagues[role])


def lead_verb(walk, verb, lead, by):
    who = {"lead_id": lead.pk, "by": by, "at": NOON}
    match verb:
        case "amend_lead":
            leads.amend_lead(**who, topic="hours", content="补充：还超时加班。")
        case "assess_lead":
            leads.assess_lead(**who, proposal="opinion", assessment="属实")
        case "join_lead":
            leads.join_lead(**who, into_id=walk.lead(employer=lead.employer).pk)
        case "drop_lead":
            leads.drop_lead(**who, reason="不属实")
        case "refer_lead":
            leads.refer_lead(**who, referred_to="劳动监察大队", reason="移送")
        case "draft_from_lead":
            drafting.draft_letter(instrument="notice", topic="pay", **who)
