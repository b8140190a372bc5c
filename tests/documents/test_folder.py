"""Papers in a matter's folder: who adds, opens and withdraws them, and what is written down."""

import os
import time

import pytest
from django.test import Client
from django.urls import reverse

from cases import states
from tests.documents.conftest import PDF, picture, upload
from unionlaw.documents import files, services
from unionlaw.documents.models import Document, StoredFile
from unionlaw.documents.tasks import sweep_orphans
from unionlaw.lib.errors import Conflict, Invalid, Missing, Refused
from unionlaw.matters.models import Event
from unionlaw.network.models import ReadLog


@pytest.fixture
def matter(open_consultation, caseworker):
    return open_consultation(caseworker)


@pytest.fixture
def paper(matter, caseworker, noon):
    return services.add_document(
        matter_id=matter.pk, upload=upload("工资条（三月）.pdf", PDF), kind="evidence", by=caseworker, at=noon
    )


def signed_in(actor) -> Client:
    client = Client()
    client.force_login(actor.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_a_paper_is_kept_named_and_on_the_timeline(matter, paper, caseworker):
    assert (paper.title, paper.original_name) == ("工资条（三月）", "工资条（三月）.pdf")
    assert files.path_of(paper.file.sha256).read_bytes() == PDF
    event = Event.objects.filter(matter=matter).latest("sequence")
    assert (event.name, event.user) == ("document.added", caseworker.user)
    assert event.data == {"title": "工资条（三月）", "document_id": paper.pk}


@pytest.mark.parametrize(
    ("who", "error"),
    [
        ("neighbour", Missing),
        ("lawyer", Missing),
        ("partner", Missing),
        ("manager", Refused),
        ("system_admin", Missing),
    ],
)
def test_who_may_not_add(request, matter, noon, who, error):
    actor = request.getfixturevalue(who)
    with pytest.raises(error):
        services.add_document(matter_id=matter.pk, upload=upload("a.pdf", PDF), kind="evidence", by=actor, at=noon)
    assert not Document.objects.exists()


def test_unknown_kinds_and_checklist_lines_are_refused(matter, caseworker, noon):
    with pytest.raises(Invalid) as caught:
        services.add_document(
            matter_id=matter.pk, upload=upload("a.pdf", PDF), kind="gossip", material_key="x", by=caseworker, at=noon
        )
    assert set(caught.value.errors) == {"kind", "material_key"}


def test_a_material_ticks_off_its_line_of_the_checklist(walk, caseworker, noon):
    case = walk.apply()
    line = case.materials.filter(required_for="review", received_on=None).first()
    services.add_document(
        matter_id=case.pk, upload=upload("身份证.jpg", picture()), kind="material", material_key=line.key,
        by=caseworker, at=noon,
    )  # fmt: skip
    line.refresh_from_db()
    assert line.received_on == noon.date()
    names = list(Event.objects.filter(matter=case.pk).order_by("-sequence").values_list("name", flat=True)[:2])
    assert names == ["aid_case.material_received", "document.added"]


def test_a_second_copy_of_a_material_is_only_added(walk, caseworker, noon):
    case = walk.apply()
    line = case.materials.filter(required_for="review", received_on=None).first()
    for name in ("一.pdf", "二.pdf"):
        services.add_document(
            matter_id=case.pk, upload=upload(name, PDF), kind="material", material_key=line.key, by=caseworker, at=noon
        )
    assert Document.objects.filter(material_key=line.key).count() == 2


def test_a_closed_case_still_takes_papers(walk, caseworker, noon):
    case = walk.to(states.CLOSED)
    services.add_document(matter_id=case.pk, upload=upload("裁决.pdf", PDF), kind="award", by=caseworker, at=noon)
    assert walk.fresh(case).matter.status_id == states.CLOSED


def test_withdrawing_leaves_a_trace_and_the_row(paper, matter, caseworker, noon):
    services.withdraw_document(document_id=paper.pk, reason="传错了", by=caseworker, at=noon)
    paper.refresh_from_db()
    assert (paper.withdrawn_at, paper.withdrawn_reason) == (noon, "传错了")
    assert Event.objects.filter(matter=matter).latest("sequence").name == "document.withdrawn"
    with pytest.raises(Conflict):
        services.withdraw_document(document_id=paper.pk, reason="再撤", by=caseworker, at=noon)


def test_only_the_uploader_or_the_supervisor_withdraws(paper, second_caseworker, supervisor, neighbour, noon):
    with pytest.raises(Refused):
        services.withdraw_document(document_id=paper.pk, reason="x", by=second_caseworker, at=noon)
    with pytest.raises(Missing):
        services.withdraw_document(document_id=paper.pk, reason="x", by=neighbour, at=noon)
    with pytest.raises(Invalid):
        services.withdraw_document(document_id=paper.pk, reason=" ", by=supervisor, at=noon)
    services.withdraw_document(document_id=paper.pk, reason="重复", by=supervisor, at=noon)


def test_a_download_is_an_attachment_that_nothing_runs(paper, caseworker):
    response = signed_in(caseworker).get(reverse("documents:download", args=[paper.pk]))
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]


