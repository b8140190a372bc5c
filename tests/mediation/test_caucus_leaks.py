"""A sentence said in private is looked for as every reader but its writer's mediators, wherever the portal speaks.

Pages of the mediation and its verbs, lists, search, exports, timeline, API, audit pages, notices, mails, calendar
files, row history, the database beside the note's own table.
"""

import io
import re
import zipfile

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client

from mediation.models import CaucusNote
from mediation.services import outcomes, talks
from mediation.services.outcomes import OutcomeLine
from tests.cast import NOON, appoint
from tests.contracts.routes import all_routes
from tests.mediation.stage import TOMORROW, day
from unionlaw.matters.models import Grant, Matter
from unionlaw.matters.services.grants import grant
from unionlaw.network.roles import Role
from unionlaw.notices.services import digests, sending, spreading
from unionlaw.web.lists.views import ListView

pytestmark = pytest.mark.django_db

SECRET = "老板私下说最多肯出四万三千元"
ALLOWED = frozenset({"mediation_caucusnote"})
"""The only table it stands in."""
ASKED = {"matters:search", "matters:desk", "notices:inbox"}
"""Pages that are no lists, on which a text could surface."""
EVERYWHERE = {"the clerk", "the supervisor above", "another organ's mediator", "the worker's lawyer", "the auditor"}
"""Who asks the lists of other things as well: each sees them through another part of the wall."""
ACTING = {"the clerk", "another organ's mediator"}
"""Who may open the forms of its verbs; for the others they answer with a reason."""


@pytest.fixture
def told(stage, mediator, district, city, hr_bureau, hr_mediator, lawyer, system):
    """A mediation of two organs, with a session, offers, a facts sheet, outcomes, and the sentence."""
    with time_machine.travel(NOON, tick=False):
        mediation = stage.mediation()
        stage.assign(mediation, hr_mediator, stage.join(mediation, hr_bureau))
        grant(matter=mediation.matter, viewer=lawyer.post, why=Grant.Why.HANDED_OVER, by=stage.caseworker, at=NOON)
        session = stage.session(mediation, room_id=stage.room().pk)
        talks.note_caucus(
            mediation_id=mediation.pk, side="respondent", text=f"{SECRET}，别告诉对方。", session_id=session.pk,
            by=mediator, at=NOON,
        )  # fmt: skip
        talks.record_offer(mediation_id=mediation.pk, side="respondent", terms="三万", by=mediator, at=NOON)
        talks.fill_facts_sheet(
            mediation_id=mediation.pk, answers={"pay": {"claimant": "7500", "respondent": "6000"}}, by=mediator, at=NOON
        )
        claims = stage.claims(mediation)
        outcomes.record_outcomes(
            mediation_id=mediation.pk, lines=[OutcomeLine(claim.pk, "settled", 1_000_000) for claim in claims],
            decided_on=day(), by=mediator, at=NOON,
        )  # fmt: skip
    return mediation


@pytest.fixture
def readers(told, district, city, hr_bureau, hr_mediator, lawyer, caseworker, supervisor, city_supervisor, manager):
    """Everybody else, by who they are."""
    return {
        "the clerk": caseworker,
        "the supervisor": supervisor,
        "the supervisor above": city_supervisor,
        "the manager": manager,
        "another organ's mediator": hr_mediator,
        "a partner organ's clerk": appoint("xie", "协作", hr_bureau, Role.PARTNER),
        "a mediator of the same organ who does not mediate here": appoint("bie", "别调", district, Role.MEDIATOR),
        "the worker's lawyer": lawyer,
        "the approver of letters": appoint("han", "函审", district, Role.LETTER_APPROVER),
        "the auditor": appoint("shen2", "审计", city, Role.AUDIT_ADMIN),
        "the system administrator": appoint("xi2", "系统", city, Role.SYSTEM_ADMIN),
        "the security administrator": appoint("an2", "安管", city, Role.SECURITY_ADMIN),
    }


