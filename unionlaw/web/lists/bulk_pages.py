"""The pages of a bulk action, all at the list's own address: what is asked, what would happen, what came of it.

The preview does not guess: each row's service is called and its transaction taken back. Doing it calls the same service
again, one transaction for each row, with the version of the row that the preview showed.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from unionlaw.lib import clock
from unionlaw.lib.errors import DomainError, Stale
from unionlaw.web.lists import keyset
from unionlaw.web.lists.bulk import MOST_ROWS, BulkAction, Line, Text
from unionlaw.web.lists.columns import Column
from unionlaw.web.lists.listing import Listing

if TYPE_CHECKING:
    from unionlaw.web.lists.views import ListView

log = logging.getLogger(__name__)
LONGEST_KEY = 18


class BulkPages:
    """One POST of a bulk action. `step` says how far it has come: "" or "fill", "preview", "do"."""

    template_name = "components/list_bulk.html"

    def __init__(self, view: ListView, request: HttpRequest, action: BulkAction) -> None:
        self.view, self.request, self.action = view, request, action
        self.listing = Listing(view, request)
        self.actor, self.at = self.listing.actor, clock.now()

    def respond(self) -> HttpResponse:
        if not self.lines:
            messages.warning(self.request, _("请先勾选要办理的行。"))
            return redirect(self.listing.url)
        step = self.request.POST.get("step", "")
        form = self.action.form(self.request.POST if step else None, actor=self.actor, lines=self.lines)
        cleaned: Mapping[str, Any] = {}
        if form is not None:
            if step in {"", "fill"} or not form.is_valid():
                return self._page("fill", form=form, status=200 if step in {"", "fill"} else 422)
            cleaned = form.cleaned_data
        if step == "do" or self.action.at_once:
            return self._do(form, cleaned)
        for line in self.open:
            self._call(line, cleaned, keep=False)
        return self._page("preview", form=form, said=_answers(form, cleaned))

    # -- rows --------------------------------------------------------------------------------------------------------

    @cached_property
    def ids(self) -> list[int]:
        """The chosen keys in the order of the page; one more than can be done when there are more."""
        if self.request.POST.get("all") and self.listing.branches:
            _key, sort, descending = self.listing.sort
            return keyset.walk(self.listing.branches, sort, descending=descending, limit=MOST_ROWS + 1).ids
        return _numbers(self.request.POST.getlist("pk"))[: MOST_ROWS + 1]

    @cached_property
    def lines(self) -> list[Line]:
        """A line for each chosen row. One that the actor cannot see has nothing on it but the refusal."""
        ids = self.ids[:MOST_ROWS]
        rows = {row.pk: row for row in self.listing.fetch(ids)}
        self.view.decorate(list(rows.values()))
        reads = self.view.rows(self.actor).order_by().filter(pk__in=list(rows)).values("pk", *self.action.reads)
        known = {found["pk"]: found for found in reads} if self.action.reads and rows else {}
        seen = _versions(self.request.POST.getlist("row"))
        chosen_again = self.request.POST.get("step") == "do"
        lines = []
        for pk in ids:
            line = Line(pk, rows.get(pk), known=known.get(pk, {}), ticked=pk in seen or not chosen_again)
            line.version = seen.get(pk, line.known.get("version"))
            if line.row is None:
                line.refusal = _("没有这一条，或者您无权查看。")
            else:
                line.cells = self._cells(line.row)
                line.url = self.view.row_url(line.row) if self.view.row_url else ""
                line.refusal = str(self.action.refusal(line, actor=self.actor))
            lines.append(line)
        return lines

    @cached_property
    def columns(self) -> list[Column]:
        """The title first, then what else tells one row from another."""
        title = next((c for c in self.view.columns if c.phone == "title"), self.view.columns[0])
        return [title, *(c for c in self.view.columns if c.key in self.view.bulk_columns and c is not title)]

    @property
    def open(self) -> list[Line]:
        return [line for line in self.lines if not line.refusal]

    # -- doing -------------------------------------------------------------------------------------------------------

    def _do(self, form: forms.Form | None, cleaned: Mapping[str, Any]) -> HttpResponse:
        wanted = [line for line in self.lines if line.ticked]
        if not wanted:
            messages.warning(self.request, _("没有勾选任何一行，什么也没有改动。"))
            return redirect(self.listing.url)
        for line in wanted:
            if not line.refusal:
                self._call(line, cleaned, keep=True)
        self._look_again([line for line in wanted if not line.refusal])
        done = sum(not line.refusal for line in wanted)
        if self.action.at_once and done == len(wanted):
            words = {"label": self.action.label, "count": done}
            messages.success(
                self.request, ngettext("%(label)s：%(count)d条。", "%(label)s：%(count)d条。", done) % words
            )
            return redirect(self.listing.url)
        return self._page("done", done=done, all=len(wanted), said=_answers(form, cleaned), shown=wanted)

    def _look_again(self, lines: list[Line]) -> None:
        """Show the rows as they are now; one that went out of sight stays as it was."""
        rows = {row.pk: row for row in self.listing.fetch([line.pk for line in lines])}
        self.view.decorate(list(rows.values()))
        for line in lines:
            if line.pk in rows:
                line.cells = self._cells(rows[line.pk])

    def _cells(self, row: Any) -> list[tuple[Text, str, SafeString]]:
        return [(c.label, _css(c), SafeString(c.as_cell().html(row))) for c in self.columns]

    def _call(self, line: Line, cleaned: Mapping[str, Any], *, keep: bool) -> None:
        """Call the service for one row in a transaction of its own; what goes wrong is that row's."""
        try:
            with transaction.atomic():
                result = self.action.perform(line, by=self.actor, at=self.at, **cleaned)
                line.effect = str(self.action.effect(line, cleaned, result))
                if not keep:
                    transaction.set_rollback(True)
        except Stale as error:
            line.refusal, line.changes = error.message, error.changes
        except DomainError as error:
            line.refusal = error.message
        except DatabaseError:
            log.exception("bulk %s of %s", self.action.key, line.pk)
            line.refusal = _("没有办成，数据没有改动；请单独打开再试一次。")

    def _page(self, step: str, *, form: forms.Form | None = None, status: int = 200, **extra: Any) -> HttpResponse:
        shown = extra.pop("shown", self.lines)
        context = {
            "list": self.listing,
            "view": self.view,
            "action": self.action,
            "title": self.action.label,
            "step": step,
            "form": form,
            "lines": shown,
            "keys": self.ids[:MOST_ROWS],
            "open": sum(not line.refusal for line in self.lines),
            "refused": sum(bool(line.refusal) for line in shown),
            "headings": [column.label for column in self.columns],
            "too_many": MOST_ROWS if len(self.ids) > MOST_ROWS else 0,
            **extra,
        }
        return render(self.request, self.template_name, context, status=status)


