"""Someone who reads English meets none of the portal's own Chinese, on any page or in any refusal of a form."""

import re
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pytest
from django.conf import settings

from tests.contracts.routes import Route, all_routes
from tests.contracts.test_access import url_of
from tests.contracts.world import World, undone
from unionlaw.network.actors import Actor
from unionlaw.web import catalogue, policy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("posts_known")]

ENGLISH = {"accept-language": "en"}
READ_ALOUD = {"title", "placeholder", "aria-label", "alt", "data-label"}
FEWEST = 3
"""Chinese characters by which a text with placeholders is recognised."""
PAGES = [
    route
    for route in all_routes()
    if not route.is_api and not route.regex and ":" in route.name and not isinstance(route.policy("get"), policy.Closed)
]


class Reader(HTMLParser):
    """The texts of a page, one by one."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        # What stands in a text area is somebody's text, or one proposed for a paper, and papers are Chinese; elsewhere
        # such a text says so (lang).
        self.typing = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.typing = tag == "textarea" or (tag != "html" and ("lang", "zh-CN") in attrs)
        self.texts += [value for name, value in attrs if name in READ_ALOUD and value]

    def handle_endtag(self, tag: str) -> None:
        self.typing = False

    def handle_data(self, data: str) -> None:
        if not self.typing:
            self.texts.append(" ".join(data.split()))


@pytest.fixture(scope="module")
def is_ours() -> Callable[[str], bool]:
    """Whether a text is one of the portal's own Chinese ones: as it stands, or with its placeholders filled in."""
    plain, shapes = set(), []
    for text in {said for found in catalogue.collect(settings.BASE_DIR) for said in (found.text, found.plural)}:
        parts = re.split(r"%\(\w+\)[sd]", text)
        if len(parts) == 1 and re.search("[\u4e00-\u9fff]", text):
            plain.add(text)
        elif len(re.findall("[\u4e00-\u9fff]", "".join(parts))) >= FEWEST:
            shapes.append(".+".join(re.escape(part) for part in parts))
    shape = re.compile("|".join(shapes))

    @cache  # most texts of a page stand on every page
    def found(text: str) -> bool:
        if text in plain:
            return True
        return len(re.findall("[\u4e00-\u9fff]", text)) >= FEWEST and shape.fullmatch(text) is not None

    return found


def reader(route: Route, world: World) -> Actor | None:
    """The first role that may."""
    found = route.policy("get")
    may = [actor for actor in world.inside.values() if not isinstance(found, policy.Right) or not found.refusal(actor)]
    return may[0] if may else None


@pytest.mark.parametrize("route", PAGES, ids=lambda route: route.name)
def test_a_page_in_english_shows_no_chinese_of_the_portal(route: Route, world: World, is_ours: Callable[[str], bool]):
    client, url, wrong = world.client(reader(route, world)), url_of(route, world), []
    for method in {"get", "post"} & set(route.methods):
        with undone():
            response = getattr(client, method)(url, headers=ENGLISH)
        if not response.streaming and response.get("Content-Type", "").startswith("text/html"):
            assert response.headers["Content-Language"] == "en"
            texts = Reader(response.content.decode()).texts
            wrong += [f"{method} {url}: {text}" for text in texts if is_ours(text)]
    assert not wrong, "\n".join(wrong)
