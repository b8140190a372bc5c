"""The pages of papers: choosing, looking over, issuing, correcting, wording, many at once."""

import base64
import re

import pytest
import time_machine

from cases import states
from tests.cases.conftest import sign_in  # noqa: F401  fixture
from tests.cast import NOON
from tests.documents.papers import SYSTEM, issue, register
from unionlaw.documents.models import Paper, PaperBatch, PaperTemplate
from unionlaw.documents.services import batches
from unionlaw.documents.services.templates import load_shipped

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def case(walk):
    load_shipped(by=SYSTEM, at=NOON)
    return walk.to(states.GRANTED)


def said(answer) -> str:
    return answer.content.decode()


def test_the_choice_names_why_a_paper_cannot_be_issued_now(case, supervisor, sign_in):  # noqa: F811
    text = said(sign_in(supervisor).get(f"/papers/new/{case.pk}/"))
    assert f"/papers/new/{case.pk}/aid_grant/" in text
    assert f"/papers/new/{case.pk}/aid_refusal/" not in text
    assert "这份文书在“不予援助”时制发" in text


def test_a_paper_is_looked_over_previewed_and_issued(case, supervisor, sign_in):  # noqa: F811
    client, url = sign_in(supervisor), f"/papers/new/{case.pk}/aid_grant/"
    text = said(client.get(url))
    assert "伍万元整" in text
    assert "光影传媒有限公司" in text
    version = re.search(r'name="version" value="(\d+)"', text)[1]

    preview = client.post(url, {"preview": "1", "ask_remarks": "请尽快联系", "version": version})
    pictures = re.findall(r'src="data:image/png;base64,([^"]+)"', said(preview))
    assert len(pictures) == 2
    assert base64.b64decode(pictures[0]).startswith(b"\x89PNG")
    assert not Paper.objects.exists()

    answer = client.post(url, {"ask_remarks": "请尽快联系", "version": version})
    assert answer.headers["Location"] == f"/aid-cases/{case.pk}/#documents"
    paper = Paper.objects.get()
    assert paper.data["ask.remarks"] == "请尽快联系"
    page = said(client.get(f"/aid-cases/{case.pk}/"))
    for words in (
        paper.number,
        f"/verify/{paper.code}/",
        f"?corrects={paper.pk}",
        "已制发《法律援助决定书》越工援决〔2026〕1号",
    ):
        assert words in page, words


def test_issuing_from_a_page_that_is_out_of_date_is_stopped(case, supervisor, sign_in):  # noqa: F811
    answer = sign_in(supervisor).post(f"/papers/new/{case.pk}/aid_grant/", {"version": "1"})
    assert answer.status_code == 409
    assert not Paper.objects.exists()


def test_what_is_asked_and_missing_is_said_beside_the_field(case, supervisor, sign_in):  # noqa: F811
    answer = sign_in(supervisor).post(f"/papers/new/{case.pk}/receipt/", {"version": case.matter.version})
    assert answer.status_code == 422
    assert "id_ask_receiver_error" in said(answer)


def test_the_box_for_the_seal_is_there_for_who_may_use_it(case, district, supervisor, caseworker, sign_in):  # noqa: F811
    register(district)
    url = f"/papers/new/{case.pk}/aid_grant/"
    assert 'name="sealed"' in said(sign_in(supervisor).get(url))
    assert 'name="sealed"' not in said(sign_in(caseworker).get(url))
    client = sign_in(supervisor)
    client.post(url, {"sealed": "on", "version": case.matter.version})
    assert Paper.objects.get().seal is not None


def test_a_paper_is_corrected_from_the_folder(case, supervisor, sign_in):  # noqa: F811
    first = issue(case, answers={"remarks": "旧"}, by=supervisor)
    client, url = sign_in(supervisor), f"/papers/new/{case.pk}/aid_grant/"
    text = said(client.get(f"{url}?corrects={first.pk}"))
    assert "旧</textarea>" in text
    case.matter.refresh_from_db()
    sent = {"corrects": first.pk, "why": "备注有误", "ask_remarks": "新", "version": case.matter.version}
    client.post(url, sent)
    second = Paper.objects.get(supersedes=first)
    assert second.correction_reason == "备注有误"
    assert f"已被{second.number}更正" in said(client.get(f"/aid-cases/{case.pk}/"))


def test_the_editor_shows_faults_with_lines_then_pages(case, system_admin, sign_in):  # noqa: F811
    template = PaperTemplate.objects.get(key="aid_grant")
    client, url = sign_in(system_admin), f"/papers/templates/{template.pk}/"
    assert "#table-of(&quot;claims&quot;)" in said(client.get(url))
    bad = client.post(url, {"preview": "1", "source": '正文\n#field("cases.number")', "asks": ""})
    assert bad.status_code == 422
    assert "第2行" in said(bad)
    good = client.post(url, {"preview": "1", "source": "#title[甲]\n正文\n#signature", "asks": ""})
    assert "data:image/png" in said(good)
    client.post(url, {"source": "#title[甲]\n正文", "asks": "", "effective_from": "2026-11-20", "why": "试"})
    assert template.versions.first().source == "#title[甲]\n正文\n"


def test_a_manager_previews_on_a_case_they_may_see_and_gets_a_template_of_their_own(case, city, manager, sign_in):  # noqa: F811
    template = PaperTemplate.objects.get(key="aid_grant")
    client, url = sign_in(manager), f"/papers/templates/{template.pk}/"
    source = '#title[甲]\n#field("applicant.names")\n#signature'
    shown = client.post(url, {"preview": "1", "source": source, "asks": "", "matter": case.matter.number})
    assert "data:image/png" in said(shown)
    unknown = client.post(url, {"preview": "1", "source": source, "asks": "", "matter": "无此编号"})
    assert "没有这个编号的事项" in said(unknown)
    sent = {"source": source, "asks": "", "effective_from": "2026-11-20", "why": "市里用", "own": "on"}
    client.post(url, sent)
    assert PaperTemplate.objects.get(key="aid_grant", organisation=city).versions.count() == 1


def test_many_papers_from_one_form_watched_stopped_and_resumed(case, walk, supervisor, sign_in, monkeypatch):  # noqa: F811
    monkeypatch.setattr("unionlaw.documents.views.batches.wake", lambda: None)
    other = walk.to(states.GRANTED)
    template = PaperTemplate.objects.get(key="aid_grant")
    client = sign_in(supervisor)
    assert f"/papers/batches/new/{template.pk}/" in said(client.get("/papers/batches/"))
    numbers = f"{case.matter.number}\n{other.matter.number}\n"
    answer = client.post(f"/papers/batches/new/{template.pk}/", {"numbers": numbers})
    batch = PaperBatch.objects.get()
    page = f"/papers/batches/{batch.pk}/"
    assert answer.headers["Location"] == page
    assert "every 2s" in said(client.get(page))
    client.post(f"{page}stop/")
    assert "已停止" in said(client.get(page, headers={"hx-request": "true"}))
    client.post(f"{page}resume/")
    while batches.work_off(batch_id=batch.pk, at=NOON):
        pass
    part = said(client.get(page, headers={"hx-request": "true"}))
    assert "2 / 2" in part
    assert "every 2s" not in part
    assert "<html" not in part
