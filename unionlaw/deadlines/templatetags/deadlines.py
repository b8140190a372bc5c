"""`{% load deadlines %}{% deadlines_panel matter actor %}`: the time limits of a matter, on its page."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString

from unionlaw.deadlines import panels
from unionlaw.deadlines.lists import due_badge
from unionlaw.deadlines.models import Deadline, Extension
from unionlaw.deadlines.wording import length_in_words
from unionlaw.matters.models import Matter
from unionlaw.web import format as fmt

register = template.Library()


@register.simple_tag
def limit_badge(deadline: Deadline) -> SafeString:
    """The due date with the days left, or with the state of a limit that does not run."""
    return due_badge(deadline)


@register.simple_tag
def length_words(length: int, unit: str) -> str:
    """ "5个工作日"."""
    return length_in_words(length, unit)


@register.simple_tag
def extension_badge(extension: Extension) -> SafeString:
    tones = {"asked": "waiting", "granted": "done", "refused": "quiet"}
    return fmt.badge(extension.get_state_display(), tones[extension.state])


@register.inclusion_tag("deadlines/panel.html", takes_context=True)
def deadlines_panel(context: Context, matter: Matter, actor: Any) -> dict[str, Any]:
    """Two queries, however many limits; nothing for those who may not see limits."""
    return {**panels.of_matter(matter, actor), "actor": actor, "request": context.get("request")}