def test_reading_evidence_is_written_down(paper, caseworker):
    signed_in(caseworker).get(reverse("documents:download", args=[paper.pk]))
    log = ReadLog.objects.get(subject=f"document:{paper.pk}")
    assert (log.action, log.user, log.post) == ("open", caseworker.user, caseworker.post)


@pytest.mark.parametrize(
    ("who", "status"), [("neighbour", 404), ("lawyer", 404), ("system_admin", 403), ("manager", 200)]
)
def test_who_may_open_a_paper(request, paper, who, status):
    actor = request.getfixturevalue(who)
    assert signed_in(actor).get(reverse("documents:download", args=[paper.pk])).status_code == status


def test_a_withdrawn_paper_no_longer_opens(paper, caseworker, noon):
    services.withdraw_document(document_id=paper.pk, reason="传错了", by=caseworker, at=noon)
    assert signed_in(caseworker).get(reverse("documents:download", args=[paper.pk])).status_code == 409


def test_several_files_at_once_keep_the_good_and_name_the_bad(matter, caseworker):
    client, url = signed_in(caseworker), reverse("documents:upload", args=[matter.pk])
    sent = [upload("一.pdf", PDF), upload("坏.pdf", b"MZ"), upload("二.jpg", picture())]
    response = client.post(url, {"files": sent, "kind": "evidence", "title": ""})
    assert response.status_code == 422
    assert "坏.pdf" in response.content.decode()
    assert set(Document.objects.values_list("title", flat=True)) == {"一", "二"}
    response = client.post(url, {"files": [upload("三.pdf", PDF)], "kind": "evidence", "title": "第三份"})
    assert response.status_code == 302
    assert Document.objects.filter(title="第三份").exists()


def test_the_form_says_what_is_missing(matter, caseworker):
    client, url = signed_in(caseworker), reverse("documents:upload", args=[matter.pk])
    assert client.get(url).status_code == 200
    response = client.post(url, {"kind": "evidence"})
    assert response.status_code == 422
    assert "请选择要上传的文件" in response.content.decode()


def test_pages_of_strangers_do_not_exist(matter, paper, neighbour):
    client = signed_in(neighbour)
    assert client.get(reverse("documents:upload", args=[matter.pk])).status_code == 404
    assert client.get(reverse("documents:withdraw", args=[paper.pk])).status_code == 404


def test_a_file_without_a_row_is_swept_after_a_day(folder, paper, caseworker):
    orphan = files.store_upload(upload("孤儿.pdf", PDF + b"%"))
    yesterday = time.time() - files.ORPHAN_AGE - 60
    for sha256 in (orphan.sha256, paper.file.sha256):
        os.utime(files.path_of(sha256), (yesterday, yesterday))
    part = folder / files.INCOMING / "left.part"
    part.write_bytes(b"x")
    os.utime(part, (yesterday, yesterday))
    sweep_orphans()
    assert not files.path_of(orphan.sha256).exists()
    assert not part.exists()
    assert files.path_of(paper.file.sha256).exists()


def test_a_file_taken_up_again_is_not_swept(folder, paper):
    orphan = files.store_upload(upload("孤儿.pdf", PDF + b"%"))
    yesterday = time.time() - files.ORPHAN_AGE - 60
    os.utime(files.path_of(orphan.sha256), (yesterday, yesterday))
    files.store_upload(upload("又来.pdf", PDF + b"%"))
    sweep_orphans()
    assert files.path_of(orphan.sha256).exists()


def test_a_failed_transaction_leaves_no_row(matter, caseworker, noon, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(services.folder, "record", fail)
    with pytest.raises(RuntimeError):
        services.add_document(matter_id=matter.pk, upload=upload("a.pdf", PDF), kind="evidence", by=caseworker, at=noon)
    assert not Document.objects.exists()
    assert not StoredFile.objects.exists()


def test_the_folder_on_the_page_takes_a_fixed_number_of_queries(
    matter, caseworker, noon, rf, django_assert_num_queries
):
    from django.template import Context, Template

    for n in range(5):
        services.add_document(
            matter_id=matter.pk, upload=upload(f"{n}.pdf", PDF), kind="evidence", by=caseworker, at=noon
        )
    request = rf.get("/")
    request.actor = caseworker
    panel = Template('{% include "documents/panel.html" %}')
    with django_assert_num_queries(1):
        html = panel.render(Context({"matter": matter, "request": request}))
    assert html.count("document-main") == 5
