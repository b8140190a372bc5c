from django.db import connection
from django.test import Client

from unionlaw.accounts.models import Draft
from unionlaw.network.actors import Actor


def test_a_draft_comes_back_with_a_notice_and_without_complaints(staff: Client):
    saved = staff.post("/drafts/record.rename/", {"name": "欧阳", "amount": "13万", "csrfmiddlewaretoken": "x"})
    assert "草稿已于" in saved.json()["message"]
    page = staff.get("/record/").text
    assert 'value="欧阳"' in page
    assert 'value="13万"' in page
    assert "已恢复您在" in page
    assert "error-summary" not in page
    assert "field-error" not in page


def test_saving_again_replaces_the_draft(staff: Client):
    for name in ("欧", "欧阳"):
        staff.post("/drafts/record.rename/", {"name": name})
    assert 'value="欧阳"' in staff.get("/record/").text
    assert Draft.objects.count() == 1


def test_a_draft_can_be_discarded(staff: Client):
    staff.post("/drafts/record.rename/", {"name": "欧阳"})
    answer = staff.post("/drafts/record.rename/discard/", {"next": "/record/"}, follow=True)
    assert answer.redirect_chain == [("/record/", 302)]
    assert "欧阳" not in answer.text


def test_discarding_leads_nowhere_outside_the_site(staff: Client):
    assert staff.post("/drafts/record.rename/discard/", {"next": "https://evil.example/"}).url == "/"


def test_nobody_sees_the_draft_of_another(staff: Client, second_caseworker: Actor):
    staff.post("/drafts/record.rename/", {"name": "欧阳"})
    staff.force_login(second_caseworker.user)
    assert "欧阳" not in staff.get("/record/").text


def test_drafts_are_sealed_in_the_database_and_hold_no_tokens(staff: Client):
    staff.post("/drafts/record.rename/", {"name": "440106199001011234", "csrfmiddlewaretoken": "x", "version": "3"})
    with connection.cursor() as cursor:
        cursor.execute("select data from accounts_draft")
        assert b"440106" not in bytes(cursor.fetchone()[0])
    assert Draft.objects.get().text() == "name=440106199001011234"


def test_a_draft_that_no_longer_opens_counts_as_none(staff: Client):
    staff.post("/drafts/record.rename/", {"name": "欧阳"})
    with connection.cursor() as cursor:
        cursor.execute("update accounts_draft set data = %s", [b"broken"])
    assert staff.get("/record/").status_code == 200


def test_too_long_a_draft_and_a_wrong_key_are_refused(staff: Client):
    assert staff.post("/drafts/record.rename/", {"name": "长" * 30_000}).status_code == 413
    assert staff.post("/drafts/Record%20Rename/", {"name": "x"}).status_code == 404
    assert staff.get("/drafts/record.rename/").status_code == 405
