"""What is done to a time limit on its pages, and what each page shows before it is done."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from tests.cases.pages import said
from tests.cast import NOON
from unionlaw.deadlines.models import Chase, Deadline, Extension
from unionlaw.deadlines.services.opening import open_by_hand
from unionlaw.matters.models import Matter
from unionlaw.network.actors import Actor

TODAY = NOON.date()
DAY = timedelta(days=1)
SignIn = Callable[[Actor], Client]


@pytest.fixture(autouse=True)
def at_noon(time_machine: Any) -> None:
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def matter(open_consultation: Callable[..., Matter], caseworker: Actor) -> Matter:
    return open_consultation(caseworker)


@pytest.fixture
def by_hand(matter: Matter, caseworker: Actor) -> Callable[[str], Deadline]:
    def make(key: str) -> Deadline:
        found = open_by_hand(matter_id=matter.pk, rule_key=key, start_on=TODAY, by=caseworker, at=NOON)
        found.refresh_from_db()
        return found

    return make


def send(client: Client, limit: Deadline, verb: str, **data: Any) -> Any:
    limit.refresh_from_db()
    return client.post(f"/deadlines/{limit.pk}/{verb}/", {"version": limit.version, **data})


def test_a_limit_is_set_by_finding_its_rule_and_seeing_its_date_first(
    matter: Matter, caseworker: Actor, sign_in: SignIn
):
    client = sign_in(caseworker)
    address = f"/deadlines/open/{matter.pk}/"
    page = said(client.get(address, {"q": "不服 裁决"}))
    assert "?rule=sue_nonfinal" in page
    assert "没有找到" in said(client.get(address, {"q": "不存在的规则"}))
    assert "没有找到" in said(client.get(address, {"q": "\0", "rule": "\0"}))
    assert "调解仲裁法" in said(client.get(f"{address}?rule=sue_nonfinal"))
    data = {"start_on": "2026-11-18", "version": matter.version}
    before = Deadline.objects.count()
    preview = client.post(f"{address}?rule=sue_nonfinal", {**data, "preview": "1"})
    assert "2026-12-03" in said(preview)
    assert "将要发出的提醒" in said(preview)
    assert Deadline.objects.count() == before
    matter.refresh_from_db()
    response = client.post(f"{address}?rule=sue_nonfinal", {**data, "version": matter.version})
    made = Deadline.objects.latest("pk")
    assert response["Location"] == f"/deadlines/{made.pk}/"
    assert made.due_on == date(2026, 12, 3)


def test_an_extension_shows_its_date_before_it_is_given(
    by_hand: Callable[[str], Deadline], caseworker: Actor, sign_in: SignIn
):
    client, limit = sign_in(caseworker), by_hand("negotiation_reply")
    data = {"length": 5, "reason": "对方要求宽限", "consent": "双方11月20日电话同意"}
    preview = send(client, limit, "extend", preview="1", **data)
    assert "2026-11-30" in said(preview)
    limit.refresh_from_db()
    assert limit.due_on == date(2026, 11, 25)
    assert send(client, limit, "extend", **data).status_code == 302
    limit.refresh_from_db()
    assert limit.due_on == date(2026, 11, 30)
    assert "延长" in said(client.get(f"/deadlines/{limit.pk}/"))


def test_an_extension_that_needs_a_second_person_waits_for_one(
    by_hand: Callable[[str], Deadline], supervisor: Actor, city_supervisor: Actor, sign_in: SignIn
):
    limit = by_hand("sup_letter_reply")
    data = {"length": 3, "reason": "单位负责人出差", "consent": "负责人同意"}
    assert send(sign_in(supervisor), limit, "extend", **data).status_code == 302
    extension = Extension.objects.get(deadline=limit)
    assert extension.state == "asked"
    assert send(sign_in(supervisor), limit, "decide", granted="yes").status_code == 409
    page = said(sign_in(city_supervisor).get(f"/deadlines/{limit.pk}/decide/"))
    assert "单位负责人出差" in page
    assert "同意后的到期日" in page
    before = limit.due_on
    assert send(sign_in(city_supervisor), limit, "decide", granted="yes").status_code == 302
    limit.refresh_from_db()
    assert limit.due_on > before
    assert "没有待复核" in said(sign_in(city_supervisor).get(f"/deadlines/{limit.pk}/decide/"))


def test_a_limit_is_suspended_and_resumed(by_hand: Callable[[str], Deadline], caseworker: Actor, sign_in: SignIn):
    client, limit = sign_in(caseworker), by_hand("sue_nonfinal")
    assert send(client, limit, "suspend", on="2026-11-20", reason="当事人住院").status_code == 302
    assert "已中止" in said(client.get("/deadlines/?state=suspended"))
    assert send(client, limit, "suspend", on="2026-11-20", reason="再来").status_code == 409
    preview = send(client, limit, "resume", on="2026-11-20", preview="1")
    assert preview.status_code == 200
    assert send(client, limit, "resume", on="2026-11-20").status_code == 302
    limit.refresh_from_db()
    assert limit.state == "open"


def test_a_limit_restarts_is_acknowledged_put_off_once_and_met(
    by_hand: Callable[[str], Deadline], caseworker: Actor, sign_in: SignIn
):
    client, limit = sign_in(caseworker), by_hand("sue_nonfinal")
    assert "2026-12-07" in said(send(client, limit, "restart", on="2026-11-20", reason="重新送达", preview="1"))
    assert send(client, limit, "restart", on="2026-11-20", reason="重新送达").status_code == 302
    assert send(client, limit, "acknowledge").status_code == 302
    assert send(client, limit, "acknowledge").status_code == 409
    assert send(client, limit, "snooze", until="2026-11-25", reason="等对方回复").status_code == 302
    assert "只能暂缓一次" in said(client.get(f"/deadlines/{limit.pk}/snooze/"))
    assert send(client, limit, "meet", on="2026-11-21").status_code == 422
    assert send(client, limit, "meet", on="2026-11-20", reason="已起诉").status_code == 302
    limit.refresh_from_db()
    assert (limit.state, limit.met_on) == ("met", TODAY)
    assert "这项期限已完成" in said(client.get(f"/deadlines/{limit.pk}/extend/"))


def test_only_a_supervisor_cancels(
    by_hand: Callable[[str], Deadline], caseworker: Actor, supervisor: Actor, sign_in: SignIn
):
    limit = by_hand("sue_nonfinal")
    assert send(sign_in(caseworker), limit, "cancel", reason="不需要").status_code == 403
    assert send(sign_in(supervisor), limit, "cancel", reason="").status_code == 422
    assert send(sign_in(supervisor), limit, "cancel", reason="当事人决定不起诉").status_code == 302
    limit.refresh_from_db()
    assert limit.state == "cancelled"


def test_what_was_changed_meanwhile_is_not_overwritten(
    by_hand: Callable[[str], Deadline], caseworker: Actor, sign_in: SignIn
):
    limit = by_hand("sue_nonfinal")
    response = sign_in(caseworker).post(
        f"/deadlines/{limit.pk}/meet/", {"version": limit.version + 1, "on": "2026-11-20"}
    )
    assert response.status_code == 409


def test_a_chase_is_asked_and_answered_on_its_own_page(
    by_hand: Callable[[str], Deadline], caseworker: Actor, supervisor: Actor, sign_in: SignIn
):
    limit = by_hand("sue_nonfinal")
    data = {"question": "何时起诉", "asked_of": caseworker.post.pk, "due_on": "2026-11-25"}
    assert send(sign_in(supervisor), limit, "chase", **data).status_code == 302
    chase = Chase.objects.get()
    assert chase.answer_deadline.due_on == date(2026, 11, 25)
    page = said(sign_in(caseworker).get(f"/deadlines/{limit.pk}/"))
    assert f"/deadlines/chases/{chase.pk}/answer/" in page
    assert sign_in(supervisor).post(f"/deadlines/chases/{chase.pk}/answer/", {"answer": "代答"}).status_code == 403
    answer = sign_in(caseworker).post(f"/deadlines/chases/{chase.pk}/answer/", {"answer": "下周一立案"})
    assert answer.status_code == 302
    assert "下周一立案" in said(sign_in(supervisor).get(f"/deadlines/{limit.pk}/"))
    assert sign_in(caseworker).get(f"/deadlines/chases/{chase.pk}/answer/").status_code == 409


def test_everything_of_whoever_leaves_is_handed_over_row_by_row(
    by_hand: Callable[[str], Deadline], matter: Matter, caseworker: Actor, second_caseworker: Actor, supervisor: Actor,
    sign_in: SignIn,
):  # fmt: skip
    limit = by_hand("sue_nonfinal")
    client = sign_in(supervisor)
    address = f"/deadlines/hand-over/?leaving={caseworker.post.pk}&successor={second_caseworker.post.pk}"
    assert client.get("/deadlines/hand-over/").status_code == 200
    page = said(client.get(address))
    assert matter.number in page
    assert "不服" in page or "起诉" in page
    assert "请至少勾选一件" in said(client.post(address, {"reason": "离职"}))
    assert client.post(address, {"matter": matter.pk}).status_code == 422
    done = said(client.post(address, {"matter": matter.pk, "reason": "离职"}))
    assert "1 件中有 1 件已移交" in done
    limit.refresh_from_db()
    matter.refresh_from_db()
    assert limit.responsible == matter.owner == second_caseworker.post


def test_an_administrator_puts_reminders_back_that_stood_still(
    by_hand: Callable[[str], Deadline], system_admin: Actor, sign_in: SignIn
):
    limit = by_hand("sue_nonfinal")
    Deadline.objects.filter(pk=limit.pk).update(next_step_at=None, put_aside_at=NOON)
    client = sign_in(system_admin)
    assert f"#{limit.pk}" in said(client.get("/administration/put-aside/"))
    assert client.post(f"/administration/put-aside/{limit.pk}/remind-again/").status_code == 302
    limit.refresh_from_db()
    assert limit.next_step_at == NOON


def test_several_limits_are_extended_at_once_each_by_its_own_rule(
    by_hand: Callable[[str], Deadline], caseworker: Actor, sign_in: SignIn
):
    limits = [*list(Deadline.objects.running()), by_hand("sue_nonfinal")]
    client, url = sign_in(caseworker), "/deadlines/?mine=true"
    asked = {
        "action": "bulk",
        "bulk": "extend",
        "pk": [limit.pk for limit in limits],
        "length": 1,
        "reason": "当事人补材料",
    }
    preview = said(client.post(url, {**asked, "step": "preview"}))
    assert "勾选了 2 条，其中 1 条可以办理" in preview
    before = {limit.pk: limit.due_on for limit in limits}
    rows = [f"{limit.pk}:{limit.version}" for limit in Deadline.objects.running()]
    done = said(client.post(url, {**asked, "step": "do", "row": rows}))
    changed = [limit for limit in Deadline.objects.running() if limit.due_on != before[limit.pk]]
    assert f"勾选的 {len(rows)} 条中，{len(changed) + Extension.objects.filter(state='asked').count()} 条已办理" in done
    for limit in changed:
        assert f"到期日：{before[limit.pk]} → {limit.due_on}" in done
        assert limit.matter.events.filter(name="deadline.extended", reason="当事人补材料").exists()


def test_several_limits_are_acknowledged_at_once(
    by_hand: Callable[[str], Deadline], caseworker: Actor, sign_in: SignIn
):
    limit = by_hand("sue_nonfinal")
    asked = {"action": "bulk", "bulk": "acknowledge", "pk": [limit.pk]}
    client = sign_in(caseworker)
    assert "到期日前不再提醒" in said(client.post("/deadlines/", asked))
    client.post("/deadlines/", {**asked, "step": "do", "row": [f"{limit.pk}:{limit.version}"]})
    limit.refresh_from_db()
    assert limit.acknowledged_at == NOON
    assert "已有人表示知悉" in said(client.post("/deadlines/", asked))
