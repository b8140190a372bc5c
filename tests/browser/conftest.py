"""Browser tests: Chromium against the live server on the real database and broker."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser import axe
from unionlaw.accounts.models import User

# Playwright keeps an event loop in this thread; the ORM calls of fixtures are none the less synchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
SCREENS = {"desktop": DESKTOP, "phone": PHONE}
NARROWEST = {"width": 320, "height": 640}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--no-first-run",
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PASSWORD = "union-demo-2026"


def chromium() -> str:
    """The browser to drive: CHROMIUM, or the first of the usual names on PATH. Fails the test when there is none."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        pytest.fail("Browser tests need Chromium: install it (apt-get install chromium) or name it in CHROMIUM.")
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield instance
        instance.close()


@pytest.fixture
def new_context(browser: Browser, live_server: object) -> Iterator[Callable[..., BrowserContext]]:
    """Opens a fresh browser profile (own cookies) of the live server; several for several people at once."""
    opened: list[BrowserContext] = []

    def make(**options: object) -> BrowserContext:
        context = browser.new_context(
            **{
                "base_url": live_server.url,  # type: ignore[attr-defined]
                "viewport": DESKTOP,
                "locale": "zh-CN",
                "timezone_id": "Asia/Shanghai",
                **options,
            }
        )
        context.set_default_timeout(30_000)
        context.site = live_server.url  # type: ignore[attr-defined]
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def page(new_context: Callable[..., BrowserContext]) -> Page:
    """A desktop page. Errors in its console, such as a breach of the content policy, fail the test."""
    return watched(new_context().new_page())


@pytest.fixture
def phone(new_context: Callable[..., BrowserContext]) -> Page:
    return watched(new_context(viewport=PHONE, has_touch=True, is_mobile=True).new_page())


@pytest.fixture
def page_without_js(new_context: Callable[..., BrowserContext]) -> Page:
    return new_context(java_script_enabled=False).new_page()


def watched(page: Page) -> Page:
    """Remembers script errors and content-policy breaches of `page`, which `assert_clean` then reports."""
    page.complaints = []  # type: ignore[attr-defined]
    page.on("pageerror", lambda error: page.complaints.append(str(error)))  # type: ignore[attr-defined]
    page.on(
        "console",
        lambda line: page.complaints.append(line.text) if "Content Security Policy" in line.text else None,  # type: ignore[attr-defined]
    )
    return page


def as_user(page: Page, username: str, password: str = "") -> Page:
    """Signs in and opens the desk: with a password through the sign-in page, as people do, else by a session's cookie.

    Pages that ask who signed in a moment ago (second factor, keys) want the password.
    """
    if not password:
        client = Client()
        client.force_login(User.objects.get(username=username), "allauth.account.auth_backends.AuthenticationBackend")
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.session.session_key or ""}
        page.context.add_cookies([{**cookie, "url": page.context.site}])  # type: ignore[attr-defined, typeddict-item]
        page.goto("/")
        return page
    page.goto("/accounts/login/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)
    return page


def screenshot(page: Page, name: str) -> None:
    """Keeps a picture of the whole page under SCREENSHOT_DIR; without it none is taken, which saves their time."""
    folder = os.environ.get("SCREENSHOT_DIR")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def assert_clean(page: Page) -> None:
    """No accessibility violation (axe), no sideways scroll, no script error or content-policy breach."""
    assert axe.violations(page) == []
    assert_fits(page)
    assert getattr(page, "complaints", []) == []


def assert_fits(page: Page) -> None:
    """No sideways scroll."""
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0, f"{page.url} scrolls sideways by {overflow} px"


def wrong_on_any_screen(page: Page, name: str, *, narrowest: bool = False) -> list[str]:
    """What is wrong with the page as it stands, on a desktop and on a phone; if asked, whether it fits 320 px too."""
    wrong = []
    for size, viewport in {**SCREENS, **({"narrowest": NARROWEST} if narrowest else {})}.items():
        page.set_viewport_size(viewport)  # type: ignore[arg-type]
        screenshot(page, f"{name}-{size}")
        try:
            (assert_fits if size == "narrowest" else assert_clean)(page)
        except AssertionError as error:
            wrong.append(f"{name}, {size}: {error}")
    page.complaints = []  # type: ignore[attr-defined]
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    return wrong
