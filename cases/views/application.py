"""The application for aid: people, claims, facts and running time limits on one page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from cases.forms.intake import ApplicationForm
from cases.limitation import default_limitation, is_urgent
from cases.pages import CONTINUED, application_refusal, continuation_refusal
from cases.services import applications
from cases.views.base import consequences_of, read_matter
from unionlaw.lib import clock
from unionlaw.lib.errors import Conflict
from unionlaw.matters import panels
from unionlaw.matters.intake.carrying import carried_over
from unionlaw.matters.intake.views import IntakeView
from unionlaw.matters.models import Matter
from unionlaw.matters.models.matter import Kind
from unionlaw.web import policy
from unionlaw.web.forms import DateField
from unionlaw.web.views import Text


class Apply(IntakeView):
    """A new application, by itself or going on from a consultation (`?from=` or the id in the path)."""

    policy = policy.Right("aid_case.apply")
    template_name = "cases/apply.html"
    form_class = ApplicationForm
    title = _("受理援助申请")
    submit_label = pgettext_lazy("button", "受理")

    @cached_property
    def consultation(self) -> Matter | None:
        """The consultation it goes on from. Raises Http404 for one out of sight, Conflict for a settled one."""
        typed = str(self.kwargs.get("matter_id") or self.request.GET.get("from", ""))
        if not typed:
            return None
        pk = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else 0
        found = read_matter(self.actor, Kind.CONSULTATION, pk)
        if reason := application_refusal(found, self.actor):
            raise Conflict(reason)
        return found

    def get_draft_key(self) -> str:
        return f"aid-case.from.{self.consultation.pk}" if self.consultation else "aid-case.new"

    def get_cancel_url(self) -> str:
        if self.consultation:
            return reverse("cases:consultation", args=[self.consultation.pk])
        return reverse("cases:aid_cases")

    @property
    def origin(self) -> Matter | None:
        """What the application goes on from."""
        return self.consultation

    def get_initial(self) -> dict[str, Any]:
        asked = self.origin
        return {**carried_over(asked), "channel": asked.channel} if asked else {}

    def call_service(self, form: Any) -> Any:
        return applications.apply_for_aid(
            applicants=form.applicants(),
            employers=[row.chosen for row in form.filled_employers],
            **self.follows(),
            by=self.actor,
            at=self.at,
            **form.cleaned_data,
        )

    def follows(self) -> dict[str, Any]:
        """What the service is told of the matter it goes on from."""
        return {"consultation_id": self.consultation.pk if self.consultation else None}

    def get_success_url(self, result: Any) -> str:
        return reverse("cases:aid_case", args=[result.pk])

    def get_success_message(self, result: Any) -> Text:
        return _g("已受理，编号%(number)s。接着收取材料。") % {"number": result.matter.number}

    def consequences(self) -> list[Text]:
        said = consequences_of("aid_application.received", self.at)
        if self.consultation:
            said.append(_g("咨询%(number)s转为已申请援助。") % {"number": self.consultation.number})
        return [*said, _g("按案由列出材料清单，缺的可以一次性告知补正。")]

    def get_context(self, **extra: Any) -> dict[str, Any]:
        form = extra.get("form")
        return super().get_context(
            consultation=self.consultation,
            origin=self.origin,
            limitation=limitation_of(form) if form is not None else {},
            **extra,
        )


class Continue(Apply):
    """An application that goes on from a supervision letter or a mediation, which stay as they are."""

    policy = policy.Right("aid_case.apply")

    @cached_property
    def consultation(self) -> Matter | None:
        return None

    @property
    def origin(self) -> Matter:
        return self.proceeding

    @cached_property
    def proceeding(self) -> Matter:
        """Raises Http404 for one out of sight, Conflict when it has no parties."""
        seen = Matter.objects.visible_to(self.actor).filter(kind__in=CONTINUED)
        found: Matter = get_object_or_404(seen, pk=self.kwargs["matter_id"])
        if reason := continuation_refusal(found, self.actor):
            raise Conflict(reason)
        return found

    def get_draft_key(self) -> str:
        return f"aid-case.from.{self.origin.pk}"

    def get_cancel_url(self) -> str:
        return panels.url_of(self.origin.kind, self.origin.pk)

    def follows(self) -> dict[str, Any]:
        return {"from_matter_id": self.origin.pk}

    def consequences(self) -> list[Text]:
        said = super().consequences()
        return [*said, _g("与%(number)s属同一争议，那里继续办理。") % {"number": self.origin.number}]


def limitation_of(form: ApplicationForm) -> dict[str, Any]:
    """The time limit that follows from what stands in the form now."""
    values = {name: form[name].value() for name in ("infringed_on", "employment_ended_on", "limitation_on")}
    heads = [str(claim["head"].value() or "") for row in form.workers for claim in row.claims]
    return running(values, heads)


def running(values: dict[str, Any], heads: list[str]) -> dict[str, Any]:
    """The last day to act and whether it presses, for the note beside the dates; {} while no date is known."""
    days = {name: _day(value) for name, value in values.items()}
    last = days["limitation_on"] or default_limitation(
        days["infringed_on"], days["employment_ended_on"], [head for head in heads if head]
    )
    if last is None:
        return {}
    today = clock.today()
    left = (last - today).days
    return {"on": last, "left": left, "over": left < 0, "days_over": -left, "urgent": is_urgent(last, today)}


def _day(value: Any) -> dt.date | None:
    if isinstance(value, dt.date):
        return value
    try:
        found: dt.date | None = DateField(required=False).clean(str(value or ""))
    except ValidationError:
        return None
    return found


@policy.right("aid_case.apply", "aid_case.facts")
@require_GET
def limitation(request: HttpRequest) -> HttpResponse:
    """The note beside the dates, as they are typed."""
    values = {name: request.GET.get(name, "") for name in ("infringed_on", "employment_ended_on", "limitation_on")}
    heads = [str(value) for name, value in request.GET.items() if name.endswith("-head")]
    return render(request, "cases/limitation.html", {"limitation": running(values, heads)})
