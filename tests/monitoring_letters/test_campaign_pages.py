"""A campaign through its pages: 500 heat letters from one approval, one sent back and served again, and it adds up."""

import csv
import io
import re

import openpyxl
import pytest
from django.urls import reverse

from monitoring_letters import states, tasks
from monitoring_letters.models import Campaign, CampaignAddressee, SupervisionLetter
from tests.cast import NOON
from tests.documents.conftest import folder, upload  # noqa: F401  fixture
from tests.documents.papers import SYSTEM, text_of
from tests.monitoring_letters.campaigning import TODAY, construction, mailed, make_employers, numbers, start
from unionlaw.documents.models import Paper
from unionlaw.documents.services.templates import load_shipped

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
LETTERS = 500
ARRIVED = 60
"""Of which it is known so far; the others are on their way."""


@pytest.fixture(autouse=True)
def _no_worker(monkeypatch):
    """The test is the worker."""
    monkeypatch.setattr("monitoring_letters.views.campaigns.base.issue_campaigns.apply_async", lambda **options: None)


def page(name, campaign, *more):
    return reverse(f"monitoring_letters:{name}", args=[campaign.pk, *more])


def table(rows, *, name="清单.csv"):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return upload(name, out.getvalue().encode("utf-8-sig"))


def workbook(rows):
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return upload("清单.xlsx", out.getvalue())


def mailing_list(client, campaign):
    response = client.post(page("campaign_mailing", campaign), {"do": "download"})
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    return [list(row) for row in sheet.values]


def taken(client, campaign, rows):
    response = client.post(page("campaign_mailing", campaign), {"file": workbook(rows)}, follow=True)
    assert response.status_code == 200, response.content.decode()
    return response.content.decode()


def counted(client, address):
    """How many rows a list has."""
    response = client.get(address)
    assert response.status_code == 200
    return int(response.context["list"].count_text.replace(",", ""))


def test_five_hundred_heat_letters_from_one_approval(walk, sign_in, folder):  # noqa: F811
    load_shipped(by=SYSTEM, at=NOON)
    make_employers(LETTERS + 1, industry=construction(), size="medium")
    drafter, approver = sign_in(walk.caseworker), sign_in(walk.approver)

    # A text of the season, the builders of medium size, one of them left out.
    drafter.post(
        reverse("monitoring_letters:start_campaign"),
        {"season": "heat", "reach": "industry", "audience": "全区建筑施工企业", "title": ""},
    )
    campaign = Campaign.objects.select_related("letter").get()
    chosen = page("choose_addressees", campaign) + "?industry=E&size=medium"
    assert f"还不在名单上的 {LETTERS + 1} 家" in drafter.get(chosen).content.decode()
    drafter.post(chosen)
    assert Campaign.objects.get().criteria == {"industry": ["E"], "size": ["medium"]}
    last = campaign.addressees.order_by("position").last()
    drafter.post(page("exclude_addressee", campaign, last.pk), {"reason": "已停业"})
    first = campaign.addressees.select_related("employer").order_by("position").first()
    facts = [["单位名称", "本单位情况", "职工人数"], [first.employer.name, "去年夏季有两人中暑。", "80"]]
    drafter.post(page("load_addressees", campaign), {"file": table(facts)})
    assert drafter.get(page("preview_addressee", campaign, first.pk)).content.startswith(b"%PDF")

    # One approval, then the worker.
    walk.to(states.APPROVED, campaign.letter)
    approver.post(page("begin_mailing", campaign), {})
    tasks.issue_campaigns()
    found = numbers(campaign)
    assert found == [f"越工监提〔2026〕{n}号" for n in range(2, LETTERS + 2)]
    assert Paper.objects.values("code").distinct().count() == LETTERS + 1
    letter = SupervisionLetter.objects.select_related("paper__document__file").get(addressee=first)
    assert "去年夏季有两人中暑" in text_of(letter.paper)

    # The mailing list goes out, comes in with tracking numbers, then with what became of them.
    head, *rows = mailing_list(drafter, campaign)
    place = {name: at for at, name in enumerate(head)}
    assert len(rows) == LETTERS
    for n, row in enumerate(rows):
        row[place["邮件号"]], row[place["寄出日期"]] = f"EMS{n}", TODAY
    assert f"登记寄出{LETTERS}件" in taken(drafter, campaign, [head, *rows])
    for n, row in enumerate(rows[:ARRIVED]):
        row[place["结果"]] = "退回" if n == 7 else "已送达"
        row[place["结果日期"]], row[place["凭证或退回原因"]] = TODAY, "查无此单位" if n == 7 else "回执"
    assert f"送达{ARRIVED - 1}件，退回1件" in taken(drafter, campaign, [head, *rows[:ARRIVED]])
    head, *rows = mailing_list(drafter, campaign)
    back = next(row for row in rows if row[0] == found[7])
    back[place["邮件号"]], back[place["寄出日期"]] = "EMS-new", TODAY.isoformat()
    taken(drafter, campaign, [head, back])
    back[place["结果"]], back[place["结果日期"]] = "签收", TODAY
    back[place["凭证或退回原因"]] = "回执"
    taken(drafter, campaign, [head, back])

    # The page adds up: every number is the length of its list.
    shown = drafter.get(page("campaign", campaign))
    marks = {mark["label"]: mark for mark in shown.context["marks"]}
    expected = {"收件单位": LETTERS, "已制发": LETTERS, "已送达": ARRIVED, "曾被退回": 1, "退回后送达": 1, "已答复": 0}
    assert {label: marks[label]["count"] for label in expected} == expected
    for mark in shown.context["marks"]:
        assert counted(drafter, mark["url"]) == mark["count"], mark["label"]
    stages = {str(stage["label"]): stage["count"] for stage in shown.context["stages"]}
    assert stages == {"已送达待答复": ARRIVED, "在途": LETTERS - ARRIVED, "已排除": 1}
    assert sum(stages.values()) == CampaignAddressee.objects.count()
    assert shown.context["numbers"].workers == 80


