"""An employer's record and rating: shown with its reasons, handed on, objected to."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring_letters import rating_papers
from monitoring_letters.forms.rating import DecisionForm, HandOnForm, ObjectionForm, PeriodForm
from monitoring_letters.models import Rating, RatingObjection
from monitoring_letters.services import ratings
from monitoring_letters.services.employer_record import record_of
from monitoring_letters.services.rating import rate_employer
from monitoring_letters.services.rating_rule import explained, shipped
from unionlaw.lib.errors import Invalid
from unionlaw.lib.wording import shown
from unionlaw.matters import panels, statuses
from unionlaw.registers.models import Employer
from unionlaw.web import policy
from unionlaw.web.forms import add_errors
from unionlaw.web.views import FormActionView, PageView

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class OfEmployer(PageView):
    @cached_property
    def employer(self) -> Employer:
        return get_object_or_404(Employer.objects.visible_to(self.actor), pk=self.kwargs["pk"])

    @property
    def today(self) -> date:
        return timezone.localdate(self.at)

    def record_url(self, employer_id: int) -> str:
        return reverse("monitoring_letters:employer_record", args=[employer_id])

    def default_period(self) -> dict[str, date]:
        """The twelve months up to today."""
        return {"begins_on": self.today - timedelta(days=365), "ends_on": self.today}


class EmployerRecord(OfEmployer):
    """All letters, answers, corrections, disputes, inspections and money of one employer, with its rating."""

    policy = policy.Right("letter.view")
    template_name = "monitoring_letters/rating_record.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = PeriodForm(request.GET if "begins_on" in request.GET else self.default_period())
        period = form.cleaned_data if form.is_valid() else self.default_period()
        errors = ratings.period_errors(period["begins_on"], period["ends_on"], self.today)
        if errors and form.is_valid():
            add_errors(form, Invalid(errors).errors)
            period = self.default_period()
        result = rate_employer(employer=self.employer, by=self.actor, today=self.today, **period)
        labels = {status.code: status.label for status in statuses.all_statuses()}
        record = record_of(self.employer, self.actor)
        self.title = _("%(name)s：函书档案") % {"name": self.employer.name}
        return self.render(
            employer=self.employer,
            record=record,
            letters=[
                (row, panels.url_of(row.matter.kind, row.pk), labels[row.matter.status_id]) for row in record.letters
            ],
            disputes=[(row, panels.url_of(row.kind, row.pk), labels[row.status_id]) for row in record.disputes],
            leads=[(row, panels.url_of(row.matter.kind, row.pk), labels[row.matter.status_id]) for row in record.leads],
            ratings=[(row, shown(row.grade), row.objections.all()) for row in record.ratings],
            form=form,
            period=period,
            result=result,
            grade=shown(result.grade) if result.grade else "",
            lines=[explained(line) for line in result.lines],
            rules=shipped(),
            source=shown(shipped().source),
            may_export=self.actor.may("letter.export"),
            may_record=self.actor.may("letter.follow"),
            may_decide=self.actor.may("letter.close"),
        )


class HandOn(OfEmployer, FormActionView):
    """The rating as a file, for those it is meant for; kept and logged with the reason."""

    policy = policy.Right("letter.export")
    form_class = HandOnForm
    title = gettext_lazy("导出整改响应评价")
    submit_label = gettext_lazy("导出")
    back_label = gettext_lazy("返回函书档案")

    def get_object(self) -> None:
        self.employer  # noqa: B018  a stranger gets 404

    def get_initial(self) -> dict[str, Any]:
        given = PeriodForm(self.request.GET)
        return {**(given.cleaned_data if given.is_valid() else self.default_period()), "form": "pdf"}

    def consequences(self) -> list[Any]:
        return [
            _("导出的评价连同规则版本%(version)s留存，不能再改。") % {"version": shipped().version},
            _("导出人、时间和用途记入日志。用人单位可以对评价提出异议。"),
        ]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.get_object()
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            rating = ratings.hand_on(employer_id=self.employer.pk, by=self.actor, at=self.at, **form.cleaned_data)
        except Invalid as error:
            add_errors(form, error.errors)
            return self.show(form, status=422)
        return sent(rating)

    def get_cancel_url(self) -> str:
        return self.record_url(self.kwargs["pk"])


def sent(rating: Rating) -> FileResponse:
    """The rating as the file it was handed on as."""
    name = f"{rating.employer.name} {rating.begins_on:%Y%m%d}-{rating.ends_on:%Y%m%d}.{rating.form}"
    if rating.form == "pdf":
        content, kind = io.BytesIO(rating_papers.as_pdf(rating)), "application/pdf"
    else:
        content, kind = rating_papers.as_workbook(rating), XLSX  # type: ignore[assignment]
    return FileResponse(content, as_attachment=True, filename=name, content_type=kind)


class Object(OfEmployer, FormActionView):
    """What the employer objects to a rating it was shown."""

    policy = policy.Right("letter.follow")
    form_class = ObjectionForm
    title = gettext_lazy("登记评价异议")
    submit_label = gettext_lazy("登记")
    success_message = gettext_lazy("已登记，由他人处理。")
    back_label = gettext_lazy("返回函书档案")

    @cached_property
    def rating(self) -> Rating:
        found = Rating.objects.visible_to(self.actor).select_related("employer")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    def get_object(self) -> Rating:
        return self.rating

    def get_initial(self) -> dict[str, Any]:
        return {"received_on": self.today}

    def perform(self, form: Any) -> RatingObjection:
        return ratings.record_objection(rating_id=self.rating.pk, by=self.actor, at=self.at, **form.cleaned_data)

    def get_success_url(self, result: Any) -> str:
        return self.record_url(self.rating.employer_id)

    def get_cancel_url(self) -> str:
        return self.record_url(self.rating.employer_id)

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(subtitle=self.rating.employer.name, **extra)


class Decide(OfEmployer, FormActionView):
    """Deciding an objection: never by who wrote it down."""

    policy = policy.Right("letter.close")
    form_class = DecisionForm
    template_name = "monitoring_letters/rating_decide.html"
    title = gettext_lazy("处理评价异议")
    submit_label = gettext_lazy("作出处理")
    success_message = gettext_lazy("已处理。")
    back_label = gettext_lazy("返回函书档案")

    def get_object(self) -> RatingObjection:
        found = RatingObjection.objects.visible_to(self.actor).select_related("rating__employer", "recorded_by__user")
        objection = found.filter(pk=self.kwargs["objection_id"], rating=self.kwargs["pk"]).first()
        if objection is None:
            raise Http404
        return objection

    def perform(self, form: Any) -> RatingObjection:
        return ratings.decide_objection(objection_id=self.object.pk, by=self.actor, at=self.at, **form.cleaned_data)

    def get_success_url(self, result: Any) -> str:
        return self.record_url(self.object.rating.employer_id)

    def get_cancel_url(self) -> str:
        return self.record_url(self.object.rating.employer_id)

    def get_context(self, **extra: Any) -> dict[str, Any]:
        reason = ratings.decision_refusal(self.object, self.actor)
        return super().get_context(
            objection=self.object, subtitle=self.object.rating.employer.name, refusal=reason, **extra
        )
