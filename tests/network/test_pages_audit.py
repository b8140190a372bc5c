"""What an audit administrator reads: who read what, who changed what."""

import io

import openpyxl
from django.urls import reverse

from tests.cast import NOON, appoint
from tests.network.browsing import at, page
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation, ReadLog
from unionlaw.network.readlog import log_read
from unionlaw.network.roles import Role
from unionlaw.network.services import organisations, people


def test_an_audit_administrator_reads_who_read_what(
    audit_admin: Actor, caseworker: Actor, system_admin: Actor, town: Organisation
) -> None:
    log_read(by=caseworker, at=NOON, action="reveal", subject="worker:12", reason="核对身份")
    log_read(by=caseworker, at=NOON, action="export", subject="list:matters", reason="月报")
    organisations.amend_organisation(organisation_id=town.pk, phone="020-1", by=system_admin, at=NOON)
    people.create_person(username="xin", display_name="辛来", by=system_admin, at=NOON)
    client = at(audit_admin)
    text = page(client, "read_log")
    assert "核对身份" in text
    assert "职工 12" in text
    for typed in ("worker:12", "职工 12", "职工：12"):
        narrowed = page(client, "read_log", query=f"?subject={typed}")
        assert "核对身份" in narrowed
        assert "月报" not in narrowed
    for query in ("?q=cai", "?action=reveal", "?at_after=2026-11-20&at_before=2026-11-20"):
        assert "核对身份" in page(client, "read_log", query=query)
    for query in ("?q=nobody", "?at_before=2026-11-19"):
        assert "核对身份" not in page(client, "read_log", query=query)
    assert "公开电话：— → 020-1" in page(client, "organisation_changes", query="?organisation=北桥")
    assert "辛来" in page(client, "person_changes", query="?person=辛&q=席")


def test_the_log_says_what_was_shown_by_what_somebody_was_looked_up_and_how_much_was_taken(
    audit_admin: Actor, caseworker: Actor
) -> None:
    shown = {"fields": ["id_number", "injury_note"]}
    log_read(by=caseworker, at=NOON, action="reveal", subject="worker:12", reason="核对身份", data=shown)
    log_read(by=caseworker, at=NOON, action="lookup", subject="worker:none", data={"by": ["phone"]})
    log_read(by=caseworker, at=NOON, action="export", subject="roster:7", reason="发放工资", data={"rows": 410})
    log_read(by=caseworker, at=NOON, action="export", subject="paper:3", reason="改写正本")
    text = page(at(audit_admin), "read_log")
    for words in ("证件号码、伤病情况", "职工 未查到", "手机号码", "花名册 7", "410行"):
        assert words in text
    narrowed = page(at(audit_admin), "read_log", query="?subject=职工 未查到")
    assert "手机号码" in narrowed
    assert "发放工资" not in narrowed
    assert "改写正本" in page(at(audit_admin), "read_log", query="?subject=文书正本 3")


def test_an_audit_export_asks_for_its_reason_and_is_itself_on_record(audit_admin: Actor, caseworker: Actor) -> None:
    log_read(by=caseworker, at=NOON, action="reveal", subject="worker:12", reason="核对身份")
    client = at(audit_admin)
    address = reverse("network:read_log")
    assert client.post(address, {"action": "export", "reason": ""}).status_code == 422
    response = client.post(address, {"action": "export", "reason": "年度审计取证"})
    rows = list(openpyxl.load_workbook(io.BytesIO(b"".join(response))).active.values)
    assert "职工 12" in rows[-1]
    logged = ReadLog.objects.latest("pk")
    assert (logged.action, logged.subject, logged.reason) == ("export", "list:read_log", "年度审计取证")
    assert at(caseworker).post(address, {"action": "export", "reason": "好奇看看"}).status_code == 403


def test_a_district_auditor_reads_only_their_own_districts_log(
    district: Organisation, caseworker: Actor, neighbour: Actor, hr_bureau: Organisation, partner: Actor
) -> None:
    for actor in (caseworker, neighbour, partner):
        log_read(by=actor, at=NOON, action="open", subject="matter:1", reason=f"查看者{actor.name}")
    text = page(at(appoint("qushen", "区审计", district, Role.AUDIT_ADMIN)), "read_log")
    assert "查看者蔡小岚" in text
    assert "查看者任社" in text
    assert "查看者林邻" not in text
