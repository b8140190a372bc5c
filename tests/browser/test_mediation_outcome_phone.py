"""Right after the session, on a phone: two workers settle in three instalments, one does not. Well under a minute."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from mediation.models import Mediation, OutcomeTerms
from mediation.services import talks
from tests.browser.conftest import PASSWORD, PHONE, as_user, assert_clean, screenshot, wrong_on_any_screen
from tests.matters.conftest import make_employer, make_worker  # noqa: F401  fixtures
from tests.mediation.stage import Stage
from unionlaw.lib import clock
from unionlaw.matters.models import ClaimOutcome, Event
from unionlaw.network.actors import Actor
from unionlaw.network.models import Organisation

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def mediation(
    transactional_db: None,
    caseworker: Actor,
    mediator: Actor,
    district: Organisation,
    make_worker: Callable[[str], object],  # noqa: F811
    make_employer: Callable[[str], object],  # noqa: F811
) -> Mediation:
    stage = Stage(caseworker, mediator, district, make_worker, make_employer)
    now = clock.now()
    found = stage.mediation(("张晓帆", "李佳怡", "欧阳子墨"), at=now - timedelta(days=1))
    stage.session(found, now - timedelta(hours=2), at=now - timedelta(days=1), room_id=stage.room().pk)
    talks.note_caucus(mediation_id=found.pk, side="respondent", text="最多出四万", by=mediator, at=now)
    talks.record_offer(
        mediation_id=found.pk, side="respondent", amount=9_000_000, terms="分三期付清", by=mediator, at=now
    )
    for actor in (mediator, caseworker):
        actor.user.set_password(PASSWORD)
        actor.user.save()
    return found


def next_month(today: date) -> date:
    return (today.replace(day=1) + timedelta(days=40)).replace(day=1)


def log_outcomes(page: Page, pk: int) -> None:
    """From the mediation's page to the record, with a thumb."""
    page.goto(f"/mediations/{pk}/")
    page.locator("#outcomes").get_by_role("link", name="登记调解结果").click()
    everybody = page.locator(".outcome-all")
    everybody.get_by_role("radio", name="达成协议", exact=True).check()
    everybody.get_by_label("付款").select_option("3")
    everybody.get_by_label("首期（付清）日期").fill(next_month(clock.today()).isoformat())
    everybody.get_by_role("button", name="套用到全部").click()
    last = page.locator(".outcome-card").filter(has_text="欧阳子墨")
    last.get_by_role("radio", name="调解不成", exact=True).check()
    last.get_by_label("不成原因").select_option("no_agreement")
    assert_clean(page)
    screenshot(page, "mediation-outcomes-phone")
    page.get_by_role("button", name="登记调解结果").click()
    expect(page.get_by_text("已登记调解结果。")).to_be_visible()


def test_outcomes_are_logged_on_a_phone(mediation: Mediation, phone: Page) -> None:
    as_user(phone, "tiao")
    log_outcomes(phone, mediation.pk)
    assert list(ClaimOutcome.objects.order_by("claim").values_list("code", "amount")) == [
        ("settled", 5_000_000),
        ("settled", 5_000_000),
        ("failed", 0),
    ]
    assert list(OutcomeTerms.objects.order_by("outcome__claim").values_list("instalments", "reason")) == [
        (3, ""),
        (3, ""),
        (1, "no_agreement"),
    ]
    assert Event.objects.filter(name="mediation.outcome_recorded").count() == 1
    assert_clean(phone)


def test_it_works_without_javascript(mediation: Mediation, new_context: Callable[..., BrowserContext]) -> None:
    page = new_context(viewport=PHONE, has_touch=True, is_mobile=True, java_script_enabled=False).new_page()
    as_user(page, "tiao")
    page.goto(f"/mediations/{mediation.pk}/outcomes/")
    page.locator(".outcome-all").get_by_role("radio", name="撤回请求", exact=True).check()
    page.get_by_role("button", name="套用到全部").click()
    page.get_by_role("button", name="登记调解结果").click()
    assert set(ClaimOutcome.objects.values_list("code", flat=True)) == {"withdrawn"}


def test_the_pages_of_sessions_are_clean_on_every_screen(mediation: Mediation, page: Page) -> None:
    as_user(page, "tiao")
    session = mediation.sessions.get()
    of_mediation = {
        "page": "", "propose": "times/propose/", "free": "times/free/", "schedule": "sessions/schedule/",
        "move": f"sessions/reschedule/?session={session.pk}", "hold": "sessions/record/",
        "adjourn": "sessions/adjourn/", "sheet": "facts-sheet/fill/", "printed-sheet": "facts-sheet/",
        "offer": "offers/new/", "answer": "offers/answer/", "caucus": "caucus/new/", "outcomes": "outcomes/",
    }  # fmt: skip
    addresses = {name: f"/mediations/{mediation.pk}/{path}" for name, path in of_mediation.items()}
    addresses |= {
        "calendar": "/mediations/calendar/", "day": "/mediations/calendar/?view=day",
        "mine": "/mediations/my-sessions/",
        "hearings": "/mediations/hearings/", "centre": "/mediations/centre/",
    }  # fmt: skip
    problems = []
    for name, address in addresses.items():
        page.goto(address)
        problems += wrong_on_any_screen(page, f"mediation-{name}", narrowest=True)
    assert problems == []