def _css(column: Column) -> str:
    return f"list-col-{column.key}{' list-nowrap' if column.nowrap else ''}"


def _numbers(texts: Iterable[str]) -> list[int]:
    """The keys among what a form sent, each once."""
    return list(dict.fromkeys(int(t) for t in texts if t.isascii() and t.isdigit() and len(t) <= LONGEST_KEY))


def _versions(texts: Iterable[str]) -> dict[int, int | None]:
    """Key -> the version that was shown, from "123:7"; "123:" has none."""
    found: dict[int, int | None] = {}
    for text in texts:
        key, _colon, version = text.partition(":")
        for pk in _numbers([key]):
            found[pk] = next(iter(_numbers([version])), None)
    return found


def _answers(form: forms.Form | None, cleaned: Mapping[str, Any]) -> list[tuple[Text, str]]:
    """What was answered, in words."""
    if form is None:
        return []
    said: list[tuple[Text, str]] = []
    for name, bound in form.fields.items():
        value = cleaned.get(name)
        if value in (None, ""):
            continue
        if isinstance(bound, forms.ModelChoiceField):
            words = bound.label_from_instance(value)
        else:
            words = next((str(word) for code, word in getattr(bound, "choices", ()) if str(code) == str(value)), value)
        said.append((bound.label or name, str(words)))
    return said
