"""What pages with rows of people share: adding and dropping rows, drafts, and complaints beside the right row."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from unionlaw.lib.errors import Invalid
from unionlaw.lib.money import capital, parse_yuan
from unionlaw.matters.intake.people import rearranged
from unionlaw.web import drafts, policy
from unionlaw.web.views import FormActionView

COMMANDS = ("add:", "drop:", "copy:")


class IntakeView(FormActionView):
    """A form of unionlaw.matters.intake.people. Buttons named "do" rearrange its rows; what was typed stays."""

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"actor": self.actor}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = drafts.find(request.user, self.get_draft_key())
        if found is None:
            return self.show(self.make_form())
        draft, fields = found
        return self.show(self.unfinished(fields), draft=draft)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        do = request.POST.get("do", "")
        if do.startswith(COMMANDS):
            return self.show(self.unfinished(rearranged(request.POST, do)))
        if any(name.endswith("-find") for name in request.POST):
            return self.show(self.unfinished(request.POST))
        return super().post(request, *args, **kwargs)

    def unfinished(self, fields: Any) -> Any:
        """The form as typed so far, without complaints."""
        form = self.make_form(fields)
        form.uncheck()
        return form

    def perform(self, form: Any) -> Any:
        try:
            return self.call_service(form)
        except Invalid as error:
            rest = form.take_errors(error.errors)
            raise Invalid(rest) from error

    def call_service(self, form: Any) -> Any:
        """Call the service. Raises DomainError."""
        raise NotImplementedError  # each window calls the service of its own workflow


@policy.right("matter.view")
@require_GET
def in_capitals(request: HttpRequest) -> HttpResponse:
    """The amount just typed in capital numerals, or what is wrong with it."""
    typed = next((str(value) for name, value in request.GET.items() if name.endswith("amount")), "")
    said, wrong = "", False
    if typed.strip():
        try:
            said = capital(parse_yuan(typed))
        except Invalid as error:
            said, wrong = error.message, True
    return render(request, "matters/intake/capital.html", {"said": said, "wrong": wrong})