def client_of(actor) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(actor.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def said(response) -> str:
    content = b"".join(response) if response.streaming else response.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return "".join(book.read(name).decode(errors="replace") for name in book.namelist())
    return content.decode(errors="replace")


def addresses(mediation) -> tuple[list[str], list[str], list[str]]:
    """Pages that show the mediation; pages of its verbs; and every list, search, audit page and API collection, with
    the sentence looked for."""
    session = mediation.sessions.get()
    values = {
        "pk": mediation.pk, "id": mediation.pk, "matter_id": mediation.pk, "session_id": session.pk,
        "room_id": session.room_id, "post_id": mediation.mediators.first().post_id,
        "participation_id": mediation.participations.first().pk,
        "party_id": mediation.matter.dispute.parties.first().pk,
    }  # fmt: skip
    shown, verbs, general = [], [], []
    for route in all_routes():
        names = re.findall(r"<(?:\w+:)?(\w+)>", route.pattern)
        if route.regex or "get" not in route.methods or any(name not in values for name in names):
            continue
        url = "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda match: str(values[match.group(1)]), route.pattern)
        if route.pattern.startswith(("mediations/", "api/v1/mediations")) or (names and "matters/" in route.pattern):
            reads = getattr(route.policy("get"), "codes", ())
            (shown if route.is_api or "mediation.view" in reads or "matter.view" in reads else verbs).append(url)
        elif not names and (is_list(route) or route.name in ASKED):
            general += [f"{url}?q=四万三千"]
    return [*shown, f"/mediations/{mediation.pk}/?timeline=notes", "/mediations/?q=四万三千"], verbs, general


def is_list(route) -> bool:
    listing = isinstance(route.cls, type) and issubclass(route.cls, ListView)
    return listing or getattr(route.view, "actions", {}).get("get") == "list"


def test_nobody_else_finds_it_on_any_page(told, readers):
    wrong = []
    with time_machine.travel(NOON, tick=False):
        shown, verbs, general = addresses(told)
        assert f"/mediations/{told.pk}/" in shown
        for who, actor in readers.items():
            client = client_of(actor)
            asked = shown + (general if who in EVERYWHERE else []) + (verbs if who in ACTING else [])
            wrong += [f"{who}: {url}" for url in asked if SECRET in said(client.get(url))]
    assert not wrong, "\n".join(wrong)


def test_those_it_is_for_do_read_it(told, mediator, hr_mediator):
    with time_machine.travel(NOON, tick=False):
        assert SECRET in said(client_of(mediator).get(f"/mediations/{told.pk}/"))
        response = client_of(hr_mediator).get(f"/mediations/{told.pk}/")
        page = said(response)
    assert "三万" in page  # the other organ does see what was offered
    assert SECRET not in page
    # Not even that it took place.
    assert "背对背谈话" not in [entry.title for entry in response.context["page"].timeline.entries]


def test_a_mediator_who_left_reads_what_they_wrote_only_while_they_see_the_matter(told, mediator, lawyer):
    assert CaucusNote.objects.visible_to(mediator).exists()
    mediator.post.role = Role.LAWYER  # no longer a reader of the tree
    mediator.post.save()
    assert not Matter.objects.visible_to(mediator).filter(pk=told.pk).exists()
    assert not CaucusNote.objects.visible_to(mediator).exists()


def test_exports_do_not_carry_it(told, readers):
    with time_machine.travel(NOON, tick=False):
        for actor in readers.values():
            client = client_of(actor)
            for url in ("/mediations/", "/matters/"):
                assert SECRET not in said(client.post(url, {"action": "export", "reason": "年度统计用"}))


def test_no_other_table_holds_it(told):
    """Events, row history, search texts, drafts, notices: every row of every table is read as text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            # Our own table names, quoted.
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s', [f"%{SECRET}%"])
            if cursor.fetchone()[0]:
                found.append(table)
    assert set(found) == ALLOWED


def test_no_mail_carries_it(told, readers, mediator):
    for actor in [*readers.values(), mediator]:
        actor.user.email = f"{actor.user.username}@example.cn"
        actor.user.save()
    at = TOMORROW
    spreading.spread(at=at)
    digests.write_digests(at=at.replace(hour=9))
    sending.send_due(at=at)
    assert not [message for message in mail.outbox if SECRET in message.subject + message.body]