def test_the_page_shows_how_far_it_is_and_the_buttons_that_fit(walk, sign_in):
    campaign = start(walk, make_employers(2))
    drafter, approver = sign_in(walk.caseworker), sign_in(walk.approver)
    said = drafter.get(page("campaign", campaign)).content.decode()
    assert "提交法律审核" in said
    assert "批量编号制发" not in said
    walk.to(states.APPROVED, campaign.letter)
    assert "批量编号制发" in approver.get(page("campaign", campaign)).content.decode()
    approver.post(page("begin_mailing", campaign), {})
    response = approver.get(page("campaign", campaign), headers={"hx-request": "true"})
    assert re.search(r"已制发 0 / 2", response.content.decode())
    assert approver.post(page("stop_mailing", campaign)).status_code == 302
    assert "已停止" in approver.get(page("campaign", campaign)).content.decode()
    assert approver.post(page("resume_mailing", campaign)).status_code == 302


def test_tables_that_cannot_be_read_are_refused_in_words(walk, sign_in):
    campaign = start(walk, make_employers(1))
    client = sign_in(walk.caseworker)
    for file, words in (
        (upload("a.pdf", b"%PDF"), ".xlsx"),
        (upload("a.xlsx", b"PK no book"), "a.xlsx"),
        (table([["甲", "乙"], ["1", "2"]]), "没有找到这些列名"),
        (table([["用人单位", "职工人数"], ["羊城第1建筑工程有限公司", "很多"]]), "不是数字"),
        (table([["用人单位"], ["没有这家公司"]]), "没有登记"),
    ):
        response = client.post(page("load_addressees", campaign), {"file": file})
        assert response.status_code == 422
        assert words in response.content.decode(), words


def test_disputes_open_their_list(walk, sign_in):
    campaign = mailed(walk, 1)
    client = sign_in(walk.caseworker)
    SupervisionLetter.objects.filter(addressee__campaign=campaign).update(served_on=TODAY)
    shown = client.get(page("campaign", campaign))
    for count, url in shown.context["total"]:
        assert counted(client, url) == count == 0


def test_a_letters_page_leads_to_its_campaign(walk, sign_in):
    campaign = mailed(walk, 1)
    letter = SupervisionLetter.objects.get(addressee__campaign=campaign)
    said = sign_in(walk.caseworker).get(reverse("monitoring_letters:letter", args=[letter.pk])).content.decode()
    assert page("campaign", campaign) in said
    assert (
        page("campaign", campaign)
        in sign_in(walk.caseworker).get(reverse("monitoring_letters:campaigns")).content.decode()
    )


def test_the_list_of_addressees_costs_the_same_for_one_and_for_twenty(walk, sign_in, django_assert_max_num_queries):
    counts = []
    client = sign_in(walk.caseworker)
    for campaign in (mailed(walk, 1), start(walk, make_employers(20))):
        client.get(page("addressees", campaign))
        with django_assert_max_num_queries(16) as said:
            client.get(page("addressees", campaign))
        counts.append(len(said))
    assert counts[1] <= counts[0]
