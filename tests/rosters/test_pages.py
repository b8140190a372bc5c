"""From the upload to the roster in the browser: columns, dry run, copy with errors, import, outcomes."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests.rosters import sheets
from unionlaw.matters.models import Party
from unionlaw.rosters.models import SheetImport

pytestmark = pytest.mark.django_db(transaction=False)


@pytest.fixture
def now(django_capture_on_commit_callbacks):
    """Do what a page leaves for after the commit."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_a_caseworker_imports_a_roster_with_three_wrong_rows(case, sign_in, caseworker, now):
    client = sign_in(caseworker)
    begun = client.post(
        reverse("rosters:import", args=[case.pk]), {"file": sheets.sent(sheets.xlsx(sheets.group_of_38()))}
    )
    sheet = SheetImport.objects.get()
    assert begun.headers["Location"] == reverse("rosters:columns", args=[sheet.pk])
    page = client.get(begun.headers["Location"]).content.decode()
    assert "身份证号（" in page
    chosen = {key: str(position) for key, position in sheet.columns.items()}
    with now():
        client.post(begun.headers["Location"], {**chosen, "option_head": "wages", "option_joint_claim": "on"})
    url = reverse("rosters:sheet", args=[sheet.pk])
    page = client.get(url).content.decode()
    assert "3 行有错误" in page
    assert "导入其余 35 行" in page
    assert "身份证号第18位应为" in page

    copy = client.get(reverse("rosters:copy", args=[sheet.pk]))
    rows = list(load_workbook(io.BytesIO(b"".join(copy.streaming_content))).active.values)
    assert rows[0][-1] == "错误说明"
    assert len(rows) == 39
    assert [bool(row[-1]) for row in rows].count(True) == 4
    assert rows[1][2] == sheets.person(1)[2], "numbers stay text"

    with now():
        client.post(reverse("rosters:take", args=[sheet.pk]))
    assert Party.objects.filter(dispute=case.matter.dispute, side="claimant").count() == 36
    assert "已导入" in client.get(url).content.decode()
    roster = client.get(reverse("rosters:roster", args=[case.pk])).content.decode()
    assert sheets.person(1)[1] in roster
    assert sheets.person(1)[2] not in roster, "numbers are masked"


def test_the_copy_comes_back_corrected(case, sign_in, caseworker, dry_run):
    rows = sheets.people(3)
    rows[1][2] = "1"
    sheet = dry_run(rows)
    client = sign_in(caseworker)
    copy = client.get(reverse("rosters:copy", args=[sheet.pk]))
    book = load_workbook(io.BytesIO(b"".join(copy.streaming_content)))
    book.active["C3"] = sheets.person(2)[2]
    out = io.BytesIO()
    book.save(out)
    again = dry_run(out.getvalue())
    assert again.signature == sheet.signature, "our own column is no column of theirs"
    assert again.wrong == 0


def test_outcomes_for_some_and_for_one(case, sign_in, lawyer, dry_run, take, walk):
    from cases import states

    take(dry_run(sheets.people(3)))
    walk.to(states.CONDUCTING, case)
    client = sign_in(lawyer)
    ids = list(Party.objects.filter(dispute=case.matter.dispute, side="claimant").values_list("pk", flat=True))
    url = reverse("rosters:outcomes", args=[case.pk])
    page = client.get(url, {"pk": ids[:2]})
    assert "所选职工" in page.content.decode()
    version = page.context["version"]
    sent = {
        "pk": ids[:2], "code": "settled", "how": "percent", "percent": "80", "decided_on": "2026-11-20",
        "instrument": "agreement", "version": version,
    }  # fmt: skip
    assert client.post(url, {**sent, "percent": ""}).status_code == 422
    assert client.post(url, sent).status_code == 302
    one = reverse("rosters:outcomes_of_one", args=[case.pk, ids[3]])
    page = client.get(one)
    claim = page.context["line"].claims[0].pk
    sent = {f"claim-{claim}-code": "dismissed", "decided_on": "2026-11-20", "version": page.context["version"]}
    assert client.post(one, {"decided_on": "2026-11-20", "version": page.context["version"]}).status_code == 422
    assert client.post(one, sent).status_code == 302
    case.matter.refresh_from_db()
    codes = list(case.matter.outcomes.order_by("claim_id").values_list("code", flat=True))
    assert codes == ["settled", "settled", "dismissed"]


def test_consents_and_representatives_from_the_roster(case, sign_in, caseworker, dry_run, take):
    take(dry_run(sheets.people(11)))
    client = sign_in(caseworker)
    ids = list(Party.objects.filter(dispute=case.matter.dispute, side="claimant").values_list("pk", flat=True))
    for name, chosen, extra in (("representatives", ids[:3], {}), ("consents", [], {"said_on": "2026-11-19"})):
        url = reverse(f"rosters:{name}", args=[case.pk])
        page = client.get(url, {"pk": chosen})
        answer = client.post(url, {"pk": chosen, "version": page.context["version"], **extra})
        assert answer.status_code == 302, answer.content.decode()
    workers = Party.objects.filter(dispute=case.matter.dispute, side="claimant")
    assert workers.filter(representative=True).count() == 3
    assert workers.filter(consented_on="2026-11-19").count() == 12


def test_a_name_that_nobody_can_have_is_not_on_the_roster(case, sign_in, caseworker):
    response = sign_in(caseworker).get(reverse("rosters:roster", args=[case.pk]), {"q": "张\0"})
    assert response.status_code == 200


def test_a_stranger_finds_no_roster(case, sign_in, neighbour):
    client = sign_in(neighbour)
    for name in ("roster", "import", "payments", "outcomes"):
        assert client.get(reverse(f"rosters:{name}", args=[case.pk])).status_code == 404
