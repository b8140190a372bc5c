"""Several matters at once: a look before, a line for each after, each row by its own service."""

from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client

from tests.cast import NOON
from unionlaw.matters.models import Event, Matter
from unionlaw.matters.services import care
from unionlaw.network.actors import Actor

pytestmark = pytest.mark.django_db
URL = "/matters/"


@pytest.fixture(autouse=True)
def at_noon(time_machine: Any) -> None:
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def three(caseworker: Actor, open_consultation: Any) -> list[Matter]:
    return [open_consultation(caseworker, worker=name, employer=f"{name}厂") for name in ("张三", "李四", "王五")]


def client_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user)  # type: ignore[arg-type]
    return client


def send(actor: Actor, key: str, matters: list[Matter], step: str = "", query: str = "", **data: Any) -> Any:
    keys = [matter.pk for matter in matters]
    return client_of(actor).post(f"{URL}{query}", {"action": "bulk", "bulk": key, "pk": keys, "step": step, **data})


def seen(matters: list[Matter]) -> list[str]:
    return [f"{matter.pk}:{Matter.objects.get(pk=matter.pk).version}" for matter in matters]


def owners(matters: list[Matter]) -> list[Any]:
    return [Matter.objects.get(pk=matter.pk).owner_id for matter in matters]


def test_a_list_offers_what_the_reader_may_do_and_a_box_on_every_row(three, supervisor, manager):
    page = client_of(supervisor).get(URL).content.decode()
    assert page.count('name="pk"') == 3
    assert 'value="hand_over"' in page
    assert 'aria-label="选择 张三与张三厂"' in page
    page = client_of(manager).get(URL).content.decode()
    assert 'name="pk"' not in page


def test_handing_over_asks_once_shows_each_and_does_each(three, supervisor, second_caseworker):
    asked = send(supervisor, "hand_over", three)
    assert "勾选了 3 条，其中 3 条可以办理" in asked.content.decode()
    short = send(supervisor, "hand_over", three, "preview", to="", reason="轮岗")
    assert short.status_code == 422
    assert "轮岗</textarea>" in short.content.decode()

    answers = {"to": second_caseworker.post.pk, "reason": "轮岗"}
    preview = send(supervisor, "hand_over", three, "preview", **answers).content.decode()
    assert preview.count("蔡小岚 → 岑立") == 3
    assert second_caseworker.post.pk not in owners(three)
    assert not Event.objects.filter(name="matter.handed_over").exists()

    done = send(supervisor, "hand_over", three, "do", row=seen(three[:2]), **answers).content.decode()
    assert "勾选的 2 条中，2 条已办理" in done
    # The rows stand there as they are now.
    assert done.count("岑立") >= 4
    assert [owner == second_caseworker.post.pk for owner in owners(three)] == [True, True, False]
    event = three[0].events.get(name="matter.handed_over")
    assert (event.reason, event.user) == ("轮岗", supervisor.user)


def test_a_row_that_changed_since_the_preview_stays_and_says_what_changed(three, supervisor, second_caseworker):
    answers = {"to": second_caseworker.post.pk, "reason": "轮岗"}
    rows = seen(three)
    care.add_note(matter_id=three[1].pk, text="来电询问进展", by=supervisor, at=NOON)
    done = send(supervisor, "hand_over", three, "do", row=rows, **answers).content.decode()
    assert "勾选的 3 条中，2 条已办理" in done
    assert "事项已有变化" in done
    assert "添加备注" in done
    assert [owner == second_caseworker.post.pk for owner in owners(three)] == [True, False, True]


def test_a_row_whose_transaction_fails_leaves_the_others_done(three, supervisor, monkeypatch):
    prioritise = care.prioritise

    def fail(**given: Any) -> Matter:
        changed = prioritise(**given)
        if given["matter_id"] == three[0].pk:
            raise DatabaseError("disk full")
        return changed

    monkeypatch.setattr(care, "prioritise", fail)
    done = send(supervisor, "prioritise", three, "do", row=seen(three), priority=2, reason="集中督办").content.decode()
    assert "勾选的 3 条中，2 条已办理" in done
    assert "没有办成，数据没有改动" in done
    priorities = [Matter.objects.get(pk=matter.pk).priority for matter in three]
    assert priorities == [three[0].priority, 2, 2]


def test_what_the_service_refuses_is_said_beside_its_row(three, supervisor, caseworker, second_caseworker):
    care.hand_over(matter_id=three[0].pk, to=second_caseworker.post, reason="休假", by=supervisor, at=NOON)
    answers = {"to": second_caseworker.post.pk, "reason": "轮岗"}
    preview = send(supervisor, "hand_over", three, "preview", **answers).content.decode()
    assert "勾选了 3 条，其中 2 条可以办理" in preview
    assert "已由岑立经办" in preview
    assert preview.count('name="row"') == 2


def test_rows_out_of_sight_are_refused_without_a_word_about_them(three, neighbour, neighbour_supervisor):
    answers = {"to": neighbour.post.pk, "reason": "轮岗"}
    page = send(neighbour_supervisor, "hand_over", three, "do", row=seen(three), **answers)
    said = page.content.decode()
    assert "张三" not in said
    assert neighbour.post.pk not in owners(three)
    done = send(neighbour_supervisor, "claim", three, "do", row=seen(three)).content.decode()
    assert "没有这一条，或者您无权查看" in done
    assert "张三" not in done


def test_without_the_right_nothing_happens(three, caseworker, manager):
    answers = {"to": caseworker.post.pk, "reason": "轮岗"}
    assert send(caseworker, "hand_over", three, "do", row=seen(three), **answers).status_code == 403
    assert send(manager, "claim", three, "do", row=seen(three)).status_code == 403


def test_all_that_the_filters_leave_are_taken_up_to_the_limit(three, supervisor, monkeypatch):
    matters = "?kind=consultation&sort=opened"
    page = send(supervisor, "prioritise", [], query=matters, all="1").content.decode()
    assert page.count('name="pk"') == 3
    monkeypatch.setattr("unionlaw.web.lists.bulk_pages.MOST_ROWS", 2)
    page = send(supervisor, "prioritise", [], query=matters, all="1").content.decode()
    assert page.count('name="pk"') == 2
    assert "一次最多 2 条" in page


def test_nothing_ticked_goes_back_to_the_list_and_says_so(three, supervisor):
    answer = send(supervisor, "prioritise", [], query="?kind=consultation")
    assert (answer.status_code, answer.url) == (302, "/matters/?kind=consultation")
    answer = send(supervisor, "prioritise", three, "do", priority=2, reason="督办")
    assert answer.status_code == 302
    assert not Event.objects.filter(name="matter.prioritised").exists()


def test_going_back_keeps_what_was_typed(three, supervisor):
    page = send(supervisor, "prioritise", three, "fill", priority=2, reason="集中督办").content.decode()
    assert "集中督办</textarea>" in page
    assert page.count('name="pk"') == 3


def test_odd_input_is_left_out(three, supervisor):
    client = client_of(supervisor)
    data: dict[str, Any] = {"action": "bulk", "bulk": "prioritise", "pk": ["x", "9" * 30, "１", str(three[0].pk), "0"]}
    assert "勾选了 2 条，其中 1 条" in client.post(URL, data).content.decode()
    assert client.post(URL, {**data, "bulk": "none"}).status_code == 302
    data |= {"step": "do", "priority": 2, "reason": "督办", "row": ["x:y", f"{three[0].pk}:９"]}
    assert client.post(URL, data).status_code == 200
