"""Fragments for forms elsewhere: what a query finds, and what is known about a number as it is typed.

Queries and numbers come in request bodies only.
"""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from unionlaw.lib import clock, identity
from unionlaw.lib.errors import Invalid
from unionlaw.registers import lookups, services
from unionlaw.registers.models.worker import IdKind, Sex
from unionlaw.web import policy
from unionlaw.web.format import prose_date
from unionlaw.web.forms import DateInput
from unionlaw.web.views import PageView


class Fragment(PageView):
    """Answers POST with a fragment; GET answers the empty one, so that a copied address gives nothing away."""

    template_name = "registers/lookup_results.html"
    kind = ""

    @property
    def field(self) -> str:
        """The name of the look-up field that asks."""
        name = self.request.GET.get("field", "")
        return name if re.fullmatch(r"[\w-]{1,60}", name) else ""

    def typed(self, fact: str) -> str:
        name = f"{self.field}-new-{fact}" if self.field else fact
        return str(self.request.POST.get(name, ""))[:200]

    def fragment(self, **lookup: Any) -> HttpResponse:
        context = {"lookup": {"kind": self.kind, "name": self.field, **lookup}}
        response = TemplateResponse(self.request, self.template_name, context)
        response["Cache-Control"] = "no-store"
        return response

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.fragment(options=[], searched=False)


class LookupFragment(Fragment):
    def post(self, request: HttpRequest) -> HttpResponse:
        query = str(request.POST.get(f"{self.field}-q", ""))[:60]
        return self.fragment(options=self.search(query), searched=bool(query.strip()))

    def search(self, query: str) -> list[lookups.Option]:
        raise NotImplementedError  # workers and employers are searched in their own registers


class WorkerLookup(LookupFragment):
    policy = policy.Right("worker.view")
    kind = "worker"

    def search(self, query: str) -> list[lookups.Option]:
        return lookups.search_workers(query, by=self.actor, at=self.at)


class EmployerLookup(LookupFragment):
    policy = policy.Right("employer.view")
    kind = "employer"

    def search(self, query: str) -> list[lookups.Option]:
        return lookups.search_employers(query, by=self.actor)


class WorkerCheck(Fragment):
    """What the identity number says, whether it is right, and who is registered with it or with the phone already."""

    policy = policy.Right("worker.register")
    template_name = "registers/worker_check.html"
    kind = "worker"

    def post(self, request: HttpRequest) -> HttpResponse:
        typed, kind = self.typed("id_number"), self.typed("id_kind") or IdKind.CITIZEN
        error, said, number = "", "", None
        if typed.strip() and kind == IdKind.CITIZEN:
            try:
                number = identity.citizen_number(typed, on=clock.today())
            except Invalid as invalid:
                error = invalid.message
            else:
                sex = Sex(number.sex).label
                said = _("%(sex)s，%(born)s出生") % {"sex": sex, "born": prose_date(number.born)}
        own = self.typed("worker")
        matches = services.find_duplicates(
            by=self.actor,
            at=self.at,
            name=self.typed("name"),
            birth_date=number.born if number else parse_day(self.typed("birth_date")),
            id_number="" if error else typed,
            phone=self.typed("phone"),
            besides=int(own) if own.isascii() and own.isdigit() and len(own) < 19 else 0,
        )
        options = [lookups.worker_option(match) for match in matches]
        birth_date = ""
        if number and not self.field:
            attrs = {"id": "id_birth_date", "class": "num form-control", "hx-swap-oob": "true"}
            birth_date = DateInput().render("birth_date", number.born, attrs)
        return self.fragment(
            error=error, said=said, options=options, birth_date=birth_date, sex=number.sex if number else "",
            sexes=Sex.choices, inline=bool(self.field),
        )  # fmt: skip


def parse_day(typed: str) -> Any:
    try:
        return parse_date(typed)
    except ValueError:
        return None


class EmployerCheck(Fragment):
    """Whether the credit code is right, and who is registered with it or with the name already."""

    policy = policy.Right("employer.register")
    template_name = "registers/employer_check.html"
    kind = "employer"

    def post(self, request: HttpRequest) -> HttpResponse:
        error = warning = ""
        if (typed := self.typed("uscc")).strip():
            try:
                warning = identity.credit_code(typed).warning
            except Invalid as invalid:
                error = invalid.message
        matches = services.find_duplicate_employers(by=self.actor, name=self.typed("name"), uscc=typed)
        options = [lookups.employer_option(match.employer, match.why) for match in matches]
        return self.fragment(error=error, warning=warning, options=options, inline=bool(self.field))
