"""The checker finds what is wrong with a page: else a clean walk would prove nothing."""

import pytest
from playwright.sync_api import Browser

from tests.browser import axe

PAGE = """<!doctype html><html lang="{lang}"><head><title>{title}</title></head>
<body><main><h1>登记</h1>{part}</main></body></html>"""
SOUND = '<label for="a">姓名</label><input id="a"><img src="data:," alt="图"><button>保存</button>'
SMALL = '<button style="width: 9px; height: 9px; padding: 0">1</button>'


def looked_at(browser: Browser, part: str, lang: str = "zh-CN", title: str = "登记") -> set[str]:
    page = browser.new_page()
    page.set_content(PAGE.format(part=part, lang=lang, title=title))
    found = {line.partition(":")[0] for line in axe.violations(page)}
    assert {line.partition(":")[0] for line in axe.violations(page)} == found, "looking twice finds the same"
    page.close()
    return found


def test_a_sound_page_is_clean(browser: Browser):
    assert looked_at(browser, SOUND) == set()


@pytest.mark.parametrize(
    ("part", "rule"),
    [
        ('<input id="b">', "label"),
        ('<img src="data:,">', "image-alt"),
        ("<button></button>", "button-name"),
        ('<p style="color: #bbb; background: #fff">看不清</p>', "color-contrast"),
        ("<h4>跳级</h4>", "heading-order"),
        ('<div role="checkbox" aria-checked="perhaps">选</div>', "aria-valid-attr-value"),
        (f"<div>{SMALL * 2}</div>", "target-size"),
        ("<ul><p>不是列表</p></ul>", "list"),
    ],
)
def test_what_is_wrong_is_named(browser: Browser, part: str, rule: str):
    assert rule in looked_at(browser, SOUND + part)


@pytest.mark.parametrize(("lang", "title", "rule"), [("", "登记", "html-has-lang"), ("zh-CN", "", "document-title")])
def test_what_is_wrong_with_the_document_is_named(browser: Browser, lang: str, title: str, rule: str):
    assert rule in looked_at(browser, SOUND, lang, title)
