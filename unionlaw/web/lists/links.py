"""The addresses on a list page. All of them are this list with another query string."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from unionlaw.web.lists import keyset, tokens

if TYPE_CHECKING:
    from unionlaw.web.lists.views import ListView


class Links:
    """What the templates of a list link to; "" where there is nothing to link to."""

    view: ListView
    request: HttpRequest
    actor: Any
    query: QueryDict

    @cached_property
    def page(self) -> keyset.Page:
        raise NotImplementedError  # the page of rows, which Listing finds

    @cached_property
    def sort(self) -> tuple[str, keyset.Sort, bool]:
        raise NotImplementedError  # the order asked for, which Listing reads

    def link(self, query: QueryDict | None = None, **changes: str) -> str:
        """This list with `changes` to the query string; an empty value takes the parameter away."""
        asked = {**dict((self.query if query is None else query).lists()), **changes}
        text = urlencode({name: value for name, value in asked.items() if value}, doseq=True)
        return f"{self.request.path}?{text}" if text else self.request.path

    @cached_property
    def url(self) -> str:
        """This very page, without an open side sheet."""
        after, before = (self.request.GET.get(name, "") for name in ("after", "before"))
        return self.link(after=after, before=before)

    @property
    def path(self) -> str:
        return self.request.path

    @cached_property
    def first_url(self) -> str:
        return self.link()

    @cached_property
    def next_url(self) -> str:
        if not (self.page.has_next and self.page.last):
            return ""
        return self.link(after=tokens.encode(self.sort[0], self.page.last))

    @cached_property
    def previous_url(self) -> str:
        if not (self.page.has_previous and self.page.first):
            return ""
        return self.link(before=tokens.encode(self.sort[0], self.page.first))

    @cached_property
    def clear_url(self) -> str:
        """The list without filters, in the same order."""
        return self.link(QueryDict(mutable=True), sort=self.query.get("sort", ""))

    @property
    def filters_url(self) -> str:
        return self.link(panel="filters") if self.view.filterset_class else ""

    @property
    def views_url(self) -> str:
        return self.link(panel="views")

    @property
    def export_url(self) -> str:
        return self.link(panel="export") if self.view.export_right else ""

    @cached_property
    def action_url(self) -> str:
        """Where the primary button leads; empty for a reader who may not."""
        action = self.view.action
        if action is None or (action.right and not self.actor.may(action.right)):
            return ""
        return reverse(action.url_name)

    @cached_property
    def export_refusal(self) -> str:
        return str(self.actor.refusal(self.view.export_right))
