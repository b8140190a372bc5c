"""Parts of a page that are drawn once and then kept: ``{% load drawn %}``.

    {% remembered entries=navigation site_name=site_name %} … {% endremembered %}

What stands inside sees the named values and nothing else, so that it can depend on nothing else: not on the request,
not on who asks. The same values in the same language give the same text, which each process keeps.
"""

from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

MOST_KEPT = 500
"""Texts kept of one part; then it begins anew."""


class RememberedNode(template.Node):
    """One part of a template with what was drawn of it."""

    def __init__(self, nodelist: NodeList, values: dict[str, FilterExpression]) -> None:
        self.nodelist, self.values = nodelist, values
        self.kept: dict[tuple[Any, ...], SafeString] = {}

    def render(self, context: template.Context) -> SafeString:
        values = {name: value.resolve(context) for name, value in self.values.items()}
        key = (get_language(), *values.values())
        text = self.kept.get(key)
        if text is None:
            if len(self.kept) >= MOST_KEPT:
                self.kept = {}
            text = self.kept[key] = self.nodelist.render(context.new(values))
        return text


@register.tag
def remembered(parser: Parser, token: Token) -> RememberedNode:
    """The values must be hashable and compare by what they say: texts, numbers, tuples of them."""
    bits = token.split_contents()
    words = bits[1:]
    values = token_kwargs(words, parser)
    if words:
        raise template.TemplateSyntaxError(f"{bits[0]} takes only name=value, not {' '.join(words)}")
    nodelist = parser.parse(("endremembered",))
    parser.delete_first_token()
    return RememberedNode(nodelist, values)
