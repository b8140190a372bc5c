"""Rules, ladders and the working calendar on screen: who changes them, and what is shown before."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from tests.cases.pages import said
from tests.cast import NOON
from unionlaw.deadlines.calendars import calendar_for
from unionlaw.deadlines.models import CalendarDay, CalendarYear, Deadline, Ladder, Rule
from unionlaw.deadlines.services.opening import open_by_hand
from unionlaw.matters.models import Matter
from unionlaw.network.actors import Actor

TODAY = NOON.date()
SignIn = Callable[[Actor], Client]


@pytest.fixture(autouse=True)
def at_noon(time_machine: Any) -> None:
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def limit_of(open_consultation: Callable[..., Matter], caseworker: Actor) -> Callable[..., Deadline]:
    def make(key: str, start_on: date = TODAY) -> Deadline:
        matter = open_consultation(caseworker)
        return open_by_hand(matter_id=matter.pk, rule_key=key, start_on=start_on, by=caseworker, at=NOON)

    return make


def test_rules_are_found_by_words_chapter_place_and_how_sure_we_are(caseworker: Actor, sign_in: SignIn):
    client = sign_in(caseworker)
    whole = client.get("/deadlines/rules/").context["count"]
    assert whole == Rule.objects.count()
    for query in ("q=不服", "section=8_internal", "kind=internal", "confidence=memory", "jurisdiction=33"):
        count = client.get(f"/deadlines/rules/?{query}").context["count"]
        assert 0 < count < whole, query
    assert client.get("/deadlines/rules/?jurisdiction=everywhere&jurisdiction=33").status_code == 200


def test_a_rules_page_says_what_it_is_based_on_and_whether_that_was_checked(caseworker: Actor, sign_in: SignIn):
    rule = Rule.objects.get(key="sup_letter_reply", jurisdiction="44")
    page = said(sign_in(caseworker).get(f"/deadlines/rules/{rule.pk}/"))
    assert "来源未核实" in page
    assert "广东" in page
    assert "浙江" in page
    assert "修改</a>" not in page


def version_form(client: Client, rule: Rule, **changes: Any) -> dict[str, Any]:
    """What a browser would send for the form of a new version, with `changes`."""
    response = client.get(f"/deadlines/rules/{rule.pk}/change/")
    form = response.context["form"]
    data = {field.html_name: field.value() for field in form}
    data = {name: "" if value is None else value for name, value in data.items() if value is not False}
    lists = {name: "\n".join(value) for name, value in data.items() if isinstance(value, list)}
    return {**data, **lists, "version": response.context["version"], **changes}


def test_a_new_version_shows_what_it_would_move_before_it_moves_it(
    limit_of: Callable[..., Deadline], system_admin: Actor, sign_in: SignIn
):
    limit, client = limit_of("negotiation_reply"), sign_in(system_admin)
    rule = limit.rule_version.rule
    data = version_form(client, rule, length=10, effective_from="2026-11-01", why="规定修改")
    preview = client.post(f"/deadlines/rules/{rule.pk}/change/", data)
    assert preview.context["moved_count"] == 1
    assert "2026-11-30" in said(preview)
    assert rule.versions.count() == 1
    saved = client.post(f"/deadlines/rules/{rule.pk}/change/", {**data, "confirmed": "1"})
    assert saved.status_code == 302, saved.context["form"].errors
    limit.refresh_from_db()
    assert limit.due_on == date(2026, 11, 30)
    newest = rule.versions.order_by("-number")[0]
    assert (newest.number, newest.length, newest.why, newest.by_user) == (2, 10, "规定修改", system_admin.user)
    assert newest.citation == "企业劳动争议协商调解规定第10条"
    assert "第2版" in said(client.get(f"/deadlines/rules/{rule.pk}/"))


def test_a_version_without_a_reason_or_with_an_unknown_event_is_refused_beside_the_field(
    system_admin: Actor, sign_in: SignIn
):
    client, rule = sign_in(system_admin), Rule.objects.get(key="negotiation_reply")
    data = version_form(client, rule, opens_on="nothing.happened", why="")
    response = client.post(f"/deadlines/rules/{rule.pk}/change/", data)
    assert response.status_code == 422
    assert {"why", "opens_on"} <= set(response.context["form"].errors)
    stale = version_form(client, rule, why="再改", version=7, confirmed="1")
    assert client.post(f"/deadlines/rules/{rule.pk}/change/", stale).status_code == 409


def test_only_the_system_administrator_changes_rules(supervisor: Actor, security_admin: Actor, sign_in: SignIn):
    rule = Rule.objects.get(key="negotiation_reply")
    for actor in (supervisor, security_admin):
        assert sign_in(actor).get(f"/deadlines/rules/{rule.pk}/change/").status_code == 403


def test_a_changed_ladder_sets_the_reminders_of_running_limits_anew(
    limit_of: Callable[..., Deadline], system_admin: Actor, sign_in: SignIn
):
    limit = limit_of("negotiation_reply", TODAY)
    ladder = Ladder.objects.get(key="default")
    client = sign_in(system_admin)
    form = client.get(f"/deadlines/ladders/{ladder.pk}/change/").context["form"]
    data = {
        "steps-TOTAL_FORMS": 2, "steps-INITIAL_FORMS": form.initial_form_count(), "version": ladder.version,
        "steps-0-offset": 1, "steps-0-to": ["station_head"], "steps-1-offset": -2, "steps-1-to": ["responsible"],
    }  # fmt: skip
    wrong = {**data, "steps-1-offset": 1}
    assert client.post(f"/deadlines/ladders/{ladder.pk}/change/", wrong).status_code == 422
    assert client.post(f"/deadlines/ladders/{ladder.pk}/change/", data).status_code == 302
    ladder.refresh_from_db()
    assert [step["offset"] for step in ladder.steps] == [-2, 1]
    limit.refresh_from_db()
    assert [f"{moment:%m-%d}" for moment in limit.step_at] == ["11-23", "11-26"]
    assert limit.next_step_at == limit.step_at[0]


def test_a_year_shows_its_days_off_and_the_days_worked_for_them(caseworker: Actor, sign_in: SignIn):
    page = said(sign_in(caseworker).get("/deadlines/working-days/2026/"))
    assert "已公布" in page
    assert "2026-02-15 至 2026-02-23" in page
    assert "调休上班" in page
    assert sign_in(caseworker).get("/deadlines/working-days/", follow=True).context["year"] == 2026
    assert sign_in(caseworker).get("/deadlines/working-days/3000/").status_code == 404


def test_next_years_notice_is_imported_checked_and_published_and_limits_follow(
    limit_of: Callable[..., Deadline], system_admin: Actor, sign_in: SignIn
):
    limit = limit_of("trial_summary")
    client = sign_in(system_admin)
    assert limit.provisional
    assert "2027年的放假安排还没有公布" in said(client.get("/deadlines/working-days/2027/"))
    text = "日期,种类,名称\n2027-01-01,放假,元旦\n2027-02-20,调休上班,春节\n2027/2/22,放假,春节"
    address, source = "/deadlines/working-days/2027/import/", "国办发明电〔2026〕9号"
    assert client.post(address, {"source": source, "text": "瞎写\n也是"}).status_code == 422
    imported = client.post(address, {"source": source, "text": text})
    assert imported.status_code == 302, imported.context["form"].errors
    kept = calendar_for()
    assert kept.day_off(date(2027, 2, 22)) is not None
    assert kept.made_up(date(2027, 2, 20)) == "春节"
    page = said(client.get("/deadlines/working-days/2027/publish/"))
    assert "1 项进行中的期限因此标为暂定" in page
    published = client.post("/deadlines/working-days/2027/publish/", {"source": source})
    assert published.status_code == 302
    assert CalendarYear.objects.get(year=2027).state == "published"
    limit.refresh_from_db()
    assert not limit.provisional
    assert "recomputed" in set(limit.changes.values_list("what", flat=True))


def test_one_day_is_corrected_and_taken_back(system_admin: Actor, sign_in: SignIn):
    client, address = sign_in(system_admin), "/deadlines/working-days/2027/day/"
    day = date(2027, 3, 8)
    assert client.post(address, {"day": "2027-03-08", "kind": "holiday"}).status_code == 422
    assert client.post(address, {"day": "2027-03-08", "kind": "holiday", "name": "妇女节"}).status_code == 302
    assert calendar_for().day_off(day) is not None
    assert client.post(address, {"day": "2027-03-08", "kind": "ordinary"}).status_code == 302
    assert calendar_for().day_off(day) is None


def test_a_supervisor_closes_their_own_organisation_only(
    supervisor: Actor, neighbour_supervisor: Actor, caseworker: Actor, sign_in: SignIn
):
    client = sign_in(supervisor)
    data = {"first": "2026-11-30", "last": "2026-12-01", "name": "搬迁"}
    assert client.post("/deadlines/closures/add/", data).status_code == 302
    closure = CalendarDay.objects.filter(organisation=supervisor.organisation).earliest("day")
    assert "搬迁" in said(client.get("/deadlines/working-days/2026/"))
    assert "搬迁" not in said(sign_in(neighbour_supervisor).get("/deadlines/working-days/2026/"))
    assert sign_in(neighbour_supervisor).post(f"/deadlines/closures/{closure.pk}/remove/").status_code == 404
    assert sign_in(caseworker).post("/deadlines/closures/add/", data).status_code == 403
    assert client.post(f"/deadlines/closures/{closure.pk}/remove/").status_code == 302
    assert CalendarDay.objects.filter(organisation=supervisor.organisation).count() == 1
