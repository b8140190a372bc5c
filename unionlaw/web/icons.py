"""Icons, inlined from the Tabler icon set's SVG files: no icon font to load, nothing the content policy could stop."""

import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

NAME = re.compile(r"[a-z0-9-]+\Z")
SHAPES = re.compile(r"<(?:path|circle|rect|line|polyline|polygon|ellipse)\b[^>]*/>")


@cache
def _shapes(name: str) -> SafeString:
    if not NAME.match(name):
        raise ValueError(f"not an icon name: {name!r}")
    file = Path(settings.ICON_DIR) / f"{name}.svg"
    if not file.is_file():
        return mark_safe("")
    # The package's own drawing, filtered down to plain shapes.
    return mark_safe("".join(SHAPES.findall(file.read_text())))  # noqa: S308


def icon(name: str, css: str = "") -> SafeString:
    """An inline, decorative SVG (hidden from screen readers: the word beside it carries the meaning).

    Args:
        name: a Tabler outline icon, e.g. "scale"; an unknown one draws nothing.
        css: further classes.
    """
    return format_html(
        '<svg class="icon {}" viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor"'
        ' stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">'
        "{}</svg>",
        css,
        _shapes(name),
    )
