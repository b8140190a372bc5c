"""The page of one time limit, and what is done to it by hand."""

from __future__ import annotations

import copy
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionlaw.deadlines.actions import refusal
from unionlaw.deadlines.arithmetic.explain import explain, load
from unionlaw.deadlines.arithmetic.spec import OutOfRange
from unionlaw.deadlines.book import Book
from unionlaw.deadlines.models import Deadline, Extension
from unionlaw.deadlines.presenters import DeadlinePage, read, rungs
from unionlaw.lib import clock
from unionlaw.notices.services.reading import told_about
from unionlaw.web import policy
from unionlaw.web.views import FormActionView, PageView


class Detail(PageView):
    """Why the date is what it is, who is told when, and what became of it."""

    policy = policy.Right("deadline.view")
    template_name = "deadlines/detail.html"

    def get_context(self, **extra: Any) -> dict[str, Any]:
        deadline = get_object_or_404(read(self.actor), pk=self.kwargs["pk"])
        page = DeadlinePage(deadline, self.actor)
        return super().get_context(
            title=page.title,
            page=page,
            deadline=deadline,
            told=told_about(by=self.actor, about=f"deadline:{deadline.pk}"),
            may_see_told=self.actor.may("notice.told"),
            may_see_rule=self.actor.may("deadline_rule.view"),
            **extra,
        )


class LimitAction(FormActionView):
    """A page that does one thing to the time limit `pk`; shown when its state allows it, else the reason."""

    template_name = "deadlines/action.html"
    back_label = gettext_lazy("返回期限")
    verb = ""
    object: Deadline

    def get_object(self) -> Any:
        return get_object_or_404(read(self.actor), pk=self.kwargs["pk"])

    @cached_property
    def pending(self) -> Extension | None:
        return self.object.extensions.filter(state=Extension.State.ASKED).select_related("asked_by__user").first()

    def reason_against(self) -> str:
        """Why this cannot be done now, or ""."""
        return refusal(self.object, self.verb, self.pending if self.verb == "extend" else None)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if reason := self.reason_against():
            return self.refuse(reason)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if reason := self.reason_against():
            return self.refuse(reason)
        return super().post(request, *args, **kwargs)

    def refuse(self, reason: str) -> HttpResponse:
        context = self.get_context(reason=reason, cancel_url=self.get_cancel_url(), back_label=self.back_label)
        return render(self.request, "deadlines/refused.html", context, status=409)

    def get_context(self, **extra: Any) -> dict[str, Any]:
        page = DeadlinePage(self.object, self.actor)
        return super().get_context(page=page, deadline=self.object, **extra)

    def get_success_url(self, result: Any) -> str:
        return reverse("deadlines:detail", args=[self.object.pk])

    def get_cancel_url(self) -> str:
        return reverse("deadlines:detail", args=[self.object.pk])

    def call(self, service: Any, **arguments: Any) -> Any:
        """The service, with the limit and the version that was seen."""
        return service(deadline_id=self.object.pk, version=self.version, by=self.actor, at=self.at, **arguments)


class Previewed(LimitAction):
    """An action that first shows the date it would give, when asked by the second button."""

    template_name = "deadlines/previewed.html"

    def preview(self, form: Any) -> Deadline:
        """The limit as it would be; nothing is written. Raises OutOfRange."""
        raise NotImplementedError  # each page with a preview reckons its own limit

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "preview" not in request.POST or self.reason_against():
            return super().post(request, *args, **kwargs)
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        return self.show(form, previewed=previewed(form, self.preview))

    def draft(self) -> tuple[Book, Deadline]:
        """A book of nothing but a copy of the limit, which is thrown away."""
        deadline = copy.copy(self.object)
        return Book(deadline.matter, [deadline], self.actor, self.at), deadline


def previewed(form: Any, make: Any) -> dict[str, Any] | None:
    """What a preview shows: the date, its arithmetic and its reminders; None, with an error, when there is none."""
    try:
        deadline = make(form)
    except OutOfRange:
        form.add_error(None, _("日期超出可以计算的范围。"))
        return None
    return {
        "deadline": deadline,
        "explanation": explain(load(deadline.explanation)),
        "rungs": [rung for rung in rungs(deadline, clock.now()) if rung.state != "past"],
    }
